package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.sandbox.ActionsLog;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Repositories whose builds fail with lines of the test's own choice. */
final class Workshop {
  /** No rule knows it, so that the model is asked. */
  static final String GIZMO = "gizmo-fetch: the mirror has gizmo 3, but gizmo.toml asks for 4";

  /** Rules are sure of this one: nothing is wrong but the network. */
  static final String PASSING =
      "##[error]Failed to download archive 'https://codeload.example/checkout.tar.gz' after 3 attempts.";

  /** The network, by its words, but the rules are not sure, so that the model is asked. */
  static final String UNSURE = "gizmo-fetch: lost connection to the mirror";

  static final String WORKFLOW = ".github/workflows/ci.yml";

  static final String YAML = """
      name: CI
      on:
        push:
          branches: [main]
      permissions:
        contents: read
      jobs:
        build:
          runs-on: ubuntu-24.04
          timeout-minutes: 10
          steps:
            - uses: actions/checkout@v4
            - run: make all
      """;

  private final Sandbox sandbox;
  private final Clock clock;

  Workshop(CliHarness cli) {
    this.sandbox = cli.sandbox();
    this.clock = cli.clock();
  }

  /** A repository with a workflow, a manifest and a source file, green so far. */
  SandboxRepository repository(String fullName) {
    SandboxRepository repository = sandbox.github().create(fullName);
    repository.commitAs(
        "dev-anna",
        "main",
        "Set up",
        Map.of(
            WORKFLOW,
            YAML,
            "gizmo.toml",
            "gizmo = 4\n",
            "src/app.js",
            "export const answer = 41;\n"));
    run(repository, Duration.ofHours(20)).finish("success");
    return repository;
  }

  /** A run of the workflow that began so long ago and has not ended. */
  SandboxRun run(SandboxRepository repository, Duration ago) {
    return repository.run("CI").path(WORKFLOW).createdAt(clock.instant().minus(ago));
  }

  Instant tenMinutesAgo() {
    return clock.instant().minus(Duration.ofMinutes(10));
  }

  /** A run that failed ten minutes ago in the step "Run make all". */
  SandboxRun fails(SandboxRepository repository, String lines) {
    return fails(repository, Duration.ofMinutes(10), lines);
  }

  SandboxRun fails(SandboxRepository repository, Duration ago, String lines) {
    SandboxRun run = run(repository, ago);
    run.job("build").failsAt("Run make all").log(log(lines));
    return run.finish("failure");
  }

  /** A job's log that ends with these lines and exit code 2. */
  String log(String lines) {
    return new ActionsLog(clock.instant().minus(Duration.ofMinutes(10)))
        .setUpJob(Map.of("Contents", "read"), List.of("actions/checkout@v4"))
        .completeJobName("build")
        .pause(Duration.ofSeconds(10))
        .run("make all")
        .line("cc -c one.c\ncc -c two.c")
        .line(lines)
        .error("Process completed with exit code 2.")
        .pause(Duration.ofSeconds(5))
        .cleanUp()
        .toString();
  }

  /** A change of the workflow of acme/api, after which no fix of it is what was asked about. */
  static void namesTheArtifact(SandboxRepository api) {
    String workflow = api.files("main").get(WORKFLOW);
    api.commitAs(
        "dev-ben",
        "main",
        "Name the artifact",
        Map.of(WORKFLOW, workflow.replace("name: coverage", "name: report")));
  }

  /** A fix of little risk for {@link #GIZMO}: the job's time limit doubled. */
  static String moreTime() {
    return ModelAnswer.devops("timeout", GIZMO)
        .edit(WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 20")
        .toString();
  }
}
