package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.IncidentRows.Filter;
import io.github.cicdmonitor.store.IncidentRows.IncidentRow;
import io.github.cicdmonitor.store.IncidentRows.Which;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentRowsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant SINCE = NOW.minus(Duration.ofDays(30));

  @TempDir
  Path folder;

  @Test
  void what_waits_or_is_under_way_is_open_and_what_ended_or_fell_silent_is_not() {
    try (StateFixture state = fixture()) {
      long id = 0;
      for (IncidentState each : IncidentState.values()) {
        id++;
        state.incident(id, "acme/shop", each.word(), each.word(), days(2));
        state.incident(id + 100, "acme/shop", each.word(), each.word(), days(15));
      }
      state.incident(300, "acme/shop", "marked", "notified", days(1));
      state.tamper("UPDATE incident SET over = 1 WHERE id = 300");

      IncidentRows rows = new IncidentRows(state.database());
      List<IncidentRow> open = rows.list(filter(Which.OPEN), 100);

      assertThat(open.stream().filter(row -> row.id() < 100).map(IncidentRow::job))
          .containsExactlyInAnyOrder(
              "new",
              "diagnosed",
              "notified",
              "rerun_requested",
              "pull_request_open",
              "awaiting_approval",
              "blocked",
              "outage",
              "stale",
              "fix_failed",
              "merged",
              "handed_over");
      assertThat(open.stream().filter(row -> row.id() > 100).map(IncidentRow::job))
          .containsExactlyInAnyOrder(
              "new",
              "diagnosed",
              "rerun_requested",
              "pull_request_open",
              "awaiting_approval",
              "stale",
              "merged",
              "handed_over");
      assertThat(open).allMatch(IncidentRow::open);
      assertThat(rows.open()).isEqualTo(open.size()).isEqualTo(rows.count(filter(Which.OPEN)));
      assertThat(rows.isOpen(1)).isTrue();
      assertThat(rows.isOpen(300)).isFalse();
      assertThat(rows.isOpen(999)).isFalse();
    }
  }

  @Test
  void open_ones_are_listed_whatever_their_age_and_others_within_the_span() {
    try (StateFixture state = fixture()) {
      state
          .incident(1, "acme/shop", "a", "pull_request_open", days(90))
          .incident(2, "acme/shop", "b", "resolved", days(90))
          .incident(3, "acme/shop", "c", "resolved", days(3));

      IncidentRows rows = new IncidentRows(state.database());

      assertThat(ids(rows.list(filter(Which.OPEN), 10))).containsExactly(1L);
      assertThat(ids(rows.list(filter(Which.ALL), 10))).containsExactly(3L, 1L);
      assertThat(ids(rows.list(filter(Which.ALL), 1))).containsExactly(3L);
      assertThat(rows.count(filter(Which.ALL))).isEqualTo(2);
    }
  }

  @Test
  void repositories_and_states_narrow_the_list_open_or_over() {
    try (StateFixture state = fixture()) {
      state
          .incident(1, "acme/shop", "a", "notified", days(1))
          .incident(2, "acme/api", "b", "notified", days(1))
          .incident(3, "acme/shop", "c", "resolved", days(1))
          .incident(4, "acme/shop", "d", "closed", days(1));
      Set<RepositoryName> shop = Set.of(new RepositoryName("ACME", "shop"));
      IncidentRows rows = new IncidentRows(state.database());

      assertThat(ids(rows.list(new Filter(Which.OPEN, shop, Set.of(), SINCE), 10)))
          .containsExactly(1L);
      Filter over =
          new Filter(Which.OPEN, shop, Set.of(IncidentState.RESOLVED, IncidentState.CLOSED), SINCE);
      assertThat(ids(rows.list(over, 10))).containsExactly(4L, 3L);
      assertThat(rows.count(over)).isEqualTo(2);
      assertThat(rows.knows(new RepositoryName("Acme", "Shop"))).isTrue();
      assertThat(rows.knows(new RepositoryName("acme", "other"))).isFalse();
    }
  }

  @Test
  void a_line_has_first_and_newest_failure_cause_pull_request_and_mute() {
    try (StateFixture state = fixture()) {
      state
          .incident(1, "acme/shop", "build", "pull_request_open", days(1))
          .failure(1, "acme/shop", "build", 1, days(3), 60)
          .failure(2, "acme/shop", "build", 1, days(1), 60)
          .diagnosis(1, "dependency", 0.9, "RULES", days(3))
          .diagnosis(1, "infrastructure", 0.9, "RULES", days(2))
          .pullRequest(11, "acme/shop", 1, "closed", "none", days(2))
          .pullRequest(12, "acme/shop", 1, "open", "none", days(1))
          .mute(1, NOW.plusSeconds(60));

      IncidentRow row =
          new IncidentRows(state.database()).list(filter(Which.OPEN), 10).get(0);

      assertThat(row.since()).isEqualTo(days(3));
      assertThat(row.url()).contains("https://github.com/acme/shop/actions/runs/1002/job/5002");
      assertThat(row.category()).contains("infrastructure");
      assertThat(row.cause()).contains("The registry did not answer.");
      assertThat(row.pullRequest().orElseThrow().number()).isEqualTo(12);
      assertThat(row.mutedUntil()).contains(NOW.plusSeconds(60));
    }
  }

  @Test
  void a_damaged_diagnosis_costs_its_cause_and_not_the_list() {
    try (StateFixture state = fixture()) {
      state
          .incident(1, "acme/shop", "build", "notified", days(1))
          .diagnosis(1, "dependency", 0.9, "RULES", days(1))
          .tamper("UPDATE diagnosis SET content = '{oops'");

      assertThat(new IncidentRows(state.database()).list(filter(Which.OPEN), 10))
          .singleElement()
          .matches(row -> row.cause().isEmpty());
    }
  }

  private StateFixture fixture() {
    return StateFixture.in(folder, NOW).repository("acme/shop").repository("acme/api");
  }

  private static Filter filter(Which which) {
    return new Filter(which, Set.of(), Set.of(), SINCE);
  }

  private static Instant days(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private static List<Long> ids(List<IncidentRow> rows) {
    return rows.stream().map(IncidentRow::id).toList();
  }
}
