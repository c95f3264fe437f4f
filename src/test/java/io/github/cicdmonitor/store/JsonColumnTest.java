package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.ChangedFile;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Step;
import io.github.cicdmonitor.model.StepRole;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what is read, and a record that has changed does not read as an empty one. */
class JsonColumnTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<InjectionSignal> SIGNALS = List.of(
      new InjectionSignal(InjectionSignal.Kind.INSTRUCTION, "line 3", SafeText.ofRedacted("do")));

  static Stream<Record> stored() {
    return Stream.of(
        new Step(1, "Build", "failure", Optional.of(NOW)),
        new Excerpts.Kept(
            4,
            new Excerpt(
                List.of(new LogLine(1, SafeText.ofRedacted("error"))),
                List.of(1),
                Optional.of(SafeText.ofRedacted("Build")),
                List.of(new ExcerptStep(
                    1,
                    2,
                    Set.of(StepRole.BUILD),
                    ExcerptStep.Standing.DECISIVE,
                    Optional.of(new ExcerptStep.Stop(2, 60, 90)),
                    SafeText.ofRedacted("make"))),
                1,
                2,
                9,
                true,
                Set.of(1),
                SIGNALS)),
        new Diagnoses.Content(
            SafeText.ofRedacted("cause"),
            SafeText.ofRedacted("advice"),
            List.of(new Evidence(1, SafeText.ofRedacted("error"))),
            new Remediation(
                Remediation.Kind.EDIT,
                SafeText.ofRedacted("title"),
                SafeText.ofRedacted("why"),
                List.of(new Edit("a.yml", "x", "y", true)),
                List.of("make"),
                Optional.of("recipe")),
            Optional.of("rule"),
            Optional.of("note"),
            SIGNALS),
        new Proposal(
            new RepositoryName("acme", "shop"),
            7,
            "main",
            "fix",
            List.of(new FileChange(
                "run.sh", "100644", Optional.of("a"), Optional.of("b"), FileChange.EXECUTABLE)),
            "title",
            "body"),
        new GateDecision(
            GateDecision.Outcome.BLOCK,
            new RiskScore(3, List.of(new RiskFactor("permissions", 3))),
            List.of("floor"),
            List.of(new HardRuleHit("rule", "a.yml", 3, "reason"))),
        new CommandRuns.Kept(
            3, List.of(new ChangedFile("a", Optional.of("1"), Optional.of("2"))), "digest"),
        new SentNotices.Sent("C1", "1.2"),
        new EffectPayload.PostNotice("#c", "text", "[]", "line", Optional.of("thread")),
        new EffectPayload.ChangeNotice("#c", "key", "text", "[]"));
  }

  @ParameterizedTest
  @MethodSource("stored")
  void what_is_written_is_read(Record value) {
    Record read = JsonColumn.read(JsonColumn.write(value), value.getClass());

    assertThat(read).isEqualTo(value);
  }

  /** As if a component had been renamed since the row was written, wherever it stands. */
  @ParameterizedTest
  @MethodSource("stored")
  void a_renamed_component_is_a_bad_row(Record value) {
    int fields = objects(JsonColumn.read(JsonColumn.write(value))).stream()
        .mapToInt(JsonNode::size)
        .sum();
    for (int nth = 0; nth < fields; nth++) {
      JsonNode row = JsonColumn.read(JsonColumn.write(value));
      String name = rename(row, nth);
      assertThatThrownBy(() -> JsonColumn.read(row, value.getClass()))
          .as(name)
          .isInstanceOf(JsonColumn.BadRow.class);
    }
  }

  private static String rename(JsonNode row, int nth) {
    int left = nth;
    for (ObjectNode object : objects(row)) {
      if (left < object.size()) {
        String name = new ArrayList<>(object.properties()).get(left).getKey();
        object.set(name + "Renamed", object.remove(name));
        return name;
      }
      left -= object.size();
    }
    throw new IllegalArgumentException("so many there are not");
  }

  private static List<ObjectNode> objects(JsonNode node) {
    List<ObjectNode> objects = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    node.forEach(part -> objects.addAll(objects(part)));
    return objects;
  }

  @Test
  void a_renamed_component_under_a_digest_that_fits_is_no_diagnosis(@TempDir Path folder) {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      Diagnoses diagnoses = new Diagnoses(state.database());
      state.repository("acme/shop").incident(1, "acme/shop", "build", "diagnosed", NOW);
      Diagnosis diagnosis = new Diagnosis(
          Category.LINT,
          1,
          false,
          SafeText.ofRedacted("cause"),
          SafeText.ofRedacted("advice"),
          List.of(),
          Remediation.NONE,
          Optional.empty());
      Incidents.Incident incident = new Incidents(state.database()).find(1).orElseThrow();
      state.database().change(in -> diagnoses.add(in, incident, diagnosis));
      assertThat(diagnoses.newest(1)).contains(diagnosis);

      String renamed = Diagnoses.content(diagnosis).replace("rootCause", "root");
      String digest = Diagnoses.digest(diagnosis.category().word(), renamed);
      state
          .database()
          .change(in ->
              in.sql().update("UPDATE diagnosis SET content = ?, digest = ?", renamed, digest));

      assertThat(diagnoses.newest(1)).isEmpty();
    }
  }

  @Test
  void a_column_that_a_record_names_and_a_query_does_not_is_an_error(@TempDir Path folder) {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      state.repository("acme/shop");
      assertThat(state
              .database()
              .sql()
              .list("SELECT 2 AS attempt, 1 AS run_id", RecordReader.of(Successes.Run.class)))
          .containsExactly(new Successes.Run(1, 2));
      assertThatThrownBy(() -> state
              .database()
              .sql()
              .list("SELECT 1 AS run, 2 AS attempt", RecordReader.of(Successes.Run.class)))
          .hasStackTraceContaining("run_id");
    }
  }
}
