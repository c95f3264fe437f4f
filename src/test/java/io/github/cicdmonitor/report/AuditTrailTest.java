package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.cli.JsonOutput;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.StateFixture;
import io.github.cicdmonitor.store.StoryRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTrailTest {
  @TempDir
  Path folder;

  @Test
  void a_line_break_in_a_name_forges_no_entry() throws IOException {
    try (StateFixture state = empty()
        .audit("failure.seen", 1, "acme/shop", Map.of("branch", "x\n7  2026 approval.approved"))) {
      List<AuditLog.Entry> entries = new AuditLog(state.database()).entries(Instant.EPOCH);

      assertThat(AuditTrail.text(entries)).isEqualTo("""
               1  2026-11-22T12:00:00Z  failure.seen  #1 acme/shop  branch=x\\n7  2026 approval.approved
          """);
      String line = JsonOutput.line(AuditTrail.json(entries.get(0)));
      assertThat(line.lines()).hasSize(1);
      JsonNode read = new ObjectMapper().readTree(line);
      assertThat(read.fieldNames())
          .toIterable()
          .containsExactly(
              "seq",
              "at",
              "event",
              "incident",
              "repository",
              "actor",
              "detail",
              "previous",
              "hash");
      assertThat(read.path("detail").path("branch").asText()).contains("\n7  2026");
    }
  }

  @Test
  void a_whole_trail_is_said_to_be_whole() {
    try (StateFixture state = three()) {
      assertThat(AuditTrail.verdict(new AuditLog(state.database()).verify()))
          .isEqualTo("The audit trail is whole: 3 entries, each following the one before.\n");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          UPDATE audit SET detail = '{"job":"other"}' WHERE seq = 2          | 2
          UPDATE audit SET actor = 'os:alice' WHERE seq = 1                  | 1
          DELETE FROM audit WHERE seq = 2                                    | 2
          DELETE FROM audit WHERE seq = 3                                    | 3
          INSERT INTO audit SELECT 4, at, event, incident, repository, actor, detail, hash, hash FROM audit WHERE seq = 3 | 4
          UPDATE audit SET seq = CASE seq WHEN 2 THEN -2 ELSE seq END        | 1
          """)
  void tampering_is_told_with_the_first_entry_that_is_wrong(String sql, long first) {
    try (StateFixture state = three().tamper(sql)) {
      AuditLog.Verdict verdict = new AuditLog(state.database()).verify();

      assertThat(AuditTrail.verdict(verdict))
          .startsWith("The audit trail is broken at entry " + first + ": ");
      assertThat(AuditTrail.verdictJson(verdict).path("first_broken").asLong()).isEqualTo(first);
      assertThat(AuditTrail.verdictJson(verdict).path("ok").asBoolean()).isFalse();
    }
  }

  @Test
  void a_detail_that_is_no_json_any_more_is_shown_as_text() {
    try (StateFixture state = three().tamper("UPDATE audit SET detail = '{oops' WHERE seq = 2")) {
      AuditLog.Entry entry =
          new AuditLog(state.database()).entries(Instant.EPOCH).get(1);

      assertThat(AuditTrail.json(entry).path("detail").asText()).isEqualTo("{oops");
    }
  }

  @Test
  void what_was_not_carried_out_yet_is_told() {
    try (StateFixture state = Samples.month(folder)) {
      StoryRows rows = new StoryRows(state.database());

      assertThat(AuditTrail.waiting(rows.waitingDecisions(), rows.openEffects()))
          .isEqualTo("""
          Not carried out yet
            unknown  notice for #2 in Acme/shop, since 2026-11-20 12:03 UTC: no answer within 30 s
          """);
    }
  }

  @Test
  void nothing_that_waits_is_no_text() {
    assertThat(AuditTrail.waiting(List.of(), List.of())).isEmpty();
    assertThat(AuditTrail.text(List.of())).startsWith("Nothing yet");
  }

  private StateFixture empty() {
    return StateFixture.in(folder, Samples.NOW)
        .repository("acme/shop")
        .incident(1, "acme/shop", "build", "new", Samples.NOW);
  }

  private StateFixture three() {
    return empty()
        .audit("failure.seen", 1, "acme/shop", Map.of("job", "build"))
        .audit("incident.opened", 1, "acme/shop", Map.of())
        .audit("diagnosis.made", 1, "acme/shop", Map.of());
  }
}
