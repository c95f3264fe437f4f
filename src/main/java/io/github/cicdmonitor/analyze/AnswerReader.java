package io.github.cicdmonitor.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The model's answer, read strictly: exactly the fields of the schema, a category that fits its class,
 * evidence that stands in the log. Nothing is guessed. Never throws: an answer that does not fit says
 * everything that is wrong with it, so that one more question can put it right.
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
  private static final String REMEDIATION = "remediation";
  private static final Set<String> REMEDIATION_FIELDS =
      Set.of("kind", "title", "rationale", "edits", "command");
  private static final Set<String> EDIT_FIELDS = Set.of("path", "find", "replace");

  private final Function<String, SafeText> redaction;

  /** @param redaction makes the model's words fit to be shown */
  public AnswerReader(Function<String, SafeText> redaction) {
    this.redaction = redaction;
  }

  /**
   * What the model said, checked.
   *
   * @param explanation why it failed
   */
  public record Answer(
      Category category,
      double confidence,
      boolean transientFault,
      SafeText rootCause,
      SafeText explanation,
      List<Evidence> evidence,
      List<String> filesNeeded,
      Remediation remediation) {
    /** What a person reads beside the cause: what to do where there is no fix, else why it failed. */
    public SafeText advice() {
      boolean toDo = remediation.kind() == Remediation.Kind.NONE
          && !remediation.rationale().value().isBlank();
      return toDo ? remediation.rationale() : explanation;
    }

    /** The same without its fix. */
    Answer withoutFix() {
      return new Answer(
          category,
          confidence,
          transientFault,
          rootCause,
          explanation,
          evidence,
          filesNeeded,
          new Remediation(
              Remediation.Kind.NONE,
              remediation.title(),
              remediation.rationale(),
              List.of(),
              List.of()));
    }
  }

  /** Either an answer, or all that keeps it from being one. */
  public record Reading(Optional<Answer> answer, String fault) {}

  /** Reads against the excerpt that the model was shown. */
  public Reading read(String content, Excerpt excerpt) {
    AnswerJson json = AnswerJson.parse(content);
    if (json.root().isEmpty()) {
      return new Reading(Optional.empty(), json.fault());
    }
    JsonFields fields = new JsonFields();
    Optional<Answer> answer = answer(json.root().get(), excerpt, fields);
    return fields.fits() ? new Reading(answer, "") : new Reading(Optional.empty(), fields.faults());
  }

  /** All that an answer says, a text a line, without the form it is said in; else as it is. */
  static String words(String content) {
    Optional<JsonNode> root = AnswerJson.parse(content).root();
    if (root.isEmpty()) {
      return content;
    }
    List<String> texts = new ArrayList<>();
    collect(root.get(), texts);
    return String.join("\n", texts);
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(child -> collect(child, texts));
  }

  private Optional<Answer> answer(JsonNode root, Excerpt excerpt, JsonFields fields) {
    fields.isObject(root, "", FIELDS);
    Optional<Category> category = category(root, fields);
    JsonNode confidence = root.path("confidence");
    double sure = confidence.isNumber() ? confidence.asDouble() : -1;
    if (!(sure >= 0 && sure <= 1) && !confidence.isMissingNode()) {
      fields.fault("confidence: must be a number from 0 to 1");
    }
    JsonNode passes = root.path("transient");
    if (!passes.isBoolean() && !passes.isMissingNode()) {
      fields.fault("transient: must be true or false");
    }
    SafeText cause = redaction.apply(fields.text(root, "", "root_cause"));
    SafeText explanation = redaction.apply(fields.text(root, "", "explanation"));
    List<Evidence> evidence = evidence(root, excerpt, fields);
    List<String> files = fields.strings(root, "", "files_needed");
    Optional<Remediation> remediation = remediation(root.path(REMEDIATION), fields);
    return category.flatMap(of -> remediation.map(
        fix -> new Answer(of, sure, passes.asBoolean(), cause, explanation, evidence, files, fix)));
  }

  private static Optional<Category> category(JsonNode root, JsonFields fields) {
    String word = fields.text(root, "", "category");
    String failureClass = fields.text(root, "", "class");
    Optional<Category> category = Category.ofWord(word);
    if (category.isEmpty() && root.has("category")) {
      fields.fault("category: not one of the allowed words");
    }
    if (category.isPresent()
        && root.has("class")
        && !category.get().failureClass().name().equals(failureClass)) {
      fields.fault("class: the category " + category.get().word() + " belongs to "
          + category.get().failureClass().name());
    }
    return category;
  }

  private static List<Evidence> evidence(JsonNode root, Excerpt excerpt, JsonFields fields) {
    List<String> quotes = fields.strings(root, "", "evidence");
    if (quotes.isEmpty()
        && root.path("evidence").isArray()
        && root.path("evidence").isEmpty()) {
      fields.fault("evidence: at least one line of the log must be quoted");
    }
    Quotes log = new Quotes(excerpt);
    List<Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < quotes.size(); i++) {
      Optional<Evidence> found = log.find(quotes.get(i));
      if (found.isEmpty()) {
        fields.fault("evidence[" + i + "]: this is not in the log word for word");
      }
      found.ifPresent(evidence::add);
    }
    return evidence;
  }

  private Optional<Remediation> remediation(JsonNode node, JsonFields fields) {
    if (node.isMissingNode() || !fields.isObject(node, REMEDIATION, REMEDIATION_FIELDS)) {
      return Optional.empty();
    }
    Optional<Remediation.Kind> kind =
        Remediation.Kind.ofWord(fields.text(node, REMEDIATION, "kind"));
    if (kind.isEmpty() && node.has("kind")) {
      fields.fault("remediation.kind: must be none, rerun, edit or command");
    }
    SafeText title = redaction.apply(fields.text(node, REMEDIATION, "title"));
    SafeText rationale = redaction.apply(fields.text(node, REMEDIATION, "rationale"));
    List<Edit> edits = edits(node, fields);
    List<String> command = fields.strings(node, REMEDIATION, "command");
    boolean edit = kind.filter(Remediation.Kind.EDIT::equals).isPresent();
    boolean run = kind.filter(Remediation.Kind.COMMAND::equals).isPresent();
    if (edit && node.path("edits").isArray() && edits.isEmpty()) {
      fields.fault("remediation.edits: kind edit needs at least one");
    }
    if (run && node.path("command").isArray() && command.isEmpty()) {
      fields.fault("remediation.command: kind command needs its words");
    }
    return kind.map(of ->
        new Remediation(of, title, rationale, edit ? edits : List.of(), run ? command : List.of()));
  }

  private static List<Edit> edits(JsonNode node, JsonFields fields) {
    List<Edit> edits = new ArrayList<>();
    int index = 0;
    for (JsonNode item : fields.items(node, REMEDIATION, "edits")) {
      String at = "remediation.edits[" + index++ + "]";
      if (!fields.isObject(item, at, EDIT_FIELDS)) {
        continue;
      }
      Edit edit = new Edit(
          fields.text(item, at, "path"),
          fields.text(item, at, "find"),
          fields.text(item, at, "replace"));
      if ((edit.find() + edit.replace()).contains("[redacted:")) {
        fields.fault(at + ": an edit must not touch a redacted value");
      }
      edits.add(edit);
    }
    return edits;
  }
}
