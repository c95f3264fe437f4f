package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A known failure is not told of for a while; everything that somebody has to know still is. */
@ExtendWith(CliExtension.class)
class MuteEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
  }

  /** Incident 1 is told, muted for a week and resolved; incident 2 is the same failure again. */
  private SandboxRepository failsAgainWhileMuted() {
    cli.without("OPENROUTER_API_KEY").watching("acme/app");
    SandboxRepository app = workshop.repository("acme/app");
    workshop.fails(app, Workshop.GIZMO);
    cli.tick();
    assertThat(cli.alerts()).hasSize(1);
    cli.run("approve", "--mute", "#1", "--for", "7d", "--reason", "mirror moves", "--as", "anna")
        .exits(0)
        .prints("1 muted until", "Approval requests, pull requests");

    pass(app);
    workshop.fails(app, Duration.ofMinutes(1), Workshop.GIZMO);
    cli.clock().advance(Duration.ofMinutes(2));
    assertThat(cli.tick().path("incidents")).anyMatch(i -> i.path("id").asLong() == 2);
    return app;
  }

  private void pass(SandboxRepository app) {
    cli.clock().advance(Duration.ofMinutes(5));
    workshop.run(app, Duration.ofMinutes(1)).finish("success");
    cli.tick();
    assertThat(cli.incident(1).path("state").asText()).isEqualTo("resolved");
    cli.clock().advance(Duration.ofMinutes(5));
  }

  @Test
  void the_next_incident_of_a_muted_failure_is_listed_as_muted_and_not_told() {
    failsAgainWhileMuted();

    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.incident(2).path("state").asText()).isEqualTo("notified");
    assertThat(cli.incident(2).path("muted_until").isNull()).isFalse();
    cli.run("report").exits(0).prints("Open incidents (1)", "#2", "muted until ");
    cli.run("report", "2").exits(0).prints("not reported: muted until ");
    cli.run("report", "1").exits(0).prints("muted until", "by as:anna: mirror moves");
    cli.run("report", "--verify").exits(0);
  }

  @Test
  void what_still_fails_when_the_mute_is_over_is_told_once() {
    failsAgainWhileMuted();

    cli.clock().advance(Duration.ofDays(6));
    cli.tick();
    assertThat(cli.alerts()).hasSize(1);
    cli.clock().advance(Duration.ofDays(2));
    cli.tick();
    cli.tick();

    assertThat(cli.alerts()).hasSize(2);
    assertThat(cli.incident(2).path("muted_until").isNull()).isTrue();
  }

  @Test
  void what_has_passed_when_the_mute_is_over_is_not_told() {
    SandboxRepository app = failsAgainWhileMuted();
    cli.clock().advance(Duration.ofMinutes(5));
    workshop.run(app, Duration.ofMinutes(1)).finish("success");

    cli.clock().advance(Duration.ofDays(8));
    cli.tick();

    assertThat(cli.incident(2).path("state").asText()).isEqualTo("resolved");
    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void unmuting_tells_at_the_next_tick() {
    failsAgainWhileMuted();
    assertThat(cli.alerts()).hasSize(1);

    cli.run("approve", "2", "--unmute").exits(0).prints("2 unmuted");
    cli.run("approve", "2", "--unmute").exits(0).prints("2 is not muted");
    cli.tick();

    assertThat(cli.alerts()).hasSize(2);
  }

  @Test
  void a_pull_request_for_a_muted_failure_is_told_as_ever() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/web");
    cli.tick();
    assertThat(cli.approvals()).hasSize(1);

    cli.run("approve", "1", "--mute", "--json").exits(0);
    cli.run("approve", "1").exits(0);

    assertThat(cli.alerts()).singleElement().asString().contains("Pull request #");
  }

  @Test
  void mistakes_are_refused_before_anything_is_asked() {
    cli.run("approve", "--mute").exits(2).complains("need an ID");
    cli.run("approve", "1", "--mute", "--reject").exits(2).complains("exclude each other");
    cli.run("approve", "1", "--for", "7d").exits(2).complains("--for goes with --mute");
    cli.run("approve", "1", "--mute", "--for", "soon").exits(2).complains("--for: it takes a span");
    cli.run("approve", "1", "--mute", "--for", "5s").exits(2).complains("at least one minute");
    cli.run("approve", "1", "--mute")
        .exits(1)
        .complains("could not mute 1: there is no such incident");
  }
}
