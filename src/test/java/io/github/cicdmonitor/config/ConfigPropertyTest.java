package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.error.Nearest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ConfigPropertyTest {
  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("config");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("config.json"));
    Files.delete(folder);
  }

  @Property(tries = 200)
  void whatever_the_file_holds_it_is_taken_or_refused_with_lines_that_can_be_printed(
      @ForAll @StringLength(max = 200) @Chars({'{', '}', '[', ']', '"', ':', ',', 'a', '1', '\n'})
          String text,
      @ForAll String anything) {
    String odd = Sample.minimal()
        .put(anything + "?", anything)
        .put("risk_threshold", anything)
        .toString();
    for (String each : List.of(text, anything, odd)) {
      assertThat(Sample.mistakes(folder, each, Map.of()))
          .isNotEmpty()
          .allMatch(line -> line.startsWith("cicd-monitor: "))
          .noneMatch(line -> line.codePoints().anyMatch(ConfigPropertyTest::forgesOrHides))
          .allMatch(line -> line.length() < 600);
    }
  }

  private static boolean forgesOrHides(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x202e || c == 0x200b;
  }

  @Property(tries = 200)
  void of_several_wrong_keys_each_has_its_line(
      // small letters: "eyJ" looks like a token, and such a key is shown as "***"
      @ForAll @Size(min = 1, max = 10)
          List<@CharRange(from = 'a', to = 'z') @StringLength(min = 3, max = 8) String> keys) {
    ObjectNode root = Sample.minimal();
    keys.forEach(key -> root.put("zz" + key, 1));

    List<String> lines = Sample.mistakes(folder, root.toPrettyString(), Map.of());

    assertThat(lines).hasSize((int) keys.stream().distinct().count());
    for (String key : keys) {
      assertThat(lines)
          .anyMatch(line -> line.contains("$.zz" + key + ": ") && line.contains("unknown key"));
    }
  }

  @Property(tries = 300)
  void an_integer_is_taken_exactly_within_its_range(@ForAll @IntRange(min = -50, max = 60) int n) {
    List<String> lines =
        Sample.mistakes(folder, Sample.with("risk_threshold", Integer.toString(n)), Map.of());

    assertThat(lines.isEmpty()).isEqualTo(0 <= n && n <= 10);
  }

  @Property(tries = 200)
  void any_key_that_goes_missing_from_the_first_block_is_asked_for(@ForAll("required") String key) {
    ObjectNode root = Sample.minimal();
    root.remove(key);

    assertThat(Sample.mistakes(folder, root.toString(), Map.of()))
        .containsExactly("cicd-monitor: config.json: $." + key + ": is missing");
  }

  @Provide
  Arbitrary<String> required() {
    List<String> keys = new ArrayList<>();
    Sample.minimal().fieldNames().forEachRemaining(keys::add);
    return Arbitraries.of(keys);
  }

  @Property(tries = 300)
  void a_value_of_another_type_is_refused_wherever_it_stands(
      @ForAll("paths") String pointer, @ForAll("values") JsonNode value) throws IOException {
    JsonNode root = Sample.JSON.readTree(Path.of("config.json.example").toFile());
    JsonNode before = root.at(pointer);
    boolean nullable = pointer.endsWith("rules_file");
    Assume.that(kind(before) != kind(value) && !nullable);
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) root.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1), value);

    assertThat(Sample.mistakes(folder, root.toString(), Map.of()))
        .anyMatch(line -> line.contains(pointer.replace('/', '.') + ": "));
  }

  /** Every key of the example that is in an object. */
  @Provide
  Arbitrary<String> paths() throws IOException {
    List<String> paths = new ArrayList<>();
    JsonNode root = Sample.JSON.readTree(Path.of("config.json.example").toFile());
    root.properties().forEach(top -> {
      paths.add("/" + top.getKey());
      top.getValue()
          .fieldNames()
          .forEachRemaining(key -> paths.add("/" + top.getKey() + "/" + key));
    });
    return Arbitraries.of(paths);
  }

  @Provide
  Arbitrary<JsonNode> values() throws IOException {
    return Arbitraries.of(
        each(Sample.JSON.readTree("[7, \"text\", true, [7], {\"zz\": 7}, null]")));
  }

  private static List<JsonNode> each(JsonNode array) {
    List<JsonNode> values = new ArrayList<>();
    array.forEach(values::add);
    return values;
  }

  private static Object kind(JsonNode node) {
    return node.getNodeType();
  }

  @Property(tries = 300)
  void what_is_written_in_quotes_is_read_back(
      @ForAll String any,
      @ForAll @Chars({'$', '"', '\\', '\'', '#', '\n', '\t', ' ', '=', 'n', 'é'}) String awkward) {
    String value = any.replace("\r", "") + awkward;
    String quoted =
        "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
    Mistakes mistakes = new Mistakes();

    Map<String, String> variables =
        EnvFile.parse("A=1\nexport KEY = " + quoted + " # end\nB=2", ".env", mistakes);

    assertThat(mistakes.lines()).isEmpty();
    assertThat(variables).isEqualTo(Map.of("A", "1", "KEY", value, "B", "2"));
  }

  @Property(tries = 300)
  void a_token_never_shows_in_a_mistake(
      @ForAll @AlphaChars @StringLength(min = 12, max = 40) String token,
      @ForAll("spoilers") String spoiler,
      @ForAll @IntRange(min = 0, max = 12) int at) {
    String spoiled = token.substring(0, at) + spoiler + token.substring(at);
    Mistakes mistakes = new Mistakes();
    EnvFile.parse("GITHUB_TOKEN: " + spoiled + "\n" + spoiled, ".env", mistakes);
    new EnvironmentReader(Map.of("GITHUB_TOKEN", "x " + spoiled), folder, mistakes)
        .read(Optional.empty());

    assertThat(mistakes.lines())
        .hasSizeGreaterThan(1)
        .noneMatch(line -> line.contains(token.substring(6)) || line.contains(spoiled));
  }

  @Provide
  Arbitrary<String> spoilers() {
    return Arbitraries.of(" ", "\t", "\u00e9", "\u200b");
  }

  @Property(tries = 300)
  void an_address_on_a_host_of_others_needs_https(
      @ForAll @AlphaChars @NotBlank @StringLength(max = 20) String host) {
    String name = host.toLowerCase(Locale.ROOT) + ".example";

    assertThat(ServiceUrl.parse("https://" + name + "/api")).isPresent();
    assertThat(ServiceUrl.parse("http://" + name + "/api")).isEmpty();
    assertThat(ServiceUrl.parse("http://localhost@" + name)).isEmpty();
    assertThat(ServiceUrl.parse("http://127.0.0.1." + name)).isEmpty();
  }

  @Property(tries = 200)
  void a_slip_of_the_finger_is_recognised(
      @ForAll("required") String key, @ForAll @IntRange(min = 0, max = 30) int at) {
    int i = at % key.length();
    String dropped = key.substring(0, i) + key.substring(i + 1);

    assertThat(Nearest.to(dropped, List.of("analyzer", "mentions", key))).contains(key);
    assertThat(Nearest.distance(dropped, key)).isEqualTo(1);
    assertThat(Nearest.distance(key, dropped)).isEqualTo(1);
  }

  @Property(tries = 200)
  void the_spelling_of_a_repository_decides_nothing(
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String owner,
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String name) {
    RepositoryName other =
        new RepositoryName(owner.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));

    assertThat(new RepositoryPattern(owner, name).matches(other)).isTrue();
    assertThat(new RepositoryPattern(owner, "*").matches(other)).isTrue();
    assertThat(new RepositoryPattern(owner + "x", "*").matches(other)).isFalse();
  }
}
