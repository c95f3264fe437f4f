package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.Ledger;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SlackMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets go nowhere, and text from outside is only ever text. */
@ExtendWith(CliExtension.class)
class SecretsEndToEndTest {
  // In two parts, so that no scanner takes them for real ones.
  private static final Map<String, String> PLANTED = Map.of(
      "GitHub", "ghp_" + "q8Zr3LmW0xKv7TnB5yHc2JdF9sGaPe4Uw1Ri",
      "AWS", "AKIA" + "Q3ZT7WKXN5PLV2RD",
      "Slack", "xoxb-" + "719283746501-827364519203-Qw8eRt5yUi2oPa7sDf4gHj1k",
      "Stripe", "sk_live_" + "9vTq2LxZ7mRw4KdY8pNc3HbJ",
      "URL password", "hunter2-Kd83hfLq0");
  private static final String FORGED = "FORGED all is well";

  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository gizmos;
  private final StringBuilder said = new StringBuilder();

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/gizmos");
    workshop = new Workshop(cli);
    gizmos = workshop.repository("acme/gizmos");
  }

  @Test
  void a_token_of_the_env_file_is_never_echoed() throws IOException {
    String token = "tok-only-in-the-file-4711";
    String other = "pass-of-another-program-0815";
    Path file = cli.folder().resolve(".env");
    CliHarness.write(file, "GITHUB_TOKEN=" + token + "\nNPM_PASSWORD=" + other + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path named = cli.folder().resolve("elsewhere.env");
    CliHarness.write(named, "SLACK_BOT_TOKEN=xx-named-elsewhere-1234\n");
    Files.setPosixFilePermissions(named, PosixFilePermissions.fromString("rw-------"));

    for (String[] each : new String[][] {
      {"approve", token},
      {"approve", other},
      {token},
      {"scan", "--since", token},
      {"scan", "--repo", "acme/" + other},
      {"analyze", "--id", token},
      {"report", "--format", other},
      {"report", token},
      {"scan", "--config", token},
      {"analyze", "--log", other},
      {"approve", "xx-named-elsewhere-1234", "--env-file", named.toString()},
      {"approve", "xx-named-elsewhere-1234", "--env-file=" + named}
    }) {
      CliHarness.Ended ended = cli.run(each);
      assertThat(ended.code()).as(String.join(" ", each)).isNotZero();
      assertThat(ended.out() + ended.err()).doesNotContain(token, other, "xx-named-elsewhere-1234");
    }
  }

  private static Map<String, String> everySecret() {
    Map<String, String> all = new LinkedHashMap<>(PLANTED);
    all.put("GITHUB_TOKEN", Sandbox.GITHUB_TOKEN);
    all.put("SLACK_BOT_TOKEN", Sandbox.SLACK_BOT_TOKEN);
    all.put("OPENROUTER_API_KEY", Sandbox.OPENROUTER_API_KEY);
    return all;
  }

  private static String logFullOfSecrets() {
    return "+ curl -H 'Authorization: token " + PLANTED.get("GitHub") + "' https://api.example\n"
        + "AWS_ACCESS_KEY_ID=" + PLANTED.get("AWS") + "\n"
        + "using " + PLANTED.get("Slack") + " and " + PLANTED.get("Stripe") + "\n"
        + "cloning https://deploy:" + PLANTED.get("URL password") + "@git.example/a.git\n"
        + "own token " + Sandbox.GITHUB_TOKEN + " / " + Sandbox.SLACK_BOT_TOKEN + "\n"
        + "twice encoded " + encoded(Sandbox.GITHUB_TOKEN) + "\n"
        + "key " + Sandbox.OPENROUTER_API_KEY + "\n"
        + Workshop.GIZMO + " for " + PLANTED.get("GitHub");
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Every command that prints, in each of its forms. */
  private void everythingIsPrinted() {
    say("scan");
    say("scan", "--json", "--verbose");
    say("analyze", "--dry-run");
    say("analyze", "--dry-run", "--json");
    say("analyze", "--verbose");
    say("approve");
    say("approve", "--json");
    say("approve", "1", "--show");
    say("approve", "1", "--show", "--json");
    say("report");
    say("report", "1");
    say("report", "1", "--json");
    say("report", "--audit");
    say("report", "--audit", "--json");
    for (String format : List.of("json", "markdown", "html", "prometheus")) {
      say("report", "--format", format);
    }
    say("check");
  }

  private void say(String... arguments) {
    CliHarness.Ended ended = cli.run(arguments);
    said.append(ended.out()).append(ended.err());
  }

  private void noSecretAnywhere() throws IOException {
    String state = bytesOfTheState();
    for (Map.Entry<String, String> secret : everySecret().entrySet()) {
      String text = secret.getValue();
      assertThat(said.toString()).as("printed: %s", secret.getKey()).doesNotContain(text);
      assertThat(state).as("stored: %s", secret.getKey()).doesNotContain(text);
      for (Ledger.Entry entry : cli.sandbox().ledger().entries()) {
        assertThat(entry.request().text())
            .as("%s in %s", secret.getKey(), entry)
            .doesNotContain(text, encoded(text));
        assertThat(entry.request().path() + entry.request().query())
            .as("%s in %s", secret.getKey(), entry)
            .doesNotContain(text);
      }
    }
    assertThat(state).doesNotContain(encoded(Sandbox.GITHUB_TOKEN));
  }

  private String bytesOfTheState() throws IOException {
    StringBuilder all = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(cli.folder(), "state.db*")) {
      for (Path file : files) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(all).isNotEmpty();
    return all.toString();
  }

  @Test
  void secrets_of_a_log_stay_in_the_log() throws IOException {
    workshop.fails(gizmos, logFullOfSecrets());
    cli.sandbox()
        .gateway()
        .model(request ->
            Optional.of(ModelAnswer.devops("environment", "gizmo-fetch: the mirror has gizmo 3")
                .toString()));

    everythingIsPrinted();

    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.modelCalls()).isPositive();
    noSecretAnywhere();
  }

  @Test
  void secrets_in_a_models_answer_reach_neither_slack_nor_the_pull_request() throws IOException {
    workshop.fails(gizmos, Workshop.GIZMO);
    Map<String, String> recognisable = everySecret();
    recognisable.remove("URL password"); // of itself it is a word like any other
    String all = String.join(" ", recognisable.values());
    cli.sandbox()
        .gateway()
        .model(request -> Optional.of(ModelAnswer.devops("timeout", Workshop.GIZMO)
            .cause("The mirror took " + all)
            .edit(Workshop.WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 20")
            .toString()));

    everythingIsPrinted();

    assertThat(gizmos.pulls()).hasSize(1);
    noSecretAnywhere();
  }

  @Test
  void secrets_in_names_reach_nobody() throws IOException {
    SandboxRun run = workshop.run(gizmos, Duration.ofMinutes(10));
    run.job("deploy " + PLANTED.get("GitHub") + " " + PLANTED.get("AWS"))
        .failsAt("Run " + PLANTED.get("Stripe"))
        .log(workshop.log(Workshop.GIZMO));
    run.title("use " + PLANTED.get("Slack")).finish("failure");
    cli.sandbox()
        .gateway()
        .model(request ->
            Optional.of(ModelAnswer.devops("environment", Workshop.GIZMO).toString()));

    everythingIsPrinted();

    assertThat(cli.alerts()).hasSize(1);
    noSecretAnywhere();
  }

  @Test
  void a_secret_in_a_branch_name_is_not_printed_nor_sent_to_slack_or_the_model() {
    String branch = "topic/" + PLANTED.get("GitHub");
    gizmos.commit(branch, "Begin", Map.of("NOTES", "mine\n"));
    SandboxRun run = workshop.run(gizmos, Duration.ofMinutes(10)).branch(branch);
    run.job("build").failsAt("Run make all").log(workshop.log(Workshop.GIZMO));
    run.finish("failure");
    cli.configured(config -> ((ObjectNode) config.path("repositories").get(0)).put("branch", "*"));
    cli.sandbox()
        .gateway()
        .model(request ->
            Optional.of(ModelAnswer.devops("environment", Workshop.GIZMO).toString()));

    everythingIsPrinted();

    assertThat(said.toString()).contains("topic/").doesNotContain(PLANTED.get("GitHub"));
    assertThat(cli.alerts()).hasSize(1);
    for (String service : List.of("slack", "gateway")) {
      assertThat(cli.sandbox().ledger().of(service))
          .allSatisfy(
              entry -> assertThat(entry.request().text()).doesNotContain(PLANTED.get("GitHub")));
    }
  }

  @Test
  void a_secret_typed_as_an_argument_is_not_echoed() {
    String token = PLANTED.get("GitHub");
    for (String[] arguments : new String[][] {
      {token},
      {"scan", "--" + token},
      {"scan", "--repo", token},
      {"approve", token},
      {"scan", "--repo", "acme/" + token},
      {"report", "--since", token},
      {"report", token},
      {"scan", "--config", "/nowhere/" + token},
      {"scan", "--database", "sqlite:///" + token},
      {"analyze", "--log", "/nowhere/" + token},
      {"report", "--format", token}
    }) {
      CliHarness.Ended ended = cli.run(arguments);
      assertThat(ended.out() + ended.err()).as(String.join(" ", arguments)).doesNotContain(token);
    }
  }

  @Test
  void names_from_outside_forge_no_line_and_steer_no_terminal() {
    String name = "build\u001b[2J\u001b]0;owned\u0007\r\n" + FORGED + "\u202e\u2028" + FORGED;
    SandboxRun run = gizmos
        .run("CI " + name)
        .path(Workshop.WORKFLOW)
        .createdAt(cli.clock().instant().minus(Duration.ofMinutes(9)));
    run.job(name)
        .failsAt("Run " + name)
        .log(workshop.log(Workshop.GIZMO + "\u001b[31m red\u001b[0m\r" + FORGED));
    run.finish("failure");
    cli.sandbox()
        .gateway()
        .model(request ->
            Optional.of(ModelAnswer.devops("timeout", "gizmo-fetch: the mirror has gizmo 3")
                .cause("cause\n" + FORGED + "\u001b[1m")
                .edit(Workshop.WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 20")
                .toString()));
    cli.configured(config -> config.withArray("protected_repositories").add("acme/gizmos"));

    everythingIsPrinted();

    assertThat(said.toString().lines().map(String::strip))
        .noneMatch(line -> line.startsWith(FORGED));
    assertThat(said.toString()).doesNotContain("\u001b", "\u0007", "\u202e", "\u2028");
    assertThat(cli.approvals()).hasSize(1);
  }

  @Test
  @DisplayName("X-129: text with every form of injection is inert in Slack")
  void text_from_outside_pings_nobody() {
    String ping = "<!channel> <@U0ANNA0001> @acme/admins fixes #1 [x](https://evil.example)";
    workshop.fails(gizmos, Workshop.GIZMO + " " + ping);
    cli.sandbox()
        .gateway()
        .model(request ->
            Optional.of(ModelAnswer.devops("timeout", "gizmo-fetch: the mirror has gizmo 3")
                .cause("It is " + ping)
                .edit(Workshop.WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 20")
                .toString()));

    cli.tick();

    SlackMessage message = cli.sandbox().slack().messages("ci-cd-alerts").get(0);
    assertThat(message.text()).doesNotContain("<!channel>", "<@U0ANNA0001>");
    List<JsonNode> marked = message.blocks().findParents("type").stream()
        .filter(node -> node.path("type").asText().equals("mrkdwn"))
        .toList();
    assertThat(marked)
        .allSatisfy(node ->
            assertThat(node.path("text").asText()).doesNotContain("<!channel>", "<@U0ANNA0001>"));
    SandboxPull pull = gizmos.pulls().get(0);
    String outsideCode =
        pull.body().replaceAll("(?s)(`{3,}).*?\\1", "").replaceAll("(?s)(`+).*?\\1", "");
    assertThat(outsideCode).doesNotContain("@acme/admins", "fixes #1", "](https://evil.example)");
    assertThat(pull.title()).doesNotContain("@acme/admins");
  }

  @Test
  void the_state_and_what_lies_beside_it_are_private() throws IOException {
    workshop.fails(gizmos, Workshop.PASSING);

    cli.tick();
    cli.run(
            "report",
            "--format",
            "html",
            "--output",
            cli.folder().resolve("r.html").toString())
        .exits(0);

    List<Path> written = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(cli.folder(), "{state.db*,r.html}")) {
      files.forEach(written::add);
    }
    assertThat(written)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as(file.toString())
                .isEqualTo("rw-------"));
  }
}
