package io.github.cicdmonitor.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Excerpts;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.SafeText;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class AnswerReaderPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Excerpt EXCERPT = Excerpts.of(
      List.of(
          new LogLine(7, SafeText.ofRedacted("npm error code ENOENT")),
          new LogLine(8, SafeText.ofRedacted("npm error missing script: tset"))),
      List.of(8),
      Optional.empty(),
      0,
      0,
      9,
      false);
  private final AnswerReader reader = new AnswerReader(SafeText::ofRedacted);

  private static ObjectNode answer() {
    ObjectNode node = JSON.createObjectNode();
    node.put("class", "DEVOPS").put("category", "ci_configuration").put("confidence", 0.9);
    node.put("transient", false).put("root_cause", "r").put("explanation", "e");
    node.putArray("evidence").add("missing script: tset");
    node.putArray("files_needed");
    ObjectNode remediation = node.putObject("remediation");
    remediation.put("kind", "edit").put("title", "t").put("rationale", "r");
    remediation.putArray("edits").addObject().put("path", "p").put("find", "f").put("replace", "x");
    remediation.putArray("command");
    return node;
  }

  private Optional<AnswerReader.Answer> read(ObjectNode node) {
    return reader.read(node.toString(), EXCERPT).answer();
  }

  @Example
  void a_right_answer_is_read_with_the_line_its_quote_stands_on() {
    AnswerReader.Answer answer = read(answer()).orElseThrow();
    assertThat(answer.evidence())
        .singleElement()
        .satisfies(e -> assertThat(e.line()).isEqualTo(8));
    assertThat(answer.remediation().edits()).hasSize(1);
  }

  @Example
  void a_model_sets_no_mode_and_names_no_recipe() {
    ObjectNode mode = answer();
    ((ObjectNode) mode.at("/remediation/edits/0")).put("executable", true);
    ObjectNode recipe = answer();
    ((ObjectNode) recipe.path("remediation")).put("fix", "executable-bit");

    assertThat(read(mode)).isEmpty();
    assertThat(read(recipe)).isEmpty();
    assertThat(read(answer()).orElseThrow().remediation().fix()).isEmpty();
  }

  @Property
  void no_text_at_all_makes_it_throw(@ForAll String text) {
    AnswerReader.Reading reading = reader.read(text, EXCERPT);
    assertThat(reading.answer().isPresent() || !reading.fault().isEmpty()).isTrue();
  }

  @Property
  void an_answer_cut_anywhere_is_no_answer(@ForAll("cuts") int cut) {
    String whole = answer().toString();
    assertThat(reader
            .read(whole.substring(0, Math.min(cut, whole.length() - 1)), EXCERPT)
            .answer())
        .isEmpty();
  }

  @Provide
  Arbitrary<Integer> cuts() {
    return Arbitraries.integers().between(0, answer().toString().length() - 1);
  }

  @Property
  void an_unknown_field_is_refused(@ForAll("words") String name) {
    ObjectNode node = answer();
    boolean known = node.has(name);
    node.put(name.isEmpty() ? "x" : name, name.equals("class") ? "DEVOPS" : "v");
    assertThat(known || read(node).isEmpty()).isTrue();
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of("approved", "risk", "safe", "decision", "Class", "category ", "x");
  }

  @Property
  void a_missing_field_is_refused(@ForAll("fields") String name) {
    ObjectNode node = answer();
    node.remove(name);
    assertThat(read(node)).isEmpty();
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.of(
        "class",
        "category",
        "confidence",
        "transient",
        "root_cause",
        "explanation",
        "evidence",
        "files_needed",
        "remediation");
  }

  @Property
  void a_category_of_the_other_class_is_refused(@ForAll Category category) {
    ObjectNode node = answer();
    node.put("category", category.word());
    assertThat(read(node).isPresent()).isEqualTo(category.failureClass() == FailureClass.DEVOPS);
  }

  @Property
  void confidence_outside_0_to_1_is_refused(@ForAll double confidence) {
    ObjectNode node = answer();
    node.put("confidence", confidence);
    assertThat(read(node).isPresent()).isEqualTo(confidence >= 0 && confidence <= 1);
  }

  @Property
  void a_quote_that_is_not_in_the_log_is_refused(@ForAll String quote) {
    ObjectNode node = answer();
    node.putArray("evidence").add(quote);
    boolean there = quote.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().stream()
        .anyMatch(l -> l.length() >= 4
            && EXCERPT.lines().stream().anyMatch(x -> x.text().value().contains(l)));
    Assume.that(
        quote.lines().filter(l -> !l.isBlank()).count() <= 1 && !quote.matches("(?s).*\\s\\s.*"));
    assertThat(read(node).isPresent()).isEqualTo(there);
  }

  @Example
  void an_edit_of_a_redacted_value_is_refused() {
    ObjectNode node = answer();
    ((ObjectNode) node.at("/remediation/edits/0")).put("replace", "[redacted:D-02:0000]");
    assertThat(read(node)).isEmpty();
  }

  @Example
  void a_repeated_key_is_refused() {
    String twice = answer().toString().replaceFirst("\\{", "{\"confidence\":0.1,");
    assertThat(reader.read(twice, EXCERPT).answer()).isEmpty();
  }

  @Example
  void an_answer_without_evidence_is_refused() {
    ObjectNode node = answer();
    node.putArray("evidence");
    assertThat(fault(node.toString()))
        .isEqualTo("evidence: at least one line of the log must be quoted");
  }

  @Example
  void every_line_of_a_quote_must_be_in_the_log() {
    ObjectNode node = answer();
    node.putArray("evidence").add("npm error code ENOENT\nthe disk is full");
    assertThat(fault(node.toString())).startsWith("evidence[0]:");
  }

  @Example
  void a_quote_may_carry_its_number_and_other_white_space() {
    ObjectNode node = answer();
    node.putArray("evidence")
        .add("  8 | npm  error missing script: tset ")
        .add("7| npm error code ENOENT");
    assertThat(read(node).orElseThrow().evidence()).extracting(e -> e.line()).containsExactly(8, 7);
    node.putArray("evidence").add("9| npm error missing script: tset");
    assertThat(read(node)).isEmpty();
  }

  @Example
  void a_trailing_comma_and_a_fence_are_read() {
    String whole = answer().toString();
    String commas = whole.replace("]", ",]").replace("[,]", "[]").replace("}", ",}");
    for (String text : List.of(
        commas,
        "```json\n" + whole + "\n```",
        "```\n" + commas + "\n```\n",
        "<think>\nIs it {\"class\"}?\n```\nmaybe\n```\n</think>\n\n" + whole,
        "which it may be.</think>```json\n" + whole + "\n```",
        "Here it is:\n\n```json\r\n" + whole + "\r\n```\nI hope it helps.")) {
      assertThat(reader.read(text, EXCERPT).fault()).as(text).isEmpty();
    }
  }

  @Example
  void what_cannot_be_read_is_said_with_its_place() {
    String whole = answer().toString();
    assertThat(fault("I think so.")).contains("does not begin with {");
    assertThat(fault("```json\n" + whole)).contains("no fenced block");
    assertThat(fault("```\n" + whole + "\n```\n```\n" + whole + "\n```")).contains("more than one");
    assertThat(fault(whole.substring(0, 40))).contains("ends too early (line 1, column");
    assertThat(fault(whole + "\n{}")).contains("something follows the object (line 2");
    assertThat(fault("{\"class\":1,\n\"class\":2}")).contains("a key comes twice (line 2");
    assertThat(fault("{\"class\": DEVOPS}")).contains("cannot be parsed (line 1");
    assertThat(fault("[]")).contains("does not begin with {");
  }

  @Example
  void everything_that_is_wrong_is_said_at_once() {
    ObjectNode node = answer();
    node.put("confidence", "high").put("risk", 1).put("category", "gizmo");
    node.remove("transient");
    ((ObjectNode) node.at("/remediation/edits/0")).put("find", 7).put("mode\u001b", 1);
    assertThat(fault(node.toString()).split("; "))
        .containsExactlyInAnyOrder(
            "risk: the schema does not have this field",
            "transient: missing",
            "category: not one of the allowed words",
            "confidence: must be a number from 0 to 1",
            "remediation.edits[0].(a name of other characters): the schema does not have this field",
            "remediation.edits[0].find: must be a string of at most 65536 characters");
  }

  @Example
  void where_there_is_no_fix_people_read_what_to_do() {
    ObjectNode node = answer();
    ((ObjectNode) node.path("remediation"))
        .put("kind", "none")
        .put("rationale", "Add the script tset.");
    assertThat(read(node).orElseThrow().advice()).hasToString("Add the script tset.");
    ((ObjectNode) node.path("remediation")).put("rationale", " ");
    assertThat(read(node).orElseThrow().advice()).hasToString("e");
    assertThat(read(answer()).orElseThrow().advice()).hasToString("e");
    assertThat(read(answer()).orElseThrow().withoutFix().advice()).hasToString("r");
  }

  private String fault(String text) {
    AnswerReader.Reading reading = reader.read(text, EXCERPT);
    assertThat(reading.answer()).isEmpty();
    return reading.fault();
  }
}
