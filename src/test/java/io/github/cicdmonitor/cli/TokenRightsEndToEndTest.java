package io.github.cicdmonitor.cli;

import static io.github.cicdmonitor.sandbox.Sandbox.GITHUB_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.GitHubSandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the token may do is asked before a fix is offered, and believed when GitHub says no. */
@ExtendWith(CliExtension.class)
class TokenRightsEndToEndTest {
  private static final String REFS = "POST /repos/acme/api/git/refs";
  private static final String OTHER_TOKEN = "ghp_" + "0therT0ken0therT0ken0therT0ken00Ab9x";

  private CliHarness cli;
  private GitHubSandbox github;

  /** A fix of a workflow file, of little risk. */
  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/api");
    github = cli.sandbox().github();
    SmallWorld.build(cli.sandbox());
  }

  private SandboxRepository api() {
    return github.repository("acme/api");
  }

  private void isToldAndNotOffered() {
    JsonNode incident = cli.tick().path("incidents").get(0);
    assertThat(incident.path("decision").asText()).isEqualTo("notify");
    assertThat(cli.writes()).noneMatch(line -> line.contains("/repos/"));
    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains(
            "Workflows: write", "scope workflow", "+      - uses: actions/upload-artifact@v4");
    assertThat(cli.approvals()).isEmpty();
  }

  @Test
  @DisplayName("X-038: a classic token without the scope workflow is not used to change workflows")
  void a_classic_token_without_the_scope_is_not_tried() {
    github.scopes(GITHUB_TOKEN, "repo, read:org");

    isToldAndNotOffered();
  }

  @Test
  void what_cannot_be_pushed_is_not_asked_for_either() {
    github.scopes(GITHUB_TOKEN, "repo");
    cli.configured(config -> config.put("risk_threshold", 0));

    isToldAndNotOffered();
  }

  @Test
  void a_classic_token_with_the_scope_is_used() {
    github.scopes(GITHUB_TOKEN, "repo, workflow");

    cli.tick();

    assertThat(api().pulls()).hasSize(1);
  }

  @Test
  void an_app_without_the_permission_is_not_tried() throws Exception {
    asApp();
    github.appPermission("workflows", "read");

    isToldAndNotOffered();
  }

  @Test
  void an_app_with_the_permission_is_used() throws Exception {
    asApp();

    cli.tick();

    assertThat(api().pulls()).hasSize(1);
  }

  @Test
  void a_token_of_an_app_serves_later_starts_and_is_asked_for_anew_once_it_is_taken_back()
      throws Exception {
    asApp();
    cli.tick();
    int asked = tokensAsked();
    cli.clock().advance(Duration.ofMinutes(5));
    cli.tick();
    assertThat(tokensAsked()).isEqualTo(asked).isPositive();

    github.tokens().stream().filter(token -> token.startsWith("ghs_")).forEach(github::revoke);
    cli.tick();

    assertThat(tokensAsked()).isGreaterThan(asked);
  }

  private int tokensAsked() {
    return cli.asked("POST /app/installations/*/access_tokens");
  }

  private void asApp() throws NoSuchAlgorithmException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String pem = "-----BEGIN PRIVATE " + "KEY-----\n"
        + Base64.getMimeEncoder()
            .encodeToString(keys.generateKeyPair().getPrivate().getEncoded())
        + "\n-----END PRIVATE " + "KEY-----\n";
    cli.without("GITHUB_TOKEN")
        .with("GITHUB_APP_ID", "4711")
        .with("GITHUB_APP_PRIVATE_KEY", pem.replace("\r", ""));
    github.app("4711", "acme-monitor");
  }

  private int refsAsked() {
    return cli.sandbox().ledger().like(REFS).size();
  }

  @Test
  @DisplayName("X-038: a refused workflow change is told once, and waits for another token")
  void a_refused_workflow_change_waits_for_another_token() {
    github.refuse(GITHUB_TOKEN, "workflows=write");
    cli.run("scan").exits(0);

    cli.run("analyze").exits(3).complains("Workflows: write", "workflows=write");

    assertThat(refsAsked()).isEqualTo(1);
    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("A fix is ready", "Workflows: write");
    cli.clock().advance(Duration.ofMinutes(5));
    cli.run("scan").exits(0);
    assertThat(cli.run("analyze").exits(0).err()).isEmpty();
    assertThat(refsAsked()).isEqualTo(2);
    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.run("report").exits(0).out()).contains("Workflows: write");

    github.accept(OTHER_TOKEN, "acme-cicd-bot");
    cli.with("GITHUB_TOKEN", OTHER_TOKEN);
    cli.run("analyze").exits(0);

    assertThat(api().pulls()).hasSize(1);
    assertThat(cli.incident(1).path("state").asText()).isEqualTo("pull_request_open");
  }

  @Test
  @DisplayName("X-038: a right that is granted to the same token works at the next tick")
  void a_right_that_is_granted_to_the_same_token_works_at_the_next_tick() {
    github.refuse(GITHUB_TOKEN, "workflows=write");
    cli.run("scan").exits(0);
    cli.run("analyze").exits(3);
    github.grant(GITHUB_TOKEN, "workflows=write");
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze").exits(0);

    assertThat(api().pulls()).hasSize(1);
    assertThat(cli.alerts()).hasSize(2);
  }

  @Test
  @DisplayName("X-039: a 404 on a write although reads work is a missing permission, exit 3")
  void a_404_on_a_write_is_a_missing_permission() {
    github.faults().once(REFS, Fault.status(404, "{\"message\":\"Not Found\"}"));
    cli.run("scan").exits(0);

    cli.run("analyze").exits(3).complains("Workflows: write");

    assertThat(cli.incident(1).path("state").asText()).isEqualTo("diagnosed");
  }

  @Test
  @DisplayName(
      "X-069: a token that may not open pull requests is told with the setting's name, exit 3")
  void a_token_that_may_not_open_pull_requests_is_told_with_the_setting() {
    github.refuse(GITHUB_TOKEN, "pull_requests=write");
    cli.run("scan").exits(0);

    cli.run("analyze")
        .exits(3)
        .complains("Pull requests: write", "Allow GitHub Actions to create and approve");

    cli.run("analyze").exits(0);
    assertThat(cli.sandbox().ledger().like("POST /repos/acme/api/pulls")).hasSize(2);
    github.grant(GITHUB_TOKEN, "pull_requests=write");
    cli.clock().advance(Duration.ofHours(25));
    cli.run("analyze").exits(0);
    assertThat(api().pulls()).hasSize(1);
    assertThat(api().branches()).hasSize(2);
  }

  @Test
  void an_approval_that_the_token_cannot_carry_out_says_so() {
    cli.configured(config -> config.withArray("protected_repositories").add("acme/api"));
    cli.tick();
    github.refuse(GITHUB_TOKEN, "workflows=write");

    cli.run("approve", "1").exits(3).complains("Workflows: write");

    assertThat(api().pulls()).isEmpty();
  }

  @Test
  @DisplayName("X-063: an archived repository takes no changes, which is told")
  void an_archived_repository_is_left_alone() {
    cli.run("scan").exits(0);
    api().archive();

    cli.run("analyze").exits(0);

    assertThat(cli.writes()).isEmpty();
    assertThat(cli.alerts()).singleElement().asString().contains("archived");
  }

  @Test
  void a_right_that_is_missing_a_day_later_still_is_said_by_the_same_message() {
    github.refuse(GITHUB_TOKEN, "workflows=write");
    cli.run("scan").exits(0);
    cli.run("analyze").exits(3);
    cli.clock().advance(Duration.ofHours(25));

    cli.run("analyze").exits(3);

    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("== 🔑 acme/api", "A fix is ready", "Job log");
  }
}
