package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config.schema.json} says what the loader takes, and the manual says the same. */
class ConfigSchemaTest {
  private static final Path SCHEMA =
      Path.of("src/main/resources/io/github/cicdmonitor/config/config.schema.json");
  private static final Path EXAMPLE = Path.of("config.json.example");

  @TempDir
  Path folder;

  private JsonNode schema;
  private Schema validator;
  private ObjectNode example;

  @BeforeEach
  void read() throws IOException {
    schema = Sample.JSON.readTree(SCHEMA.toFile());
    validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    // The schema cannot know which files there are.
    Files.createFile(folder.resolve("text with spaces"));
    example = (ObjectNode) Sample.JSON.readTree(EXAMPLE.toFile());
  }

  @Test
  void the_example_fits_and_may_name_the_schema() {
    assertThat(byBoth(example)).contains(true);
    assertThat(byBoth(example.deepCopy().put("$schema", "./config.schema.json")))
        .contains(true);
  }

  /** Each key with values at and beyond its ends and of other types: both take it, or neither. */
  @Test
  void schema_and_loader_draw_the_same_lines() {
    List<String> apart = new ArrayList<>();
    int tried = 0;
    for (Map.Entry<String, JsonNode> key : keys().entrySet()) {
      for (JsonNode value : values(key.getValue())) {
        ObjectNode changed = example.deepCopy();
        set(changed, key.getKey(), value);
        tried++;
        if (byBoth(changed).isEmpty()) {
          apart.add(key.getKey() + " = " + value);
        }
      }
    }
    assertThat(apart).isEmpty();
    assertThat(tried).isGreaterThan(250);
  }

  @Test
  void schema_and_loader_require_the_same_keys_and_know_no_others() {
    for (String pointer : keys().keySet()) {
      ObjectNode without = example.deepCopy();
      int slash = pointer.lastIndexOf('/');
      ObjectNode parent = (ObjectNode) without.at(pointer.substring(0, slash));
      parent.remove(pointer.substring(slash + 1));
      assertThat(byBoth(without)).as("without " + pointer).isPresent();

      parent.put("unheard_of", 1);
      assertThat(byBoth(without)).as("a key beside " + pointer).contains(false);
    }
  }

  @Test
  void what_is_not_written_is_as_the_schemas_defaults() {
    ObjectNode minimal = Sample.minimal();
    ObjectNode explicit = minimal.deepCopy();
    keys().forEach((pointer, described) -> {
      if (described.has("default")) {
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = slash == 0
            ? explicit
            : pointer.startsWith("/repositories/0/")
                ? (ObjectNode) explicit.at("/repositories/0")
                : explicit.withObject(pointer.substring(0, slash));
        parent.set(pointer.substring(slash + 1), described.get("default"));
      }
    });
    assertThat(explicit).isNotEqualTo(minimal);

    assertThat(Sample.load(folder, explicit.toString(), Map.of()).config())
        .isEqualTo(Sample.load(folder, minimal.toString(), Map.of()).config());
  }

  @Test
  void the_manual_gives_each_key_with_its_range_and_default() throws IOException {
    String page = Files.readString(Path.of("man/cicd-monitor-config.5"));
    List<String> missing = new ArrayList<>();
    keys().forEach((pointer, described) -> {
      String key = pointer.substring(pointer.lastIndexOf('/') + 1);
      if (key.equals("$schema") || pointer.startsWith("/slack_channels/")) {
        return;
      }
      Matcher entry = Pattern.compile(
              "(?ms)^\\.(?:It Ic|Ss) (?:\\w+ , )*" + key + "\\b.*?(?=^\\.It |^\\.S[sh] |\\z)")
          .matcher(page);
      if (!entry.find()) {
        missing.add(pointer);
        return;
      }
      String text = entry.group();
      for (String end : List.of("minimum", "maximum", "exclusiveMinimum")) {
        if (described.has(end) && !text.matches("(?s).*\\b" + described.get(end) + "\\b.*")) {
          missing.add(pointer + ": " + end + " " + described.get(end));
        }
      }
      JsonNode fallback = described.path("default");
      if (fallback.isNumber() || fallback.isBoolean()) {
        if (!text.contains("Default: " + fallback)) {
          missing.add(pointer + ": default " + fallback);
        }
      } else if (fallback.isTextual() && !text.contains(".Ql " + fallback.asText())) {
        missing.add(pointer + ": default " + fallback);
      }
    });
    assertThat(missing).isEmpty();
  }

  @Test
  void the_readme_gives_each_key_with_its_default_and_no_other() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Matcher row = Pattern.compile(
            "(?m)^\\| (`[a-z_.]+`(?:, `[a-z_.]+`)*) \\|[^|]*\\| *([^|]*?) *\\|$")
        .matcher(configurationOfTheReadme());
    while (row.find()) {
      for (String key : row.group(1).replace("`", "").split(", ", -1)) {
        rows.put(
            "/" + key.replace('.', '/').replace("repositories/", "repositories/0/"), row.group(2));
      }
    }
    Map<String, String> expected = new TreeMap<>();
    keys().forEach((pointer, described) -> {
      boolean leaf = !described.has("properties") && !described.path("items").has("properties");
      if (leaf && !pointer.equals("/$schema")) {
        expected.put(pointer, shown(described.path("default")));
      }
    });

    assertThat(rows.keySet()).isEqualTo(expected.keySet());
    expected.forEach((pointer, fallback) -> {
      if (fallback.isEmpty()) {
        assertThat(rows.get(pointer)).as(pointer).startsWith("required");
      } else {
        assertThat(rows.get(pointer)).as(pointer).isEqualTo(fallback);
      }
    });
  }

  private static String configurationOfTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("\n## Configuration\n");
    return readme.substring(start, readme.indexOf("\n## ", start + 1));
  }

  /** A default as the README shows it; empty if there is none. */
  private static String shown(JsonNode fallback) {
    if (fallback.isMissingNode()) {
      return "";
    }
    JsonNode only = fallback.size() == 1 ? fallback.get(0) : fallback;
    boolean none = only.isNull() || only.isContainerNode();
    return none ? "none" : "`" + only.asText() + "`";
  }

  /** What both say of it; empty if they differ. */
  private Optional<Boolean> byBoth(ObjectNode config) {
    boolean schemas = validator.validate(config.toString(), InputFormat.JSON).isEmpty();
    boolean loaders = Sample.mistakes(folder, config.toString(), Map.of()).isEmpty();
    return schemas == loaders ? Optional.of(schemas) : Optional.empty();
  }

  /** Each key by its JSON pointer in the example, with what the schema says of it. */
  private Map<String, JsonNode> keys() {
    Map<String, JsonNode> keys = new TreeMap<>();
    collect(schema, "", keys);
    assertThat(keys).hasSizeGreaterThan(35);
    return keys;
  }

  private static void collect(JsonNode object, String at, Map<String, JsonNode> keys) {
    object.path("properties").properties().forEach(property -> {
      String pointer = at + "/" + property.getKey();
      keys.put(pointer, property.getValue());
      collect(property.getValue(), pointer, keys);
      collect(property.getValue().path("items"), pointer + "/0", keys);
    });
  }

  private static void set(ObjectNode config, String pointer, JsonNode value) {
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) config.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1), value);
  }

  private static List<JsonNode> values(JsonNode described) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    List<JsonNode> values = new ArrayList<>(List.of(
        NullNode.instance,
        BooleanNode.TRUE,
        TextNode.valueOf("text with spaces"),
        TextNode.valueOf(""),
        IntNode.valueOf(7),
        DoubleNode.valueOf(0.5),
        make.arrayNode(),
        make.objectNode(),
        make.arrayNode().add(1),
        make.arrayNode().add("a/b").add("a/b")));
    for (String end : List.of("minimum", "maximum", "exclusiveMinimum")) {
      if (described.has(end)) {
        int number = described.get(end).asInt();
        values.addAll(List.of(
            IntNode.valueOf(number - 1), IntNode.valueOf(number), IntNode.valueOf(number + 1)));
      }
    }
    if (described.has("maxItems")) {
      ArrayNode many = make.arrayNode();
      for (int i = 0; i <= described.get("maxItems").asInt(); i++) {
        many.add("U" + (1000 + i));
      }
      values.add(many);
    }
    return values;
  }
}
