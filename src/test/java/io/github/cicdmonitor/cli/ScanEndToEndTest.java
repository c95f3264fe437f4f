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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What scan sees, what it costs, and how it goes on after every kind of trouble. */
@ExtendWith(CliExtension.class)
class ScanEndToEndTest {
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

  @Test
  void a_new_name_and_an_archive_are_told_at_the_first_scan() {
    workshop.repository("acme/shop").archive();
    cli.sandbox().github().rename("acme/store", "acme/shop");
    cli.watching("acme/store");

    cli.run("scan")
        .exits(0)
        .complains(
            "acme/store is called acme/shop now. Correct repositories in the configuration",
            "acme/store is archived. It is scanned, but nothing will be written to it");
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
  }

  @Test
  void an_archive_after_the_first_scan_is_told_once_a_day_or_two_later() {
    SandboxRepository shop = shop();
    cli.run("scan").exits(0);
    shop.archive();
    cli.sandbox().ledger().clear();
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
    assertThat(cli.sandbox().ledger().of("github")).hasSize(1);
    cli.clock().advance(Duration.ofDays(2));

    cli.run("scan")
        .exits(0)
        .complains("acme/shop is archived. It is scanned, but nothing will be written to it");
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
    cli.clock().advance(Duration.ofDays(1));
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
  }

  @Test
  void a_new_name_is_told_once_also_where_it_was_given_after_the_first_scan() {
    cli.watching("acme/store");
    SandboxRepository store = workshop.repository("acme/store");
    cli.run("scan").exits(0);
    cli.sandbox().github().rename("acme/store", "acme/shop");
    workshop.fails(store, Workshop.PASSING);

    cli.run("scan")
        .exits(0)
        .prints("1 new failed job")
        .complains("acme/store is called acme/shop now. Correct repositories in the configuration");
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
  }

  @Test
  void a_conclusion_that_is_not_known_is_counted_and_makes_no_failure() {
    SandboxRepository shop = shop();
    shop.passedRun("CI", "build").finish("degraded");
    shop.passedRun("CI", "build").finish("degraded");
    shop.passedRun("CI", "build");

    assertThat(cli.run("scan")
            .exits(0)
            .complains("2 runs of acme/shop ended with the conclusion \"degraded\","
                + " which this version does not know. It counts as no failure")
            .out())
        .doesNotContain("✗");
    assertThat(cli.run("scan", "-q").exits(0).err()).isEmpty();
  }

  @Test
  void a_failure_is_told_with_all_that_names_it() {
    SandboxRun run = workshop.fails(shop(), Workshop.PASSING);

    JsonNode document = cli.scan();

    assertThat(document.path("new_failures")).hasSize(1);
    JsonNode failure = document.path("new_failures").get(0);
    assertThat(failure.path("repository").asText()).isEqualTo("acme/shop");
    assertThat(failure.path("workflow").asText()).isEqualTo("CI");
    assertThat(failure.path("job").asText()).isEqualTo("build");
    assertThat(failure.path("branch").asText()).isEqualTo("main");
    assertThat(failure.path("run_id").asLong()).isEqualTo(run.id());
    assertThat(failure.path("attempt").asInt()).isEqualTo(1);
    assertThat(failure.path("head_sha").asText()).isEqualTo(run.sha());
    assertThat(failure.path("conclusion").asText()).isEqualTo("failure");
    assertThat(failure.path("url").asText()).contains("/acme/shop/actions/runs/" + run.id());
    assertThat(failure.path("failed_at").asText()).endsWith("Z");
    assertThat(failure.path("id").isIntegralNumber()).isTrue();
    JsonNode repository = document.path("repositories").get(0);
    assertThat(repository.path("runs_seen").asInt()).isEqualTo(2);
    assertThat(repository.path("new_failures").asInt()).isEqualTo(1);
    assertThat(repository.path("error").isNull()).isTrue();
    assertThat(document.path("rate_limit").path("remaining").asInt()).isPositive();
    assertThat(document.path("recovered").isArray()).isTrue();
    assertThat(document.path("decisions").isArray()).isTrue();
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void failures_on_every_page_are_found_and_none_twice() {
    SandboxRepository shop = shop();
    for (int i = 0; i < 230; i++) {
      SandboxRun run = workshop.run(shop, Duration.ofMinutes(300 - i));
      run.job("build").failsAt("Run make all");
      run.finish(i % 23 == 0 ? "failure" : "success");
      if (i % 23 != 0) {
        run.job("build").conclude("success");
      }
    }

    assertThat(cli.scan().path("new_failures")).hasSize(10);

    assertThat(cli.scan().path("new_failures")).isEmpty();
    assertThat(cli.sandbox().ledger().like("GET /repos/acme/shop/actions/runs"))
        .hasSizeBetween(3, 6);
  }

  @Test
  void a_re_run_of_an_old_run_is_seen_as_its_second_attempt() {
    SandboxRun run = workshop.fails(shop(), Duration.ofHours(3), Workshop.PASSING);
    assertThat(cli.scan().path("new_failures")).hasSize(1);
    cli.clock().advance(Duration.ofHours(30));

    run.rerun("dev-anna");
    run.attempt().job("build").failsAt("Run make all").log("again\n");
    run.finishAt("failure", cli.clock().instant());
    JsonNode found = cli.scan().path("new_failures");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("attempt").asInt()).isEqualTo(2);
    assertThat(found.get(0).path("run_id").asLong()).isEqualTo(run.id());
    assertThat(cli.scan().path("new_failures")).isEmpty();
  }

  @Test
  void a_failed_attempt_is_seen_though_the_run_has_passed_since() {
    SandboxRun run = workshop.fails(shop(), Workshop.PASSING);
    run.rerun("dev-anna");
    run.attempt().job("build").step("Run make all", "success").conclude("success");
    run.finishAt("success", cli.clock().instant());

    JsonNode found = cli.scan().path("new_failures");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("attempt").asInt()).isEqualTo(1);
  }

  @Test
  void a_long_run_is_followed_until_it_fails() {
    SandboxRun run = workshop.run(shop(), Duration.ofHours(2));
    run.job("build").start();
    assertThat(cli.scan().path("new_failures")).isEmpty();
    cli.clock().advance(Duration.ofHours(5));
    run.job("build").failsAt("Run make all");
    run.finishAt("failure", cli.clock().instant());

    assertThat(cli.scan("--lookback", "1h").path("new_failures")).hasSize(1);
  }

  @Test
  void a_quiet_tick_costs_no_points_and_one_request_for_each_repository() {
    cli.watching("acme/one", "acme/two");
    workshop.repository("acme/one");
    workshop.repository("acme/two");
    cli.scan();
    int used = cli.sandbox().github().rateLimit().used(Sandbox.GITHUB_TOKEN);
    cli.sandbox().ledger().clear();
    cli.clock().advance(Duration.ofMinutes(5));

    JsonNode document = cli.scan();

    assertThat(document.path("repositories"))
        .allSatisfy(r -> assertThat(r.path("not_modified").asBoolean()).isTrue());
    assertThat(cli.sandbox().ledger().of("github"))
        .hasSize(2)
        .allSatisfy(entry -> assertThat(entry.status()).isEqualTo(304));
    assertThat(cli.sandbox().github().rateLimit().used(Sandbox.GITHUB_TOKEN)).isEqualTo(used);
  }

  @Test
  void a_repository_that_is_gone_does_not_stop_the_others() {
    cli.watching("acme/gone", "acme/shop");
    workshop.fails(workshop.repository("acme/shop"), Workshop.PASSING);

    CliHarness.Ended ended = cli.run("scan", "--json").exits(0).complains("acme/gone");

    assertThat(ended.json().path("new_failures")).hasSize(1);
    assertThat(ended.json().path("repositories").get(0).path("error").asText())
        .contains("acme/gone");
    assertThat(ended.json().path("repositories").get(1).path("error").isNull()).isTrue();
  }

  @Test
  void when_nothing_could_be_done_the_code_is_that_of_the_cause() {
    cli.watching("acme/gone");
    cli.run("scan").exits(3).complains("acme/gone");

    cli.watching("acme/shop");
    workshop.repository("acme/shop");
    cli.sandbox().github().faults().always("GET /repos/**", Fault.status(503, "{}"));
    cli.run("scan").exits(4);
    cli.sandbox().github().faults().clear();

    cli.sandbox()
        .github()
        .faults()
        .always("GET /repos/**", Fault.status(200, "<html>login</html>"));
    cli.run("scan").exits(4);
    cli.sandbox().github().faults().clear();

    cli.sandbox().github().revoke(Sandbox.GITHUB_TOKEN);
    cli.run("scan").exits(3).complains("GITHUB_TOKEN");
    cli.with("GITHUB_API_URL", "http://127.0.0.1:1").run("scan").exits(4);
  }

  @Test
  void without_a_token_the_needed_permissions_are_named() {
    shop();
    cli.without("GITHUB_TOKEN");

    cli.run("scan").exits(3).complains("GITHUB_TOKEN", "Actions", "Contents", "Pull requests");

    assertThat(cli.sandbox().ledger().entries()).isEmpty();
    assertThat(cli.stateFile()).doesNotExist();
  }

  @Test
  void a_used_up_rate_limit_ends_the_scan_and_the_next_goes_on_there() {
    cli.watching("acme/one", "acme/two");
    workshop.fails(workshop.repository("acme/one"), Workshop.PASSING);
    workshop.fails(workshop.repository("acme/two"), Workshop.PASSING);
    cli.sandbox().github().rateLimit().remaining(Sandbox.GITHUB_TOKEN, 0);

    CliHarness.Ended limited = cli.run("scan", "--max-wait", "30s").exits(4);

    assertThat(limited.err()).contains("limit");
    assertThat(cli.slept()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    cli.clock().advance(Duration.ofHours(1));
    cli.sandbox().github().rateLimit().remaining(Sandbox.GITHUB_TOKEN, 5000);
    assertThat(cli.scan().path("new_failures")).hasSize(2);
  }

  @Test
  void the_last_tenth_of_an_hours_requests_is_left_to_the_analysis_and_the_next_scan_goes_on() {
    cli.watching("acme/one", "acme/two", "acme/three");
    for (String name : List.of("acme/one", "acme/two", "acme/three")) {
      workshop.fails(workshop.repository(name), Workshop.PASSING);
    }
    cli.sandbox().github().rateLimit().remaining(Sandbox.GITHUB_TOKEN, 502);

    CliHarness.Ended first = cli.run("scan", "--json").exits(0);

    assertThat(first.json().path("new_failures")).hasSize(1);
    assertThat(first.json().path("postponed").toString())
        .isEqualTo("[\"acme/two\",\"acme/three\"]");
    assertThat(first.err())
        .contains("2 repositories left to the next scan", "GitHub allows 49", "'analyze'");

    JsonNode second = cli.scan();
    assertThat(second.path("new_failures").findValuesAsText("repository"))
        .as("whoever was left out comes first")
        .containsExactly("acme/two");

    cli.sandbox().github().rateLimit().remaining(Sandbox.GITHUB_TOKEN, 5000);
    JsonNode third = cli.scan();
    assertThat(third.path("new_failures").findValuesAsText("repository"))
        .containsExactly("acme/three");
    assertThat(third.path("repositories").findValuesAsText("repository"))
        .as("in the order of the configuration")
        .containsExactly("acme/one", "acme/two", "acme/three");
    assertThat(third.path("postponed")).isEmpty();
  }

  @Test
  void a_short_retry_after_is_waited_for() {
    workshop.fails(shop(), Workshop.PASSING);
    cli.sandbox()
        .github()
        .faults()
        .once("GET /repos/acme/shop/actions/runs", Fault.secondaryLimit(Duration.ofSeconds(20)));

    assertThat(cli.scan().path("new_failures")).hasSize(1);

    assertThat(cli.slept()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(60));
  }

  @Test
  void a_server_error_in_the_middle_loses_no_failure() {
    SandboxRepository shop = shop();
    for (int i = 0; i < 5; i++) {
      workshop.fails(shop, Duration.ofMinutes(30 + i), Workshop.PASSING);
    }
    cli.sandbox()
        .github()
        .faults()
        .next(9, "GET /repos/acme/shop/actions/runs/*/attempts/*/jobs", Fault.status(502, "{}"));
    cli.run("scan").exits(4);
    cli.sandbox().github().faults().clear();

    cli.scan();
    JsonNode report = cli.run("report", "--format", "json").exits(0).json();

    assertThat(report.path("failures").path("total").asInt()).isEqualTo(5);
  }

  @Test
  void a_run_that_never_started_is_itself_the_failure() {
    SandboxRun run = workshop.run(shop(), Duration.ofMinutes(10));
    run.finish("startup_failure");

    JsonNode found = cli.scan().path("new_failures");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("conclusion").asText()).isEqualTo("startup_failure");
    assertThat(found.get(0).path("job").asText()).isEmpty();
    cli.sandbox()
        .gateway()
        .model(request -> Optional.of(ModelAnswer.devops(
                "ci_configuration",
                "##[error]The run ended with startup_failure before any job began")
            .toString()));
    cli.run("analyze").exits(0);
    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void what_was_cancelled_or_skipped_is_no_failure() {
    SandboxRepository shop = shop();
    for (String conclusion :
        List.of("cancelled", "skipped", "neutral", "action_required", "stale", "success")) {
      workshop.run(shop, Duration.ofMinutes(10)).finish(conclusion);
    }

    assertThat(cli.scan().path("new_failures")).isEmpty();
  }

  @Test
  void only_the_configured_branches_count_and_our_own_never_do() {
    SandboxRepository shop = shop();
    for (String branch : List.of("release/1", "topic", "cicd-monitor/fix-0123456789ab")) {
      shop.commit(branch, "Begin", Map.of("NOTES", branch));
      SandboxRun run = workshop.run(shop, Duration.ofMinutes(10)).branch(branch);
      run.job("build").failsAt("Run make all");
      run.finish("failure");
    }
    cli.configured(config -> ((ObjectNode) config.path("repositories").get(0)).put("branch", "*"));

    assertThat(cli.scan().path("new_failures"))
        .extracting(f -> f.path("branch").asText())
        .containsExactlyInAnyOrder("release/1", "topic");
  }

  @Test
  void one_repository_can_be_named_and_an_unknown_one_is_refused() {
    cli.watching("acme/one", "acme/two");
    workshop.repository("acme/one");
    workshop.repository("acme/two");

    assertThat(cli.scan("--repo", "ACME/Two").path("repositories"))
        .singleElement()
        .satisfies(r -> assertThat(r.path("repository").asText()).isEqualTo("acme/two"));
    cli.sandbox().ledger().clear();
    cli.run("scan", "--repo", "acme/three").exits(2).complains("acme/three");
    assertThat(cli.sandbox().ledger().entries()).isEmpty();
  }
}
