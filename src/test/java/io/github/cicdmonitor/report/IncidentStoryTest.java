package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.cicdmonitor.cli.JsonOutput;
import io.github.cicdmonitor.store.StateFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IncidentStoryTest {
  @TempDir
  Path folder;

  @Test
  void a_story_tells_cause_decision_failures_and_timeline() throws IOException {
    try (StateFixture state = Samples.month(folder)) {
      IncidentStory story = IncidentStory.of(state.database(), 2).orElseThrow();

      assertThat(story.text()).isEqualTo(resource("story.txt"));
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

      assertThat(story.text()).contains("Not diagnosed yet");
      assertThat(schema().validate(JsonOutput.document(story.json()), InputFormat.JSON))
          .isEmpty();
      assertThat(story.json().path("class").isNull()).isTrue();
      assertThat(story.json().path("pull_request").isNull()).isTrue();
    }
  }

  @Test
  void an_unknown_incident_has_no_story() {
    try (StateFixture state = Samples.month(folder)) {
      assertThat(IncidentStory.of(state.database(), 99)).isEmpty();
    }
  }

  @Test
  void no_name_begins_a_line_of_its_own_or_steers_the_terminal() {
    String hostile = "build\nTimeline\u001b[2J\u202e forged";
    try (StateFixture state = StateFixture.in(folder, Samples.NOW)
        .repository("acme/shop")
        .incident(1, "acme/shop", hostile, "new", Samples.NOW)
        .failure(1, "acme/shop", hostile, 1, Samples.NOW, 1)
        .audit("failure.seen", 1, "acme/shop", Map.of("job", hostile))) {
      String text = IncidentStory.of(state.database(), 1).orElseThrow().text();

      assertThat(text.lines().filter("Timeline"::equals)).hasSize(1);
      assertThat(text).doesNotContain("\u001b", "\u202e");
      assertThat(text.lines().filter(line -> line.contains("forged"))).hasSize(2);
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
