package io.github.cicdmonitor.rules;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.StepRole;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Rules from JSON; the format is told in {@code package-info}. Refuses what it does not know. */
final class RuleReader {
  private static final Set<String> KEYS = Set.of(
      "id",
      "category",
      "transient",
      "literals",
      "pattern",
      "not",
      "with",
      "unless",
      "roles",
      "not_roles",
      "cause",
      "advice",
      "confidence",
      "remediation",
      "fix",
      "matches",
      "misses");
  private static final int SHORTEST_LITERAL = 3;
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
      .build();

  private static final Set<String> FIX_KEYS = Set.of("place", "from", "to");
  private static final Pattern FIX_VALUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@+-]{0,200}");

  private final String file;
  private final String text;
  private int at;

  private final boolean checked;

  private RuleReader(String text, String file, boolean checked) {
    this.checked = checked;
    this.text = text;
    this.file = file;
  }

  /** A user's rules: the samples are tried at once. */
  static List<Rule> read(String text, String file) {
    return new RuleReader(text, file, true).read();
  }

  /** Built-in rules, whose samples a test tries. */
  static List<Rule> readTrusted(String text, String file) {
    return new RuleReader(text, file, false).read();
  }

  static List<String> fileNames(String text) {
    List<String> names = new ArrayList<>();
    parse(text, "index").path("files").forEach(name -> names.add(name.asText()));
    return names;
  }

  private static JsonNode parse(String text, String file) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonNode tree = JSON.readTree(parser);
      if (tree == null || !tree.isObject()) {
        throw refused(file, 1, "a rules file is one JSON object with a list \"rules\"");
      }
      return tree;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw refused(file, line, "not valid JSON: " + e.getOriginalMessage());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Rule> read() {
    JsonNode tree = parse(text, file);
    tree.fieldNames().forEachRemaining(name -> {
      if (!name.equals("rules")) {
        throw refused(file, lineOf("\"" + name + "\"", 0), "unknown key \"" + name + "\"");
      }
    });
    if (!tree.path("rules").isArray()) {
      throw refused(file, 1, "\"rules\" must be a list");
    }
    List<Rule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode node : tree.path("rules")) {
      Rule rule = rule(node);
      if (!ids.add(rule.id())) {
        throw bad("id", "\"" + rule.id() + "\" is used twice");
      }
      rules.add(rule);
    }
    return rules;
  }

  private Rule rule(JsonNode node) {
    if (!node.isObject()) {
      throw refused(file, 1, "each rule is a JSON object");
    }
    String id = node.path("id").asText("");
    at = Math.max(at, text.indexOf("\"" + id + "\"", at));
    if (!id.matches("[a-z0-9][a-z0-9-]{1,60}")) {
      throw bad("id", "must be 2 to 61 lower-case letters, digits and hyphens");
    }
    node.fieldNames().forEachRemaining(key -> {
      if (!KEYS.contains(key)) {
        throw bad(key, "is not a key of a rule");
      }
    });
    Category category = Category.ofWord(word(node, "category"))
        .orElseThrow(() -> bad("category", "must be one of the eleven categories"));
    Remediation.Kind kind = Remediation.Kind.ofWord(node.path("remediation").asText("none"))
        .filter(k -> k == Remediation.Kind.NONE || k == Remediation.Kind.RERUN)
        .orElseThrow(() -> bad("remediation", "must be \"none\" or \"rerun\""));
    double confidence = node.path("confidence").asDouble(-1);
    if (!(confidence >= 0.5 && confidence <= 1)) {
      throw bad("confidence", "must be a number from 0.5 to 1");
    }
    if (node.has("transient") && !node.path("transient").isBoolean()) {
      throw bad("transient", "must be true or false");
    }
    List<String> literals =
        words(node, "literals").stream().map(l -> l.toLowerCase(Locale.ROOT)).toList();
    if (literals.isEmpty() || literals.stream().anyMatch(l -> l.length() < SHORTEST_LITERAL)) {
      throw bad("literals", "must be a list of texts of at least 3 characters");
    }
    Rule rule = new Rule(
        id,
        category,
        node.path("transient").asBoolean(false),
        literals,
        pattern(node, "pattern").orElseThrow(() -> bad("pattern", "is missing")),
        pattern(node, "not"),
        pattern(node, "with"),
        pattern(node, "unless"),
        roles(node, "roles"),
        roles(node, "not_roles"),
        word(node, "cause"),
        word(node, "advice"),
        confidence,
        kind,
        fix(node, id, category),
        words(node, "matches"),
        words(node, "misses"));
    if (checked) {
      checkSamples(rule);
    }
    return rule;
  }

  /** {@code {"place": "runner_label", "from": "big-linux", "to": "big-linux-24"}}. */
  private Optional<OperatorFix> fix(JsonNode node, String id, Category category) {
    JsonNode fix = node.path("fix");
    if (fix.isMissingNode()) {
      return Optional.empty();
    }
    if (!fix.isObject()) {
      throw bad("fix", "must be an object with place, from and to");
    }
    fix.fieldNames().forEachRemaining(key -> {
      if (!FIX_KEYS.contains(key)) {
        throw bad(key, "is not a key of a fix");
      }
    });
    OperatorFix.Place place = OperatorFix.Place.ofWord(word(fix, "place"))
        .orElseThrow(() -> bad("place", "must be \"runner_label\", \"action\" or \"image\""));
    String from = word(fix, "from");
    String to = word(fix, "to");
    if (!FIX_VALUE.matcher(from).matches() || !FIX_VALUE.matcher(to).matches()) {
      throw bad("fix", "from and to are one word each, without quotes and expressions");
    }
    return Optional.of(new OperatorFix(
        id,
        category,
        List.of(pattern(node, "pattern")
            .orElseThrow(() -> bad("pattern", "is missing"))
            .compiled()),
        place,
        from,
        to,
        word(node, "advice")));
  }

  private void checkSamples(Rule rule) {
    for (String sample : rule.matches()) {
      if (!rule.fits(Wrappers.layers(sample))) {
        throw bad("matches", "the rule does not catch its own sample \"" + sample + "\"");
      }
    }
    for (String sample : rule.misses()) {
      if (rule.fits(Wrappers.layers(sample))) {
        throw bad("misses", "the rule catches \"" + sample + "\"");
      }
    }
  }

  private Set<StepRole> roles(JsonNode node, String key) {
    Set<StepRole> roles = EnumSet.noneOf(StepRole.class);
    for (String word : words(node, key)) {
      roles.add(StepRole.ofWord(word)
          .orElseThrow(() -> bad(key, "has \"" + word + "\", which is no role of a command")));
    }
    return roles;
  }

  private String word(JsonNode node, String key) {
    String value = node.path(key).asText("");
    if (!node.path(key).isTextual() || value.isBlank()) {
      throw bad(key, "must be a text");
    }
    return value;
  }

  private List<String> words(JsonNode node, String key) {
    JsonNode list = node.path(key);
    if (list.isMissingNode()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    if (!list.isArray()) {
      throw bad(key, "must be a list of texts");
    }
    for (JsonNode word : list) {
      if (!word.isTextual() || word.asText().isEmpty()) {
        throw bad(key, "must be a list of texts");
      }
      words.add(word.asText());
    }
    return words;
  }

  private Optional<LinePattern> pattern(JsonNode node, String key) {
    if (node.path(key).isMissingNode()) {
      return Optional.empty();
    }
    try {
      String regex = word(node, key);
      return Optional.of(checked ? LinePattern.checked(regex) : LinePattern.trusted(regex));
    } catch (PatternSyntaxException e) {
      throw bad(key, "is not an RE2 pattern: " + e.getDescription());
    }
  }

  private MonitorException bad(String key, String why) {
    return refused(file, lineOf("\"" + key + "\"", at), "\"" + key + "\" " + why);
  }

  private int lineOf(String needle, int from) {
    int found = text.indexOf(needle, Math.max(0, from));
    int end = found < 0 ? Math.max(0, from) : found;
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private static MonitorException refused(String file, int line, String why) {
    return MonitorException.of(
        MonitorException.Kind.USAGE, file + ", line " + line, why, "Correct the rules file");
  }
}
