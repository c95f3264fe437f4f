package io.github.cicdmonitor.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Excerpts;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.StateFixture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers that are broken in their bytes or in their grammar: none ends the program, none has an
 * effect. {@code -Dmalformed=10000} makes as many of each kind.
 */
final class MalformedAnswersTest {
  private static final int COUNT = Integer.getInteger("malformed", 1_000);
  private static final int CONSULTED = Math.max(20, COUNT / 10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE = "make: *** no rule to make target \u201cgizmo\u201d";
  private static final Excerpt EXCERPT = Excerpts.of(
      List.of(new LogLine(5, SafeText.ofRedacted(LINE))),
      List.of(5),
      Optional.empty(),
      0,
      0,
      5,
      false);
  private final AnswerReader reader = new AnswerReader(SafeText::ofRedacted);

  private static ObjectNode answer() {
    ObjectNode node = JSON.createObjectNode();
    node.put("class", "DEVOPS").put("category", "ci_configuration").put("confidence", 0.9);
    node.put("transient", false).put("root_cause", "r\u00e9").put("explanation", "e \u2713");
    node.putArray("evidence").add(LINE);
    node.putArray("files_needed");
    ObjectNode remediation = node.putObject("remediation");
    remediation.put("kind", "edit").put("title", "t").put("rationale", "r");
    remediation
        .putArray("edits")
        .addObject()
        .put("path", "Makefile")
        .put("find", "all:")
        .put("replace", "all: gizmo");
    remediation.putArray("command");
    return node;
  }

  @Test
  void the_answer_is_right_until_it_is_broken() {
    assertThat(reader.read(answer().toString(), EXCERPT).fault()).isEmpty();
  }

  @Test
  void cut_at_any_byte_it_is_none() {
    for (String whole : List.of(answer().toString(), answer().toPrettyString())) {
      byte[] bytes = whole.getBytes(UTF_8);
      for (int cut = 0; cut < bytes.length; cut++) {
        String text = new String(Arrays.copyOf(bytes, cut), UTF_8);
        assertThat(reader.read(text, EXCERPT).answer()).as(text).isEmpty();
        assertThat(reader.read("```json\n" + text + "\n```", EXCERPT).answer()).isEmpty();
      }
    }
  }

  @Test
  void with_bytes_changed_it_is_none_or_as_strict_as_ever() {
    Random random = new Random(18);
    for (int i = 0; i < COUNT; i++) {
      String text = scrambled(answer().toString(), random);
      AnswerReader.Reading reading = reader.read(text, EXCERPT);
      assertThat(reading.answer().isPresent()).isEqualTo(reading.fault().isEmpty());
      reading.answer().ifPresent(answer -> {
        assertThat(answer.evidence()).isNotEmpty().allMatch(e -> e.line() == 5);
        assertThat(answer.confidence()).isBetween(0.0, 1.0);
      });
    }
  }

  /** A few bytes flipped, dropped, doubled or put in, anywhere. */
  private static String scrambled(String whole, Random random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte each : whole.getBytes(UTF_8)) {
      bytes.add(each);
    }
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = random.nextInt(bytes.size());
      switch (random.nextInt(4)) {
        case 0 -> bytes.set(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
        case 1 -> bytes.remove(at);
        case 2 -> bytes.add(at, bytes.get(at));
        default -> bytes.add(at, (byte) random.nextInt(256));
      }
    }
    byte[] out = new byte[bytes.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = bytes.get(i);
    }
    return new String(out, UTF_8);
  }

  @Test
  void with_its_grammar_broken_it_is_none() {
    Random random = new Random(81);
    for (int i = 0; i < COUNT; i++) {
      String text = misshapen(random);
      AnswerReader.Reading reading = reader.read(text, EXCERPT);
      assertThat(reading.answer()).as(text).isEmpty();
      assertThat(reading.fault()).isNotBlank().hasSizeLessThan(2_000);
    }
  }

  /** JSON of another shape: a field gone, of another type, renamed, doubled, or all wrapped up. */
  static String misshapen(Random random) {
    ObjectNode node = answer();
    List<ObjectNode> objects = List.of(
        node, (ObjectNode) node.path("remediation"), (ObjectNode) node.at("/remediation/edits/0"));
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(7)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(name, other(object.get(name), random));
      case 2 -> object.set(name + "_", object.remove(name));
      case 3 -> object.put("x" + random.nextInt(9), random.nextInt());
      case 4 -> {
        return node.toString()
            .replaceFirst("\\{", "{\"" + names(node).get(random.nextInt(9)) + "\":0,");
      }
      case 5 -> {
        return random.nextBoolean() ? "[" + node + "]" : node + " " + node;
      }
      default -> {
        return "{".repeat(1 + random.nextInt(60)) + node + "}";
      }
    }
    return node.toString();
  }

  private static List<String> names(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A value of another type. */
  private static JsonNode other(JsonNode value, Random random) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    List<JsonNode> others = new ArrayList<>(List.of(
        make.nullNode(),
        make.numberNode(random.nextInt(100) + 2),
        make.objectNode().put("a", 1)));
    if (!(value instanceof ArrayNode)) {
      others.add(make.arrayNode().add("x"));
    }
    if (!value.isTextual()) {
      others.add(make.textNode("x"));
    }
    return others.get(random.nextInt(others.size()));
  }

  @Test
  void none_has_an_effect(@TempDir Path folder) {
    try (StateFixture state = StateFixture.in(folder, Instant.parse("2026-11-26T12:00:00Z"))) {
      Random random = new Random(19);
      LanguageModel broken = new LanguageModel() {
        @Override
        public Reply ask(Question question, Purse purse) {
          assertThat(purse.reserve(question.models())).isTrue();
          Reply reply = new Reply(
              Outcome.ANSWERED,
              misshapen(random),
              Optional.of("m"),
              1,
              1,
              OptionalDouble.of(0),
              "",
              question.models().get(0));
          purse.settle(reply);
          return reply;
        }

        @Override
        public Map<String, Price> prices() {
          return Map.of("m", new Price(0, 0));
        }
      };
      Consultant consultant = new Consultant(
          broken,
          noFiles(),
          settings(),
          new Consultant.Wording(SafeText::ofRedacted, () -> "mark" + random.nextInt()),
          new Consultant.Keeping(state.database(), () -> "1", 3));
      for (int i = 0; i < CONSULTED; i++) {
        Diagnosis diagnosis = consultant.consult(new Consultant.Case(
            0,
            failure(),
            EXCERPT,
            new Signature("a".repeat(64), ""),
            byRules(),
            "",
            Set.of(),
            false));

        assertThat(diagnosis.analyzer()).isEqualTo(Diagnosis.Analyzer.RULES);
        assertThat(diagnosis.remediation()).isEqualTo(Remediation.NONE);
        assertThat(diagnosis.note().orElse("")).contains("not usable");
      }
    }
  }

  private static RepositoryFiles noFiles() {
    return new RepositoryFiles() {
      @Override
      public Optional<RepositoryFile> file(RepositoryName repository, String ref, String path) {
        return Optional.empty();
      }

      @Override
      public Optional<RepositoryTree> tree(RepositoryName repository, String commit) {
        return Optional.empty();
      }
    };
  }

  private static Config.AnalyzerSettings settings() {
    return new Config.AnalyzerSettings(
        "m",
        List.of(),
        0.7,
        6_000,
        5,
        Map.of(),
        Optional.empty(),
        new Config.GatewayOptions(Optional.empty(), Optional.empty(), true),
        false);
  }

  private static Failure failure() {
    return new Failure(
        new FailureKey(new RepositoryName("acme", "shop"), 1, 1, 7),
        1,
        "CI",
        "",
        "build",
        "main",
        "a".repeat(40),
        Conclusion.ofWord("failure").orElseThrow(),
        "push",
        false,
        "",
        "",
        List.of(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Diagnosis byRules() {
    return new Diagnosis(
        Category.CI_CONFIGURATION,
        0.3,
        false,
        SafeText.EMPTY,
        SafeText.EMPTY,
        List.of(),
        Remediation.NONE,
        Optional.empty());
  }
}
