package io.github.cicdmonitor.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example folder, scored without any network. */
class EvaluateTest {
  private static final String EXAMPLE = "src/test/resources/evaluate";

  @TempDir
  private Path folder;

  private record Ended(int code, String out, String err) {
    JsonNode model(int i) throws Exception {
      return new ObjectMapper().readTree(out).path("models").get(i);
    }
  }

  private static Ended run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Evaluate.run(
        arguments,
        Map.of(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Ended replayed(String... more) {
    List<String> arguments = new ArrayList<>(List.of(EXAMPLE, "--replay", EXAMPLE + "/recordings"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void each_is_scored_by_its_own_answers() throws Exception {
    Ended ended = replayed("--json", "rules", "made-up/good", "made-up/bad");

    assertThat(ended.code()).as(ended.err()).isZero();
    JsonNode good = ended.model(1);
    assertThat(good.at("/category/hits").asInt()).isEqualTo(3); // one by its alternative
    assertThat(good.at("/transient/of").asInt()).isEqualTo(2);
    assertThat(good.at("/evidence/hits").asInt()).isEqualTo(3);
    assertThat(good.at("/named/of").asInt()).isEqualTo(1);
    assertThat(good.at("/calibration/brier_category").asDouble()).isEqualTo(0.0467);
    assertThat(good.at("/fixes/same").asInt()).isEqualTo(1);
    assertThat(good.path("cost_usd").asDouble()).isEqualTo(0.008);
    assertThat(good.at("/milliseconds/median").asInt()).isEqualTo(800);
    assertThat(good.path("other_prompts")).hasSize(4);
    JsonNode bad = ended.model(2);
    assertThat(bad.at("/answered/hits").asInt()).isEqualTo(3);
    assertThat(bad.at("/class/hits").asInt()).isEqualTo(1);
    assertThat(bad.at("/class/of").asInt()).isEqualTo(3);
    assertThat(bad.at("/transient/of").asInt()).isEqualTo(2);
    assertThat(bad.at("/sure_and_wrong/hits").asInt()).isEqualTo(1);
    assertThat(bad.at("/fixes/place").asInt()).isEqualTo(1);
    assertThat(bad.path("cost_unknown").asInt()).isEqualTo(4);
    assertThat(bad.path("cases").toString()).contains("\"unanswered\":\"the model's answers were");
    JsonNode rules = ended.model(0);
    assertThat(rules.at("/against_rules/other_category/hits").asInt()).isZero();
    assertThat(rules.at("/answered/share").asDouble()).isEqualTo(1);
    assertThat(rules.at("/named/hits").asInt()).isEqualTo(1);
  }

  @Test
  void the_table_names_everyone_and_the_picture_is_well_formed() throws Exception {
    Path picture = folder.resolve("a.svg");

    Ended ended = replayed("--picture", picture.toString(), "rules", "made-up/good", "x<y&\u0001z");

    assertThat(ended.out())
        .contains("made-up/good", "category right", "Confidence, and how many of these were right");
    var document = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new File(picture.toString()));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(document.getDocumentElement().getTextContent())
        .contains("Models on 3 logs and 1 fix pairs", "x<y&?z");
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void a_part_is_scored_alone_and_what_is_not_recorded_is_no_answer() throws Exception {
    Ended ended = replayed("--json", "--part", "new", "made-up/absent");

    assertThat(ended.model(0).path("logs").asInt()).isEqualTo(1);
    assertThat(ended.model(0).at("/answered/hits").asInt()).isZero();
    assertThat(ended.model(0).path("cases").toString()).contains("not recorded");
  }

  @Test
  void what_cannot_be_done_is_said_in_one_line() {
    assertThat(run().err()).contains("a folder and at least one model are needed");
    assertThat(run(EXAMPLE, "made-up/good").err())
        .contains("OPENROUTER_API_KEY is not set. Set it, or use --replay DIR");
    assertThat(run(folder.toString(), "rules").err()).contains("neither labels.tsv");
    assertThat(run(EXAMPLE, "--json", "--what", "rules").code()).isEqualTo(2);
    assertThat(Files.exists(folder.resolve("recordings"))).isFalse();
  }
}
