package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that waited in vain for a runner of a label that GitHub no longer offers. */
@ExtendWith(CliExtension.class)
class RetiredLabelEndToEndTest {
  private static final String RETIRED =
      "The macOS-11 based runner images are now retired. For more details, see the announcement.";
  private static final String ENDING =
      "The macOS-11 based runner images are being deprecated, consider switching to macOS-26.";
  private static final String ANNOTATIONS = "GET /repos/acme/shop/check-runs/*/annotations";
  private static final String JOBS = "GET /repos/acme/shop/actions/runs/*/attempts/*/jobs";
  private static final Duration LONG = Duration.ofHours(20);

  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
  }

  private SandboxRepository shop() {
    cli.watching("acme/shop");
    return workshop.repository("acme/shop");
  }

  private SandboxRun cancelled(SandboxRepository repository, Duration wait, String... reasons) {
    SandboxRun run = workshop.run(repository, Duration.ofHours(21));
    run.job("linux").step("Run make all", "success").conclude("success");
    run.job("macos").waitsInVain(wait, reasons);
    return run.finishAt("cancelled", run.createdAt().plus(wait));
  }

  private int asked(String request) {
    return cli.sandbox().ledger().like(request).size();
  }

  @Test
  void a_job_whose_label_is_retired_is_a_failure_once_though_it_was_cancelled() {
    SandboxRun run = cancelled(shop(), LONG, ENDING, RETIRED);

    JsonNode found = cli.scan().path("new_failures");

    assertThat(found).hasSize(1);
    JsonNode failure = found.get(0);
    assertThat(failure.path("job").asText()).isEqualTo("macos");
    assertThat(failure.path("run_id").asLong()).isEqualTo(run.id());
    assertThat(failure.path("conclusion").asText()).isEqualTo("cancelled");
    workshop.run(cli.sandbox().github().repository("acme/shop"), Duration.ZERO);
    assertThat(cli.scan().path("new_failures")).isEmpty();
    assertThat(asked(JOBS)).isEqualTo(1);
    assertThat(asked(ANNOTATIONS)).isEqualTo(1);
  }

  @Test
  void it_is_diagnosed_from_its_annotation_and_told_as_the_pipelines_fault() {
    cancelled(shop(), LONG, ENDING, RETIRED);
    cli.scan();

    JsonNode incident = cli.run("analyze", "--json", "--offline")
        .exits(0)
        .json()
        .path("incidents")
        .get(0);

    assertThat(incident.path("class").asText()).isEqualTo("DEVOPS");
    assertThat(incident.path("category").asText()).isEqualTo("ci_configuration");
    assertThat(incident.path("confidence").asDouble()).isGreaterThanOrEqualTo(0.9);
    assertThat(incident.path("root_cause").asText()).contains("macOS-11");
    assertThat(incident.path("evidence").toString()).contains("are now retired");
    assertThat(incident.path("decision").asText()).isEqualTo("notify");
    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void what_was_cancelled_for_another_reason_is_none_and_is_asked_about_once() {
    SandboxRepository shop = shop();
    cancelled(shop, LONG, "The run was canceled by @dev-anna.");
    cancelled(shop, LONG, "Canceling since a higher priority waiting request for 'ci' exists");
    cancelled(shop, LONG, "The strategy configuration was canceled because \"linux\" failed");
    cancelled(shop, LONG, ENDING);
    cancelled(shop, LONG);

    assertThat(cli.scan().path("new_failures")).isEmpty();
    workshop.fails(shop, Workshop.PASSING);
    assertThat(cli.scan().path("new_failures")).hasSize(1);

    assertThat(asked(ANNOTATIONS)).isEqualTo(5);
    assertThat(asked(JOBS)).isEqualTo(6);
  }

  @Test
  void what_was_cancelled_soon_costs_no_request() {
    SandboxRepository shop = shop();
    cancelled(shop, Duration.ofMinutes(9), "The run was canceled by @dev-anna.");

    assertThat(cli.scan().path("new_failures")).isEmpty();

    assertThat(asked(JOBS)).isZero();
    assertThat(asked(ANNOTATIONS)).isZero();
  }

  @Test
  void a_job_that_began_or_waited_only_a_little_is_not_asked_about() {
    SandboxRun run = workshop.run(shop(), Duration.ofHours(21));
    run.job("began")
        .step("Run make all", "cancelled")
        .concludeAt("cancelled", run.createdAt().plus(LONG));
    run.job("assigned").concludeAt("cancelled", run.createdAt().plus(LONG));
    run.job("soon").waitsInVain(Duration.ofMinutes(9), RETIRED);
    run.finishAt("cancelled", run.createdAt().plus(LONG));

    assertThat(cli.scan().path("new_failures")).isEmpty();

    assertThat(asked(ANNOTATIONS)).isZero();
  }

  @Test
  void a_job_of_a_retired_label_counts_beside_one_that_failed() {
    SandboxRun run = workshop.run(shop(), Duration.ofHours(21));
    run.job("build").failsAt("Run make all");
    run.job("macos").waitsInVain(LONG, RETIRED);
    run.finishAt("failure", run.createdAt().plus(LONG));

    assertThat(cli.scan().path("new_failures"))
        .extracting(f -> f.path("job").asText() + " " + f.path("conclusion").asText())
        .containsExactlyInAnyOrder("build failure", "macos cancelled");
  }

  @Test
  void an_earlier_attempt_counts_too() {
    SandboxRun run = cancelled(shop(), LONG, RETIRED);
    run.rerun("dev-anna");
    run.attempt().job("macos").step("Run make all", "success").conclude("success");
    run.finishAt("success", cli.clock().instant());

    JsonNode found = cli.scan().path("new_failures");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("attempt").asInt()).isEqualTo(1);
  }

  @Test
  void the_rules_for_branches_and_forks_are_those_of_other_failures() {
    SandboxRepository shop = shop();
    for (String branch : List.of("topic", "cicd-monitor/fix-0123456789ab")) {
      shop.commit(branch, "Begin", Map.of("NOTES", branch));
      cancelled(shop, LONG, RETIRED).branch(branch);
    }
    cancelled(shop, LONG, RETIRED).branch("topic").fromFork("stranger/shop");
    cli.configured(
        config -> ((ObjectNode) config.path("repositories").get(0)).put("branch", "topic"));

    assertThat(cli.scan().path("new_failures")).hasSize(2);
    assertThat(asked(ANNOTATIONS)).isEqualTo(2);

    cli.run("analyze", "--offline").exits(0);
    assertThat(cli.alerts()).hasSize(2); // a fork's failure is an incident of its own
  }

  @Test
  void an_answer_that_failed_is_asked_for_again_and_one_that_may_not_be_read_is_not() {
    SandboxRepository shop = shop();
    cancelled(shop, LONG, RETIRED);
    cli.sandbox().github().faults().always(ANNOTATIONS, Fault.status(502, "{}"));
    cli.run("scan").exits(4);
    cli.sandbox().github().faults().clear();
    assertThat(cli.scan().path("new_failures")).hasSize(1);

    cancelled(shop, LONG, RETIRED);
    cli.sandbox().github().faults().always(ANNOTATIONS, Fault.status(403, "{}"));
    cli.sandbox().ledger().clear();
    assertThat(cli.scan().path("new_failures")).isEmpty();
    workshop.fails(shop, Workshop.PASSING);
    cli.scan();
    assertThat(asked(ANNOTATIONS)).isEqualTo(1);
  }

  @Test
  void a_label_retired_for_many_repositories_is_no_outage() {
    cli.watching("acme/one", "acme/two", "acme/three");
    for (String name : List.of("acme/one", "acme/two", "acme/three")) {
      cancelled(workshop.repository(name), LONG, RETIRED);
    }
    cli.scan();

    JsonNode incidents =
        cli.run("analyze", "--json", "--offline").exits(0).json().path("incidents");

    assertThat(incidents)
        .hasSize(3)
        .allSatisfy(i -> assertThat(i.path("decision").asText()).isEqualTo("notify"));
  }

  @Test
  void a_quiet_tick_afterwards_costs_no_points() {
    cancelled(shop(), LONG, RETIRED);
    cli.scan();
    int used = cli.sandbox().github().rateLimit().used(Sandbox.GITHUB_TOKEN);

    cli.scan();

    assertThat(cli.sandbox().github().rateLimit().used(Sandbox.GITHUB_TOKEN)).isEqualTo(used);
  }
}
