package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.AuditLog.Anchor;
import io.github.cicdmonitor.store.StateFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trail against heads that were noted elsewhere: what its own chain cannot tell. */
final class AuditCheckTest {
  private static final Instant NOW = Instant.parse("2026-01-06T12:00:00Z");

  @TempDir
  Path folder;

  @Test
  void a_head_that_was_noted_is_held_as_long_as_the_trail_only_grows() {
    try (StateFixture state = state("a", "first")) {
      String head = new AuditLog(state.database()).anchor().hash();
      state.audit("diagnosis.made", 1, "acme/shop", Map.of());

      assertThat(check(state).verify(head, List.of()).firstBroken()).isEmpty();
      assertThat(check(state).verify("", List.of()).firstBroken()).isEmpty();
    }
  }

  @Test
  void a_trail_written_anew_as_a_whole_is_whole_and_does_not_hold_the_head() {
    String head;
    try (StateFixture real = state("real", "first")) {
      head = new AuditLog(real.database()).anchor().hash();
    }
    try (StateFixture forged = state("forged", "other")) {
      AuditCheck check = check(forged);

      assertThat(check.verify("", List.of()).firstBroken()).isEmpty();
      assertThat(check.verify(head, List.of()).firstBroken()).isPresent();
      assertThat(check.verify(head, List.of()).toString()).contains(head);
    }
  }

  @Test
  void the_anchor_file_takes_each_head_once_and_finds_a_trail_written_anew() throws IOException {
    Path anchors = folder.resolve("anchors");
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (StateFixture real = state("real", "first")) {
      check(real).note(anchors, AuditCheck.noted(anchors), clock);
      check(real).note(anchors, AuditCheck.noted(anchors), clock);
      real.audit("diagnosis.made", 1, "acme/shop", Map.of());
      check(real).note(anchors, AuditCheck.noted(anchors), clock);

      assertThat(AuditCheck.noted(anchors)).extracting(Anchor::seq).containsExactly(2L, 3L);
      assertThat(check(real).verify("", AuditCheck.noted(anchors)).firstBroken())
          .isEmpty();
    }
    try (StateFixture forged = state("forged", "other")) {
      assertThat(check(forged).verify("", AuditCheck.noted(anchors)).firstBroken())
          .contains(2L);
    }
    assertThat(Files.readString(anchors)).contains(" 2026-01-06T12:00:00Z\n");
  }

  @Test
  void a_file_of_something_else_is_refused_and_stays() throws IOException {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "buy milk\n");

    assertThatThrownBy(() -> AuditCheck.noted(file))
        .isInstanceOf(MonitorException.class)
        .hasMessageContaining("could not use the anchor file");
    assertThat(file).hasContent("buy milk");
  }

  @Test
  void nothing_was_noted_of_a_state_that_is_not_there_yet() {
    assertThat(new AuditCheck(Optional.empty()).verify("", List.of()).firstBroken())
        .isEmpty();
    assertThat(
            new AuditCheck(Optional.empty()).verify("a".repeat(64), List.of()).firstBroken())
        .isPresent();
  }

  private static AuditCheck check(StateFixture state) {
    return new AuditCheck(Optional.of(new AuditLog(state.database())));
  }

  private StateFixture state(String name, String job) {
    Path place = folder.resolve(name);
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return StateFixture.in(place, NOW)
        .repository("acme/shop")
        .incident(1, "acme/shop", "build", "new", NOW)
        .audit("failure.seen", 1, "acme/shop", Map.of("job", job))
        .audit("incident.opened", 1, "acme/shop", Map.of());
  }
}
