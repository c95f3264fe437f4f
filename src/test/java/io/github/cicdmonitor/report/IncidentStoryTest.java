package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.cicdmonitor.cli.JsonOutput;
import io.github.cicdmonitor.report.IncidentStory.Depth;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.StateFixture;
import io.github.cicdmonitor.store.StoryRows.FailureRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentStoryTest {
  @TempDir
  Path folder;

  @Test
  void a_story_tells_cause_decision_failures_and_timeline() throws IOException {
    try (StateFixture state = Samples.month(folder)) {
      IncidentStory story = IncidentStory.of(state.database(), 2).orElseThrow();

      assertThat(story.text(Depth.STORY)).isEqualTo(resource("story.txt"));
      assertThat(story.markdown(Depth.RAW)).isEqualTo(resource("story.md"));
      String json = JsonOutput.document(story.json());
      ObjectMapper mapper = new ObjectMapper();
      assertThat(mapper.readTree(json)).isEqualTo(mapper.readTree(resource("story.json")));
      assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
    }
  }

  @Test
  void what_is_not_known_yet_is_null_and_said_in_words() throws IOException {
    try (StateFixture state = StateFixture.in(folder, Samples.NOW)
        .repository("acme/shop")
        .incident(1, "acme/shop", "build", "new", Samples.NOW)) {
      IncidentStory story = IncidentStory.of(state.database(), 1).orElseThrow();

      assertThat(story.text(Depth.STORY)).contains("Not diagnosed yet");
      assertThat(schema().validate(JsonOutput.document(story.json()), InputFormat.JSON))
          .isEmpty();
      assertThat(story.json().path("class").isNull()).isTrue();
      assertThat(story.json().path("pull_request").isNull()).isTrue();
    }
  }

  @Test
  void the_story_reads_as_a_person_would_tell_it() {
    Instant at = Instant.parse("2026-11-22T08:00:00Z");
    List<FailureRow> failures = List.of(new FailureRow(
        1,
        "CI",
        "build",
        "main",
        17,
        1,
        "4f2a9c1e77",
        "failure",
        "octocat",
        "https://x.test/1",
        at,
        at.plusSeconds(200)));
    List<AuditLog.Entry> trail = List.of(
        entry(at.plusSeconds(210), "incident.opened", "cicd-monitor", "{}"),
        entry(
            at.plusSeconds(240),
            "diagnosis.made",
            "cicd-monitor",
            "{\"analyzer\":\"LLM\",\"category\":\"ci_configuration\",\"confidence\":0.9}"),
        entry(at.plusSeconds(300), "gate.approval", "cicd-monitor", "{\"risk\":6}"),
        entry(at.plusSeconds(310), "effect.planned", "cicd-monitor", "{\"key\":\"x\"}"),
        entry(
            at.plusSeconds(360),
            "effect.done",
            "cicd-monitor",
            "{\"key\":\"notice:approval:s:d\",\"result\":\"{}\"}"),
        entry(at.plusSeconds(90_000), "approval.rejected", "os:alice", "{\"reason\":\"too old\"}"),
        entry(
            at.plusSeconds(90_060),
            "incident.muted",
            "os:alice",
            "{\"until\":\"2026-12-01T00:00:00Z\"}"));

    assertThat(Narrative.of(failures, trail, Map.of("notice:approval:s:d", "#ci-cd-approvals")))
        .extracting(event -> HumanText.timeOfDay(event.at()) + " " + event.text())
        .containsExactly(
            "08:00 build failed: run 17, attempt 1, commit 4f2a9c1; seen at 08:03",
            "08:04 diagnosed by the model: ci configuration, 90 % sure",
            "08:05 the safety gate rated the fix: risk 6 of 10",
            "08:06 approval requested in #ci-cd-approvals",
            "09:00 rejected by os:alice: too old",
            "09:01 muted until 2026-12-01 00:00 UTC by os:alice");
  }

  @Test
  void many_failures_are_told_by_the_first_and_the_last_ones() {
    Instant at = Instant.parse("2026-11-22T08:00:00Z");
    List<FailureRow> failures = LongStream.rangeClosed(1, 40)
        .mapToObj(i -> new FailureRow(
            i,
            "CI",
            "build",
            "main",
            i,
            1,
            "4f2a9c1",
            "failure",
            "",
            "https://x.test/" + i,
            at.plusSeconds(60 * i),
            at.plusSeconds(60 * i)))
        .toList();

    List<Narrative.Event> events = Narrative.of(failures, List.of(), Map.of());

    assertThat(events).hasSize(11);
    assertThat(events.get(5).text()).isEqualTo("failed 30 times more");
    assertThat(events.get(10).text()).startsWith("build failed: run 40,");
  }

  private static AuditLog.Entry entry(Instant at, String event, String actor, String detail) {
    return new AuditLog.Entry(
        1, at.toString(), event, Optional.of(1L), Optional.of("acme/shop"), actor, detail, "", "");
  }

  @Test
  void an_unknown_incident_has_no_story() {
    try (StateFixture state = Samples.month(folder)) {
      assertThat(IncidentStory.of(state.database(), 99)).isEmpty();
    }
  }

  @Test
  void no_name_begins_a_line_of_its_own_or_steers_the_terminal() {
    String hostile = "build\nAudit trail\u001b[2J\u202e forged";
    try (StateFixture state = StateFixture.in(folder, Samples.NOW)
        .repository("acme/shop")
        .incident(1, "acme/shop", hostile, "new", Samples.NOW)
        .failure(1, "acme/shop", hostile, 1, Samples.NOW, 1)
        .audit("failure.seen", 1, "acme/shop", Map.of("job", hostile))) {
      String text = IncidentStory.of(state.database(), 1).orElseThrow().text(Depth.RAW);

      assertThat(text.lines().filter("Audit trail"::equals)).hasSize(1);
      assertThat(text).doesNotContain("\u001b", "\u202e");
      assertThat(text.lines().filter(line -> line.contains("forged"))).hasSize(3);
    }
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(resource("incident.schema.json"), InputFormat.JSON);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = IncidentStoryTest.class.getResourceAsStream("/report/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
