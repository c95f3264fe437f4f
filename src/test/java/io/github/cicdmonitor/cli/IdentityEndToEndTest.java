package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The name of a repository given to another one: T-29, X-071. */
@ExtendWith(CliExtension.class)
class IdentityEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
  }

  /** Deleted and made anew under the same name, with the same files. */
  private SandboxRepository another(String name) {
    Map<String, String> files = cli.sandbox().github().files(name, "main");
    cli.sandbox().github().remove(name);
    SandboxRepository fresh = cli.sandbox().github().create(name);
    fresh.commitAs("mallory", "main", "Set up", files);
    return fresh;
  }

  @Test
  @DisplayName("X-071: scan records nothing of another repository under the same name")
  void scan_records_nothing_of_another_repository_under_the_same_name() {
    cli.watching("acme/shop", "acme/web");
    workshop.repository("acme/shop");
    SandboxRepository web = workshop.repository("acme/web");
    cli.run("scan").exits(0);
    long before = cli.sandbox().github().repository("acme/shop").id();
    SandboxRepository fresh = another("acme/shop");
    workshop.fails(fresh, Workshop.PASSING);
    workshop.fails(web, Workshop.PASSING);

    JsonNode scanned = cli.run("scan", "--json")
        .exits(0)
        .complains("acme/shop is another repository now", "" + before, "" + fresh.id())
        .json();

    assertThat(scanned.path("new_failures"))
        .singleElement()
        .satisfies(f -> assertThat(f.path("repository").asText()).isEqualTo("acme/web"));
    assertThat(scanned.at("/repositories/0/error").asText()).contains("another repository");
    assertThat(scanned.at("/repositories/0/runs_seen").asInt()).isZero();
    cli.run("scan", "--repo", "acme/shop").exits(1).complains("acme/shop is another repository");
  }

  @Test
  @DisplayName("X-071: one without any run yet is found out as well")
  void another_repository_without_any_run_is_found_out() {
    cli.watching("acme/shop");
    workshop.repository("acme/shop");
    cli.run("scan").exits(0);
    another("acme/shop");

    cli.run("scan").exits(1).complains("acme/shop is another repository now");
  }

  @Test
  void an_idle_tick_asks_nothing_more_for_it() {
    cli.watching("acme/shop");
    workshop.repository("acme/shop");
    cli.run("scan").exits(0);
    cli.run("scan").exits(0);
    cli.sandbox().ledger().clear();

    cli.run("scan").exits(0);

    assertThat(cli.sandbox().ledger().of("github")).hasSize(1);
  }

  @Test
  @DisplayName("X-071: a fix decided on for one repository is not opened in another")
  void nothing_is_pushed_to_another_repository() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api");
    cli.run("scan").exits(0);
    cli.sandbox()
        .github()
        .refuse(io.github.cicdmonitor.sandbox.Sandbox.GITHUB_TOKEN, "contents=write");
    cli.run("analyze").exits(3); // decided, and held for want of a right
    cli.sandbox()
        .github()
        .grant(io.github.cicdmonitor.sandbox.Sandbox.GITHUB_TOKEN, "contents=write");
    SandboxRepository fresh = another("acme/api");
    int writes = cli.writes().size();
    cli.clock().advance(Duration.ofHours(25));

    cli.run("analyze").exits(0);

    assertThat(cli.writes()).hasSize(writes);
    assertThat(fresh.branches()).containsExactly("main");
    assertThat(cli.alerts()).last().asString().contains("another repository now");
    assertThat(cli.incident(1).path("state").asText()).isEqualTo("notified");
  }

  @Test
  @DisplayName("X-071: approve writes nothing to another repository, exit 1")
  void an_approval_is_not_applied_to_another_repository() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api")
        .configured(config -> config.withArray("protected_repositories").add("acme/api"));
    cli.tick();
    another("acme/api");

    cli.run("approve", "1").exits(1).complains("another repository now");

    assertThat(cli.writes()).isEmpty();
    assertThat(cli.run("approve", "--json").exits(0).json().path("approvals")).hasSize(1);
  }

  @Test
  @DisplayName("X-071: a run of another repository is not re-run")
  void nothing_is_re_run_in_another_repository() {
    cli.watching("acme/shop");
    var run = workshop.fails(workshop.repository("acme/shop"), Workshop.PASSING);
    cli.run("scan").exits(0);
    String path = "GET /repos/acme/shop/actions/runs/" + run.id();
    String foreign = """
        {"id":%d,"run_attempt":1,"status":"completed","conclusion":"failure",
        "created_at":"2026-11-20T10:00:00Z","head_branch":"main",
        "head_sha":"%s","repository":{"id":4711}}""".formatted(run.id(), run.sha());
    cli.sandbox()
        .github()
        .faults()
        .always(path, io.github.cicdmonitor.sandbox.Fault.status(200, foreign));

    cli.run("analyze").exits(0);

    assertThat(cli.writes()).isEmpty();
    assertThat(cli.alerts()).singleElement().asString().contains("another repository now");
  }

  @Test
  @DisplayName("X-071: a person accepts the new one, which begins without a past")
  void a_person_accepts_the_new_one_which_begins_without_a_past() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api", "acme/web");
    cli.run("scan").exits(0);
    cli.run("analyze").exits(0);
    cli.run("approve", "--as", "anna").exits(0);
    long before = cli.sandbox().github().repository("acme/web").id();
    SandboxRepository fresh = another("acme/web");
    cli.run("scan").exits(0).complains("check --accept-identity acme/web");

    JsonNode accepted =
        cli.run("check", "--accept-identity", "acme/web", "--json").exits(0).json();

    assertThat(accepted.path("accepted")).singleElement().satisfies(one -> {
      assertThat(one.path("repository").asText()).isEqualTo("acme/web");
      assertThat(one.path("id").asLong()).isEqualTo(fresh.id());
      assertThat(one.path("before").asLong()).isEqualTo(before);
    });
    workshop.fails(fresh, Workshop.PASSING);
    assertThat(cli.run("scan", "--json").exits(0).json().path("new_failures"))
        .singleElement()
        .satisfies(f -> assertThat(f.path("repository").asText()).isEqualTo("acme/web"));
    cli.run("analyze").exits(0);
    assertThat(cli.run("approve").exits(0).out()).doesNotContain("acme/web");
    assertThat(cli.run("report", "--all", "--repo", "acme/web", "--json")
            .exits(0)
            .json()
            .toString())
        .contains("acme/web");
    assertThat(cli.run("report", "--audit").exits(0).out()).contains("repository.accepted");
    cli.run("report", "--verify").exits(0);
    assertThat(fresh.runs().get(0).attempt().number()).isEqualTo(2);
  }

  @Test
  void a_name_that_goes_to_and_fro_is_accepted_each_time() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api");
    for (int time = 0; time < 3; time++) {
      cli.tick();
      cli.changeState("UPDATE repository SET github_id = 4711 WHERE key = 'acme/api'");

      cli.run("check", "--accept-identity", "acme/api").exits(0).prints("instead of 4711");
    }

    cli.run("scan").exits(0);
    cli.run("report", "--verify").exits(0);
  }

  @Test
  void what_is_as_it_was_needs_no_acceptance() {
    cli.watching("acme/shop");
    workshop.repository("acme/shop");
    cli.run("scan").exits(0);

    cli.run("check", "--accept-identity", "acme/shop").exits(0).prints("nothing to accept");
    cli.run("check", "--accept-identity", "acme/other").exits(2).complains("not a configured");
    cli.run("check", "--offline", "--accept-identity", "acme/shop").exits(2);
    cli.watching("acme/store");
    cli.sandbox().github().rename("acme/store", "acme/shop");
    cli.run("check", "--accept-identity", "acme/store")
        .exits(1)
        .complains("it is called acme/shop now");
  }
}
