package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one tick could not do the next one does, and what people read of it. */
@ExtendWith(CliExtension.class)
class LaterTickEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
  }

  private SandboxRepository api() {
    return cli.sandbox().github().repository("acme/api");
  }

  /** A fix of a workflow file, of little risk. */
  private void smallWorld() {
    cli.watching("acme/api");
    SmallWorld.build(cli.sandbox());
  }

  @Test
  void a_label_that_could_not_be_set_is_set_at_a_later_tick() {
    smallWorld();
    cli.sandbox()
        .github()
        .faults()
        .next(2, "POST /repos/acme/api/issues/*/labels", Fault.status(500, "{}"));
    cli.tick();
    SandboxPull pull = api().pulls().get(0);
    cli.tick();
    assertThat(pull.labels()).isEmpty();

    cli.tick();

    assertThat(pull.labels()).containsExactly("cicd-monitor");
    int asked = cli.asked("POST /repos/acme/api/issues/*/labels");
    cli.tick();
    assertThat(cli.asked("POST /repos/acme/api/issues/*/labels")).isEqualTo(asked);
  }

  @Test
  void the_commit_is_named_as_the_pull_request_which_names_who_approved() {
    smallWorld();
    cli.configured(config -> config.put("risk_threshold", 0));
    cli.tick();
    cli.run("approve", "1", "--as", "@anna `x` #1").exits(0);

    SandboxPull pull = api().pulls().get(0);

    assertThat(pull.body()).contains("Approved by `as:").doesNotContain("@anna", "#1`");
    assertThat(pull.body()).endsWith(" -->\n");
    String commit = api().commitsBetween("main", pull.branch()).get(0);
    assertThat(api().message(commit)).startsWith(pull.title() + "\n\n");
    cli.tick();
    assertThat(api().pulls()).hasSize(1);
  }

  @Test
  void a_workflow_that_github_could_not_start_is_told_with_its_own_syntax_error() {
    cli.watching("acme/shop").without("OPENROUTER_API_KEY");
    SandboxRepository shop = workshop.repository("acme/shop");
    shop.commit("main", "Break", Map.of(Workshop.WORKFLOW, "name: CI\non: [push\njobs: {}\n"));
    SandboxRun run = workshop.run(shop, Duration.ofMinutes(10));
    run.finish("startup_failure");

    cli.tick();

    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("could not start", Workshop.WORKFLOW + " line ");
  }

  @Test
  void a_workflow_that_github_could_not_start_is_told_with_what_github_refuses_in_it() {
    cli.watching("acme/shop").without("OPENROUTER_API_KEY");
    SandboxRepository shop = workshop.repository("acme/shop");
    shop.commit("main", "Break", Map.of(Workshop.WORKFLOW, """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - run: make
          deploy:
            needs: buld
            uses: acme/shop/.github/workflows/deploy.yml@main
        """));
    workshop.run(shop, Duration.ofMinutes(10)).finish("startup_failure");

    cli.tick();

    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains(Workshop.WORKFLOW + " line 8", "needs the job", "buld", "did you mean build?");
    assertThat(cli.alerts().get(0)).contains("DEVOPS · ci_configuration");
  }

  @Test
  void a_bad_rules_file_is_a_mistake_of_every_command() {
    cli.watching("acme/shop")
        .configured(config -> CliHarness.in(config, "analyzer").put("rules_file", "nowhere.json"));

    for (String command : List.of("scan", "analyze", "approve", "report", "check")) {
      cli.run(command).exits(2).complains("nowhere.json", "analyzer.rules_file");
    }
    assertThat(cli.sandbox().ledger().entries()).isEmpty();
    assertThat(cli.stateFile()).doesNotExist();
  }

  @Test
  void the_log_has_requests_with_status_and_time_and_decisions_with_reasons() {
    smallWorld();
    CliHarness.Ended scan = cli.run("scan", "-v").exits(0);
    assertThat(scan.err())
        .containsPattern("GET http://[^ ]+/repos/acme/api/actions/runs[^ ]* 200 in \\d+ ms");
    CliHarness.Ended analyze = cli.with("LOG_LEVEL", "DEBUG").run("analyze").exits(0);
    assertThat(analyze.err())
        .containsPattern("POST http://[^ ]+/repos/acme/api/pulls 201 in \\d+ ms")
        .contains("incident 1 in acme/api: pull_request")
        .contains("sum");
    assertThat(analyze.err()).doesNotContain(Sandbox.GITHUB_TOKEN);
    assertThat(cli.with("LOG_LEVEL", "INFO").run("scan").exits(0).err()).isEmpty();
  }

  @Test
  void a_digest_names_and_links_its_incidents_and_swallows_no_pull_request() {
    cli.watching("acme/many", "acme/api")
        .configured(config -> config.withObject("/remediation").put("outage_repositories", 100));
    SandboxRepository many = workshop.repository("acme/many");
    for (int i = 0; i < 14; i++) {
      SandboxRun run = workshop.run(many, Duration.ofHours(2).plusMinutes(i));
      run.job("part " + (char) ('a' + i))
          .failsAt("Run make all")
          .log(workshop.log("src/" + "x".repeat(i + 1) + ".ts(3,1): error TS2322: no"));
      run.finish("failure");
    }
    SmallWorld.build(cli.sandbox());
    cli.run("scan").exits(0);
    cli.run("analyze", "--offline").exits(0);

    assertThat(api().pulls()).hasSize(1);
    assertThat(cli.alerts()).anyMatch(message -> message.contains("Pull request #1"));
    Optional<String> digest = cli.alerts().stream()
        .filter(message -> message.contains("more in the last hour"))
        .findFirst();
    assertThat(digest).isPresent();
    assertThat(digest.get())
        .containsPattern("#\\d+ acme/many CI / part . failed: [^\\n]* https?://[^ \\n]+/job/\\d+");
  }
}
