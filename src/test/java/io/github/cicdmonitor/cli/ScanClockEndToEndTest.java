package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a first scan starts, whatever the clock of the machine that makes it says. */
@ExtendWith(CliExtension.class)
class ScanClockEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void twoRepositories(CliHarness fresh) {
    cli = fresh.watching("acme/one", "acme/two");
    workshop = new Workshop(cli);
    workshop.fails(workshop.repository("acme/one"), Workshop.PASSING);
    workshop.fails(workshop.repository("acme/two"), Workshop.PASSING);
  }

  /** This machine's clock is set; GitHub's goes on as before. */
  private void setOurClock(Duration by) {
    cli.clock().advance(by);
    cli.sandbox().github().clockAhead(by.negated());
  }

  @Test
  void a_first_scan_by_a_clock_that_is_ahead_finds_what_has_failed_and_names_the_clock() {
    setOurClock(Duration.ofDays(2));

    CliHarness.Ended first = cli.run("scan", "--json").exits(0);

    assertThat(first.json().path("new_failures")).hasSize(2);
    assertThat(first
            .complains("2880 minutes ahead of GitHub's", "set this machine's clock")
            .err())
        .hasLineCount(1);
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
  }

  @Test
  void a_first_scan_by_a_clock_that_is_behind_looks_no_further_back_than_it_should() {
    cli.clock().advance(Duration.ofDays(2));
    workshop.fails(cli.sandbox().github().repository("acme/two"), Workshop.PASSING);
    setOurClock(Duration.ofDays(-2));

    CliHarness.Ended first = cli.run("scan", "--json").exits(0);

    assertThat(first.json().path("new_failures")).hasSize(1);
    first.complains("2880 minutes behind GitHub's", "set this machine's clock");
  }

  @Test
  void a_start_that_lies_in_the_future_is_brought_back_and_told_once() {
    cli.run("scan").exits(0);
    long tomorrow = cli.clock().instant().plus(Duration.ofDays(1)).toEpochMilli();
    cli.changeState("UPDATE repository SET window_start = " + tomorrow);
    cli.clock().advance(Duration.ofMinutes(20));
    workshop.fails(cli.sandbox().github().repository("acme/two"), Workshop.PASSING);

    CliHarness.Ended scan = cli.run("scan", "--json").exits(0);

    assertThat(scan.json().path("new_failures")).hasSize(1);
    assertThat(scan.complains("2 repositories", "clock was ahead of GitHub's").err())
        .hasLineCount(1);
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
  }

  @Test
  void it_is_brought_back_by_github_s_time_where_our_clock_is_still_ahead() {
    cli.watching("acme/one");
    cli.run("scan").exits(0);
    long tomorrow = cli.clock().instant().plus(Duration.ofDays(1)).toEpochMilli();
    cli.changeState("UPDATE repository SET window_start = " + tomorrow);
    workshop.fails(cli.sandbox().github().repository("acme/one"), Workshop.PASSING);
    setOurClock(Duration.ofDays(2));

    CliHarness.Ended scan = cli.run("scan", "--json").exits(0);

    assertThat(scan.json().path("new_failures")).hasSize(1);
    scan.complains("the first scan of acme/one", "2880 minutes ahead of GitHub's");
  }
}
