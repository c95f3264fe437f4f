package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code scan -q && analyze -q} from cron for a long time: what stops it, what it prints, who is told. */
@ExtendWith(CliExtension.class)
class LoopEndToEndTest {
  private static final String RUNS = "GET /repos/acme/*/actions/runs";

  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/one", "acme/gone", "acme/two");
    workshop = new Workshop(cli);
    workshop.repository("acme/one");
    workshop.repository("acme/two");
  }

  private CliHarness.Ended later(Duration wait, String... arguments) {
    cli.clock().advance(wait);
    return cli.run(arguments);
  }

  private static void isSilent(CliHarness.Ended ended) {
    ended.exits(0);
    assertThat(ended.out() + ended.err())
        .as(String.join(" ", ended.arguments()))
        .isEmpty();
  }

  @Test
  void a_repository_that_is_gone_stops_the_loop_only_where_that_is_asked_for() {
    cli.run("scan").exits(0).complains("acme/gone", "404");
    cli.run("scan", "--strict").exits(1).complains("acme/gone");
    cli.watching("acme/gone").run("scan").exits(3).complains("acme/gone");
  }

  @Test
  void what_failed_stands_in_report_and_check_until_it_works_again() {
    cli.run("scan").exits(0);

    assertThat(cli.run("report").exits(0).out()).contains("Not working", "acme/gone since", "404");
    assertThat(cli.run("report", "--format", "markdown").exits(0).out())
        .contains("## Not working", "acme/gone");
    JsonNode trouble =
        cli.run("report", "--format", "json").exits(0).json().path("troubles").get(0);
    assertThat(trouble.path("subject").asText()).isEqualTo("acme/gone");
    assertThat(trouble.path("why").asText()).contains("404");
    assertThat(cli.run("check", "--offline").exits(1).out()).contains("✗ scan of acme/gone");

    workshop.repository("acme/gone");
    cli.run("scan").exits(0);
    assertThat(cli.run("report").exits(0).out()).doesNotContain("Not working");
  }

  @Test
  void a_repository_that_is_not_watched_any_more_is_no_trouble() {
    cli.run("scan").exits(0);
    cli.watching("acme/one").run("scan").exits(0);

    assertThat(cli.run("report").exits(0).out()).doesNotContain("acme/gone");
  }

  @Test
  void people_are_told_once_of_what_fails_for_more_than_a_day() {
    cli.tick();
    later(Duration.ofHours(23), "scan").exits(0);
    cli.run("analyze").exits(0);
    assertThat(cli.critical()).isEmpty();

    later(Duration.ofHours(2), "scan").exits(0);
    cli.run("analyze").exits(0);
    later(Duration.ofHours(2), "scan").exits(0);
    cli.run("analyze").exits(0);

    assertThat(cli.critical())
        .singleElement()
        .asString()
        .contains("acme/gone", "404", "Not scanned");
  }

  @Test
  void a_refused_token_is_said_once_and_in_nobody_elses_name() {
    cli.sandbox().github().revoke(Sandbox.GITHUB_TOKEN);

    CliHarness.Ended ended = cli.run("scan", "--json").exits(3).complains("GITHUB_TOKEN", "401");

    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("any of the 3 repositories");
    for (JsonNode repository : ended.json().path("repositories")) {
      assertThat(repository.path("error").asText())
          .contains(repository.path("repository").asText())
          .contains("401");
    }
    assertThat(cli.sandbox().ledger().of("github")).hasSize(1);
  }

  @Test
  void the_same_cause_is_said_once_for_all_it_concerns() {
    cli.sandbox().github().faults().always("GET /repos/**", Fault.status(503, "{}"));

    CliHarness.Ended ended = cli.run("scan").exits(4).complains("503");

    assertThat(ended.err().lines()).hasSize(1);
  }

  @Test
  void a_limit_that_ends_the_scan_early_is_a_4_although_something_was_done() {
    cli.watching("acme/one", "acme/two");
    cli.sandbox()
        .github()
        .faults()
        .once("GET /repos/acme/two/actions/runs", Fault.secondaryLimit(Duration.ofMinutes(30)));

    cli.run("scan").exits(4).complains("acme/two", "limits our requests");
  }

  @Test
  void a_403_names_the_permission_that_lacks() {
    cli.watching("acme/one");
    cli.sandbox()
        .github()
        .faults()
        .once(
            RUNS,
            Fault.answer(403, Map.of(), "{\"message\":\"Resource not accessible by token\"}"));

    cli.run("scan").exits(3).complains("lacks Actions: read (403)", "Grant Actions: read");
  }

  @Test
  void where_nothing_happened_a_quiet_run_prints_nothing() {
    cli.watching("acme/one", "acme/two");
    isSilent(cli.run("scan", "-q"));
    isSilent(cli.run("analyze", "-q"));
    isSilent(cli.run("approve", "-q"));
    isSilent(cli.run("check", "-q"));
    isSilent(later(Duration.ofMinutes(5), "scan", "-q"));
    isSilent(cli.run("analyze", "-q"));
    assertThat(cli.run("scan").exits(0).out()).isNotEmpty();
  }

  @Test
  void what_happened_is_printed_in_a_quiet_run_too() {
    cli.watching("acme/one", "acme/two");
    cli.run("scan", "-q");
    workshop.fails(cli.sandbox().github().repository("acme/one"), Workshop.PASSING);

    CliHarness.Ended scan = cli.run("scan", "-q").exits(0).prints("acme/one", "1 new failed job\n");
    assertThat(scan.out()).doesNotContain("acme/two");
    cli.run("analyze", "-q").exits(0).prints("acme/one");
    isSilent(cli.run("analyze", "-q"));
  }

  @Test
  void without_slack_a_message_is_printed_in_a_quiet_run_too() {
    cli.watching("acme/one").without("SLACK_BOT_TOKEN");
    workshop.fails(
        cli.sandbox().github().repository("acme/one"), "src/app.js: error TS2322: not assignable");
    cli.run("scan", "-q").exits(0);

    cli.run("analyze", "-q").exits(0).prints("ci-cd-alerts", "TS2322");
  }

  @Test
  void a_quiet_run_says_once_what_it_cannot_scan() {
    cli.run("scan", "-q").exits(0).complains("acme/gone", "404");
    isSilent(later(Duration.ofMinutes(5), "scan", "-q"));
    isSilent(later(Duration.ofHours(5), "scan", "-q"));
    cli.sandbox().github().faults().always("GET /repos/acme/gone", Fault.status(403, "{}"));
    later(Duration.ofMinutes(5), "scan", "-q").exits(0).complains("acme/gone", "403");
  }

  @Test
  void a_quiet_run_says_of_what_passes_only_when_it_lasts() {
    cli.watching("acme/one", "acme/two");
    cli.run("scan").exits(0);
    cli.sandbox()
        .github()
        .faults()
        .always("GET /repos/acme/two/actions/runs", Fault.status(503, "{}"));
    isSilent(later(Duration.ofMinutes(5), "scan", "-q"));
    later(Duration.ofMinutes(61), "scan", "-q").exits(0).complains("acme/two", "503");
    isSilent(later(Duration.ofMinutes(5), "scan", "-q"));
  }

  @Test
  void a_quiet_check_prints_what_fails_and_nothing_else() {
    CliHarness.Ended ended = cli.run("check", "-q").exits(1);

    assertThat(ended.out().lines()).singleElement().asString().contains("✗ GitHub acme/gone");
  }

  @Test
  void what_waits_as_before_is_no_news() {
    cli.watching("acme/one")
        .configured(
            c -> CliHarness.in(c, "remediation").put("max_open_pull_requests_per_repository", 0));
    cli.sandbox().gateway().model(request -> java.util.Optional.of(Workshop.moreTime()));
    workshop.fails(cli.sandbox().github().repository("acme/one"), Workshop.GIZMO);
    cli.run("scan", "-q").exits(0);
    cli.run("analyze", "-q").exits(0);

    isSilent(cli.run("analyze", "-q"));
  }

  @Test
  void a_bare_number_of_seconds_is_a_span_to_wait() {
    cli.watching("acme/one");
    cli.run("scan", "--max-wait", "60").exits(0);
    cli.run("analyze", "--max-wait", "0").exits(0);
    cli.run("scan", "--since", "60").exits(2).complains("--since");
  }
}
