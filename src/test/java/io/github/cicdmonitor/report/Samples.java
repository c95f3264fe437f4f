package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.IncidentRows;
import io.github.cicdmonitor.store.ReportRows;
import io.github.cicdmonitor.store.StateFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A month of two teams, small enough to count by hand. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Instant SINCE = NOW.minus(Duration.ofDays(30));

  private Samples() {}

  static Metrics metrics(StateFixture state) {
    return Metrics.of(new ReportRows(state.database()).since(SINCE), SINCE, NOW);
  }

  static Overview overview(StateFixture state) {
    return overview(state, IncidentRows.Which.OPEN);
  }

  static Overview overview(StateFixture state, IncidentRows.Which which) {
    IncidentRows.Filter filter = new IncidentRows.Filter(which, Set.of(), Set.of(), SINCE);
    return Overview.of(Optional.of(state.database()), new Overview.Extent(filter, 500, 500), NOW);
  }

  /** Before anything was scanned. */
  static Overview nothing() {
    IncidentRows.Filter filter =
        new IncidentRows.Filter(IncidentRows.Which.OPEN, Set.of(), Set.of(), SINCE);
    return Overview.of(Optional.empty(), new Overview.Extent(filter, 500, 500), NOW);
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  /** Seven failures, one of them too old to count, of four incidents. */
  static StateFixture month(Path folder) {
    return StateFixture.in(folder, NOW)
        .repository("Acme/shop")
        .repository("acme/api_gateway")
        .incident(1, "acme/shop", "test (20)", "resolved", daysAgo(3))
        .incident(2, "acme/shop", "build", "pull_request_open", daysAgo(2))
        .incident(3, "acme/api_gateway", "lint", "notified", daysAgo(9))
        .incident(4, "acme/api_gateway", "deploy", "resolved", daysAgo(1))
        .incident(5, "acme/shop", "build", "resolved", daysAgo(40))
        .failure(1, "acme/shop", "test (20)", 1, daysAgo(4), 60)
        .failure(2, "acme/shop", "test (20)", 1, daysAgo(3), 120)
        .failure(3, "acme/shop", "build", 2, daysAgo(2), 180)
        .failure(4, "acme/api_gateway", "lint", 3, daysAgo(9), 240)
        .failure(5, "acme/api_gateway", "deploy", 4, daysAgo(1), 3000)
        .failure(6, "acme/shop", "package", 0, daysAgo(1), 30)
        .failure(7, "acme/shop", "build", 5, daysAgo(40), 60)
        .diagnosis(1, "test_failure", 0.4, "LLM", daysAgo(4).plusSeconds(90))
        .diagnosis(1, "infrastructure", 0.95, "RULES", daysAgo(3).plusSeconds(300))
        .diagnosis(2, "ci_configuration", 0.83, "LLM", daysAgo(2).plusSeconds(200))
        .diagnosis(3, "lint", 0.99, "RULES", daysAgo(9).plusSeconds(300))
        .diagnosis(4, "ci_configuration", 0.45, "LLM", daysAgo(1).plusSeconds(3040))
        .diagnosis(5, "dependency", 0.9, "LLM", daysAgo(40).plusSeconds(100))
        .pullRequest(11, "acme/shop", 2, "open", "green", daysAgo(2))
        .pullRequest(12, "acme/api_gateway", 4, "merged", "green", daysAgo(1))
        .pullRequest(9, "acme/shop", 5, "closed", "none", daysAgo(40))
        .rerun("acme/shop", 1001, 1, "recovered", daysAgo(4))
        .rerun("acme/shop", 1002, 1, "failed", daysAgo(3))
        .rerun("acme/shop", 1003, 2, "", daysAgo(2))
        .rerun("acme/api_gateway", 1004, 3, "failed", daysAgo(9))
        .approval(4, "approved", daysAgo(1))
        .approval(2, "waiting", NOW.minus(Duration.ofHours(2)))
        .effect("n:1", "notice", 1, "Acme/shop", "DONE", daysAgo(4).plusSeconds(95))
        .effect("n:2", "notice", 2, "Acme/shop", "UNKNOWN", daysAgo(2).plusSeconds(210))
        .effect("p:4", "pull_request", 4, "acme/api_gateway", "DONE", daysAgo(1).plusSeconds(3100))
        .modelCall(2, Optional.of(0.0125), daysAgo(2))
        .modelCall(4, Optional.of(0.0075), daysAgo(1))
        .modelCall(4, Optional.empty(), daysAgo(1))
        .tick("scan", NOW.minus(Duration.ofMinutes(5)), 0)
        .tick("analyze", NOW.minus(Duration.ofMinutes(4)), 0)
        .mute(3, NOW.plus(Duration.ofDays(7)))
        .audit("failure.seen", 2, "Acme/shop", Map.of("job", "build\n2026 approved by alice"))
        .audit("diagnosis.made", 2, "Acme/shop", Map.of("category", "ci_configuration"));
  }
}
