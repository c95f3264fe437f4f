package io.github.cicdmonitor.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The model's answer, read strictly: exactly the fields of the schema, a category that fits its class,
 * evidence that stands in the log. Nothing is guessed or repaired. Never throws: an answer that does
 * not fit says why.
 */
public final class AnswerReader {
  private static final Set<String> FIELDS = Set.of(
      "class",
      "category",
      "confidence",
      "transient",
      "root_cause",
      "explanation",
      "evidence",
      "files_needed",
      "remediation");
  private static final Set<String> REMEDIATION_FIELDS =
      Set.of("kind", "title", "rationale", "edits", "command");
  private static final Set<String> EDIT_FIELDS = Set.of("path", "find", "replace");
  private static final int MAX_LIST = 50;
  private static final int MAX_TEXT = 64 * 1024;
  private static final int SHORTEST_EVIDENCE = 4;
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(20)
            .maxStringLength(1 << 20)
            .build());
  }

  private final Function<String, SafeText> redaction;

  /** @param redaction makes the model's words fit to be shown */
  public AnswerReader(Function<String, SafeText> redaction) {
    this.redaction = redaction;
  }

  /** What the model said, checked. */
  public record Answer(
      Category category,
      double confidence,
      boolean transientFault,
      SafeText rootCause,
      SafeText explanation,
      List<Evidence> evidence,
      List<String> filesNeeded,
      Remediation remediation) {}

  /** Either an answer, or why there is none in it. */
  public record Reading(Optional<Answer> answer, String fault) {}

  /** Carries the path and reason of the first thing that does not fit. */
  private static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    Misfit(String what) {
      super(what);
    }
  }

  public Reading read(String content, Excerpt excerpt) {
    try {
      JsonNode root = JSON.readTree(content);
      return new Reading(Optional.of(answer(root, excerpt)), "");
    } catch (JsonProcessingException e) {
      return new Reading(Optional.empty(), "the answer is not one JSON object");
    } catch (Misfit e) {
      return new Reading(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** All that an answer says, a text a line, without the form it is said in; else as it is. */
  static String words(String content) {
    try {
      List<String> texts = new ArrayList<>();
      collect(JSON.readTree(content), texts);
      return String.join("\n", texts);
    } catch (JsonProcessingException e) {
      return content;
    }
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(child -> collect(child, texts));
  }

  private Answer answer(JsonNode root, Excerpt excerpt) throws Misfit {
    fields(root, "", FIELDS);
    Category category = Category.ofWord(text(root, "category"))
        .orElseThrow(() -> new Misfit("category: not one of the allowed words"));
    if (!category.failureClass().name().equals(text(root, "class"))) {
      throw new Misfit("class: " + category.word() + " belongs to "
          + (category.failureClass() == FailureClass.DEVOPS ? "DEVOPS" : "DEVELOPER"));
    }
    JsonNode confidence = root.path("confidence");
    if (!confidence.isNumber() || !(confidence.asDouble() >= 0 && confidence.asDouble() <= 1)) {
      throw new Misfit("confidence: must be a number from 0 to 1");
    }
    if (!root.path("transient").isBoolean()) {
      throw new Misfit("transient: must be true or false");
    }
    return new Answer(
        category,
        confidence.asDouble(),
        root.path("transient").asBoolean(),
        redaction.apply(text(root, "root_cause")),
        redaction.apply(text(root, "explanation")),
        evidence(strings(root, "evidence"), excerpt),
        strings(root, "files_needed"),
        remediation(root.path("remediation")));
  }

  private static List<Evidence> evidence(List<String> quotes, Excerpt excerpt) throws Misfit {
    List<Evidence> evidence = new ArrayList<>();
    for (String quote : quotes) {
      // A quote over several lines is found by its first line that says something.
      String wanted =
          quote.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
      Optional<LogLine> line = wanted.length() < SHORTEST_EVIDENCE
          ? Optional.empty()
          : excerpt.lines().stream()
              .filter(l -> l.text().value().contains(wanted))
              .findFirst();
      if (line.isEmpty()) {
        throw new Misfit("evidence: a quoted line is not in the log");
      }
      evidence.add(new Evidence(line.get().number(), line.get().text()));
    }
    return evidence;
  }

  private Remediation remediation(JsonNode node) throws Misfit {
    fields(node, "remediation.", REMEDIATION_FIELDS);
    Remediation.Kind kind = Remediation.Kind.ofWord(text(node, "kind"))
        .orElseThrow(() -> new Misfit("remediation.kind: not one of the allowed words"));
    List<Edit> edits = new ArrayList<>();
    JsonNode list = node.path("edits");
    if (!list.isArray() || list.size() > MAX_LIST) {
      throw new Misfit("remediation.edits: must be an array of at most " + MAX_LIST);
    }
    for (JsonNode edit : list) {
      fields(edit, "remediation.edits[].", EDIT_FIELDS);
      Edit read = new Edit(text(edit, "path"), text(edit, "find"), text(edit, "replace"));
      if ((read.find() + read.replace()).contains("[redacted:")) {
        throw new Misfit("remediation.edits[]: an edit must not touch a redacted value");
      }
      edits.add(read);
    }
    List<String> command = strings(node, "command");
    if (kind == Remediation.Kind.EDIT && edits.isEmpty()) {
      throw new Misfit("remediation.edits: an edit needs at least one");
    }
    if (kind == Remediation.Kind.COMMAND && command.isEmpty()) {
      throw new Misfit("remediation.command: a command needs its words");
    }
    return new Remediation(
        kind,
        redaction.apply(text(node, "title")),
        redaction.apply(text(node, "rationale")),
        kind == Remediation.Kind.EDIT ? edits : List.of(),
        kind == Remediation.Kind.COMMAND ? command : List.of());
  }

  private static void fields(JsonNode node, String at, Set<String> wanted) throws Misfit {
    if (!node.isObject()) {
      throw new Misfit(at.isEmpty() ? "the answer is not an object" : at + ": not an object");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!wanted.contains(name)) {
        throw new Misfit(at + "a field that the schema does not have");
      }
    }
    for (String name : wanted) {
      if (!node.has(name)) {
        throw new Misfit(at + name + ": missing");
      }
    }
  }

  private static String text(JsonNode node, String field) throws Misfit {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.asText().length() > MAX_TEXT) {
      throw new Misfit(field + ": must be a string of at most " + MAX_TEXT + " characters");
    }
    return value.asText();
  }

  private static List<String> strings(JsonNode node, String field) throws Misfit {
    JsonNode array = node.path(field);
    if (!array.isArray() || array.size() > MAX_LIST) {
      throw new Misfit(field + ": must be an array of at most " + MAX_LIST);
    }
    List<String> values = new ArrayList<>();
    for (JsonNode value : array) {
      if (!value.isTextual() || value.asText().length() > MAX_TEXT) {
        throw new Misfit(field + ": must hold strings");
      }
      values.add(value.asText());
    }
    return values;
  }
}
