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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void the_newest_word_says_whether_a_merged_fix_is_taken_back() {
    try (StateFixture state = state()) {
      fix(state, 1, "merged", "green", "resolved");
      fix(state, 2, "merged", "green", "fix_failed");
      outcome(state, 1, "reverted", "b1");
      outcome(state, 2, "reverted", "b2");
      FixRecords records = new FixRecords(state.database());
      assertThat(records.all())
          .extracting(FixRecords.FixRecord::fate)
          .containsExactly(FixFate.REVERTED, FixFate.REVERTED);
      assertThat(records.ofModel("openai/gpt-4o").isPoor()).isTrue();

      outcome(state, 1, "revert_undone", "b3");

      assertThat(records.all())
          .extracting(FixRecords.FixRecord::fate)
          .containsExactly(FixFate.REVERTED, FixFate.MERGED);
      outcome(state, 1, "reverted", "b4");
      assertThat(records.all().get(1).fate()).isEqualTo(FixFate.REVERTED);
    }
  }

  private static void outcome(StateFixture state, int incident, String kind, String detail) {
    state.tamper(
        "INSERT INTO outcome (incident, kind, detail, at, handled_at) VALUES (%d, '%s', '%s', 1, 1)"
            .formatted(incident, kind, detail));
  }

  /** Another failure after the merge of fix 1, whose merge commit is that of failure 50. */
  private static FixFate after(StateFixture state, String head, String change) {
    fix(state, 1, "merged", "green", "resolved");
    outcome(state, 1, "pull_request_merged", "%040x".formatted(50));
    state
        .incident(2, "acme/shop", "lint", "notified", daysAgo(28))
        .failure(50, "acme/shop", "lint", 2, daysAgo(28), 5)
        .tamper("UPDATE failure SET head_sha = '" + head + "' WHERE id = 50");
    state.tamper(change);
    return new FixRecords(state.database()).all().get(0).fate();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "at the merge commit for the first time | 50 | SELECT 1 | RED_AFTER_MERGE",
        "at another commit | 51 | SELECT 1 | MERGED",
        "not even in another repository"
            + " | 50 | UPDATE failure SET repository = 'acme/web' WHERE id = 50 | MERGED",
        "the same failure"
            + " | 50 | UPDATE incident SET signature = (SELECT signature FROM incident WHERE id = 1),"
            + " over = 1 | CAME_BACK",
      })
  void another_failure_that_began_at_the_merge_commit_speaks_against_the_fix(
      String what, String head, String change, FixFate fate) {
    try (StateFixture state = state().repository("acme/web")) {
      String sha = "%040x".formatted(Integer.parseInt(head));
      if (change.startsWith("SELECT")) {
        assertThat(after(state, sha, "UPDATE failure SET attempts = 0"))
            .as(what)
            .isEqualTo(fate);
      } else {
        assertThat(after(state, sha, change)).as(what).isEqualTo(fate);
      }
    }
  }

  @Test
  void a_failure_that_is_transient_or_was_there_before_does_not() {
    try (StateFixture state = state()) {
      after(state, "%040x".formatted(50), "UPDATE failure SET attempts = 0");
      FixRecords records = new FixRecords(state.database());
      assertThat(records.all().get(0).fate()).isEqualTo(FixFate.RED_AFTER_MERGE);
      state
          .incident(3, "acme/shop", "lint", "resolved", daysAgo(40))
          .failure(49, "acme/shop", "lint", 3, daysAgo(40), 5)
          .tamper("UPDATE incident SET signature = (SELECT signature FROM incident WHERE id = 2),"
              + " over = 1 WHERE id IN (2, 3)");
      assertThat(records.all().get(0).fate()).isEqualTo(FixFate.MERGED);

      state.tamper("UPDATE failure SET incident = 1 WHERE id = 49");
      assertThat(records.all().get(0).fate()).isEqualTo(FixFate.RED_AFTER_MERGE);
      state.diagnosis(2, "infrastructure", 0.9, "RULES", daysAgo(28)); // a transient one
      assertThat(records.all().get(0).fate()).isEqualTo(FixFate.MERGED);
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
