package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.model.TrackRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of a pull request, read from the rows that the other stages write. */
class FixRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

  @TempDir
  private Path folder;

  private StateFixture state() {
    return StateFixture.in(folder, NOW).repository("acme/shop");
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private static StateFixture fix(
      StateFixture state, int id, String pull, String checks, String incident) {
    return state
        .incident(id, "acme/shop", "build", incident, daysAgo(30 - id))
        .diagnosis(id, "dependency", 0.9, "LLM", daysAgo(30 - id).minusSeconds(1))
        .pullRequest(id, "acme/shop", id, pull, checks, daysAgo(30 - id));
  }

  @Test
  void each_end_of_a_pull_request_is_told_apart() {
    try (StateFixture state = state()) {
      fix(state, 1, "merged", "green", "resolved");
      fix(state, 2, "merged", "green", "fix_failed");
      fix(state, 3, "merged", "green", "resolved");
      state.audit("x", 3, "acme/shop", java.util.Map.of());
      state.tamper("INSERT INTO outcome (incident, kind, detail, at, handled_at)"
          + " VALUES (3, 'edited_before_merge', 'abc', 1, 1)");
      fix(state, 4, "handed_over", "green", "handed_over");
      fix(state, 5, "handed_over", "red", "handed_over");
      fix(state, 6, "closed", "none", "closed");
      fix(state, 7, "open", "red", "fix_failed");
      fix(state, 8, "open", "pending", "pull_request_open");
      fix(state, 9, "withdrawn", "none", "resolved");

      assertThat(new FixRecords(state.database()).all())
          .extracting(FixRecords.FixRecord::fate)
          .containsExactly(
              FixFate.WITHDRAWN,
              FixFate.UNDER_WAY,
              FixFate.RED,
              FixFate.CLOSED,
              FixFate.RED,
              FixFate.EDITED,
              FixFate.EDITED,
              FixFate.CAME_BACK,
              FixFate.MERGED);
    }
  }

  @Test
  void a_merged_fix_whose_failure_is_back_within_two_weeks_did_not_hold() {
    try (StateFixture state = state()) {
      fix(state, 1, "merged", "green", "resolved");
      fix(state, 2, "merged", "green", "resolved");
      state
          .incident(11, "acme/shop", "build", "new", daysAgo(29).plus(Duration.ofDays(13)))
          .incident(12, "acme/shop", "build", "new", daysAgo(28).plus(Duration.ofDays(15)));
      state.tamper("UPDATE incident SET signature = (SELECT signature FROM incident WHERE id = 1),"
          + " over = 1 WHERE id IN (1, 11)");
      state.tamper("UPDATE incident SET signature = (SELECT signature FROM incident WHERE id = 2),"
          + " over = 1 WHERE id IN (2, 12)");

      assertThat(new FixRecords(state.database()).all())
          .extracting(FixRecords.FixRecord::fate)
          .containsExactly(FixFate.MERGED, FixFate.CAME_BACK);
    }
  }

  @Test
  void what_was_predicted_is_that_of_the_diagnosis_the_fix_was_made_from() {
    try (StateFixture state = state()) {
      fix(state, 1, "merged", "green", "resolved");
      state.diagnosis(1, "lint", 0.2, "RULES", NOW);

      FixRecords.FixRecord record = new FixRecords(state.database()).all().get(0);

      assertThat(record.confidence()).isEqualTo(OptionalDouble.of(0.9));
      assertThat(record.model()).contains("openai/gpt-4o");
      assertThat(record.rule()).contains("npm-timeout");
    }
  }

  @Test
  void the_last_ten_that_are_settled_make_the_record_of_a_model() {
    try (StateFixture state = state()) {
      fix(state, 1, "closed", "none", "closed");
      fix(state, 2, "open", "red", "fix_failed");
      for (int id = 3; id < 11; id++) {
        fix(state, id, "merged", "green", "resolved");
      }
      fix(state, 11, "open", "pending", "pull_request_open");
      FixRecords records = new FixRecords(state.database());
      TrackRecord record = records.ofModel("openai/gpt-4o");
      assertThat(record.isPoor()).isTrue();
      assertThat(record.words())
          .isEqualTo("2 of the last 10 fixes of the model openai/gpt-4o were closed, failed their"
              + " checks or did not hold");
      assertThat(records.ofModel("another").fates()).isEmpty();
      assertThat(records.ofRecipe("another").fates()).isEmpty();

      fix(state, 12, "merged", "green", "resolved");

      assertThat(records.ofModel("openai/gpt-4o").isPoor()).isFalse();
    }
  }
}
