package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.rules.Rule;
import io.github.cicdmonitor.rules.RuleSet;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.ModelHistory.Answered;
import io.github.cicdmonitor.store.ModelHistory.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LearnedRulesTest {
  private static final String LINE = "widget-sync: label big-linux is gone since build 7 (pool a1)";

  private static Answered answered(
      int id, Category category, Proof proof, Remediation remediation, String... lines) {
    List<LogLine> shown = new ArrayList<>();
    for (String line : lines) {
      shown.add(new LogLine(shown.size() + 1, SafeText.ofRedacted(line)));
    }
    Diagnosis diagnosis = new Diagnosis(
        category,
        0.96,
        false,
        SafeText.ofRedacted("The pool\nhas gone {1}."),
        SafeText.ofRedacted("Name another."),
        List.of(new Evidence(1, SafeText.ofRedacted(lines[0]))),
        remediation,
        Diagnosis.Analyzer.LLM,
        Optional.empty(),
        Optional.of("m"),
        OptionalDouble.empty(),
        Optional.empty(),
        List.of());
    Incident incident = new Incident(
        id,
        new RepositoryName("acme", "r" + id),
        new Signature("0".repeat(64), (category == Category.LINT ? "1" : "2").repeat(64)),
        1,
        IncidentState.RESOLVED,
        Optional.empty(),
        "CI",
        "",
        "build",
        "main",
        1,
        0,
        Samples.NOW,
        Samples.NOW,
        Samples.NOW,
        Optional.empty());
    Excerpt excerpt = new Excerpt(
        shown, List.of(1), Optional.empty(), List.of(), 0, 0, 9, false, Set.of(), List.of());
    return new Answered(incident, diagnosis, excerpt, proof);
  }

  private static Answered ours(int id, Proof proof) {
    return answered(
        id,
        Category.ENVIRONMENT,
        proof,
        Remediation.NONE,
        LINE.replace("7", "" + id * 10),
        "make: bye");
  }

  private static List<Answered> threeAnd(Answered... more) {
    List<Answered> all = new ArrayList<>();
    for (int id = 1; id <= 3; id++) {
      all.add(ours(id, Proof.CONFIRMED));
    }
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void the_rule_catches_its_own_lines_and_others_of_their_kind() {
    LearnedRules learned = LearnedRules.of(threeAnd(
        answered(9, Category.LINT, Proof.OPEN, Remediation.NONE, "widget-sync: all is well")));

    JsonNode node = learned.offered().get(0);
    Rule rule = RuleSet.builtIn().with(learned.json().toString(), "x").rules().get(0);
    assertThat(rule.fits(Wrappers.layers("##[error]" + LINE.replace("7", "1234"))))
        .isTrue();
    assertThat(rule.fits(Wrappers.layers("widget-sync: label big-linux is here")))
        .isFalse();
    assertThat(node.path("cause").asText()).isEqualTo("The pool has gone 1.");
    assertThat(node.path("confidence").asDouble()).isEqualTo(0.9);
    assertThat(node.path("misses").toString()).contains("widget-sync: all is well");
    assertThat(learned.notes())
        .singleElement()
        .asString()
        .contains("offered as learned-environment-");
  }

  @Test
  void fewer_than_three_are_no_rule_and_one_refusal_is_enough_against_it() {
    assertThat(LearnedRules.of(threeAnd().subList(0, 2)).notes()).isEmpty();
    assertThat(LearnedRules.of(
                List.of(ours(1, Proof.CONFIRMED), ours(2, Proof.CONFIRMED), ours(3, Proof.OPEN)))
            .offered())
        .isEmpty();

    LearnedRules refused = LearnedRules.of(threeAnd(ours(4, Proof.REFUSED)));

    assertThat(refused.offered()).isEmpty();
    assertThat(refused.notes()).singleElement().asString().contains("was refused as well");
  }

  @Test
  void a_rule_that_would_catch_another_kind_of_failure_is_not_offered() {
    LearnedRules learned = LearnedRules.of(threeAnd(answered(
        9, Category.LINT, Proof.OPEN, Remediation.NONE, "lint: no", LINE.replace("7", "8"))));

    assertThat(learned.offered()).isEmpty();
    assertThat(learned.notes()).singleElement().asString().contains("it would catch \"" + "widget");
  }

  @Test
  void a_rule_that_would_catch_what_passing_runs_print_is_not_offered() {
    Answered one = ours(3, Proof.CONFIRMED);
    Excerpt familiar = new Excerpt(
        one.excerpt().lines(),
        List.of(1),
        Optional.empty(),
        List.of(),
        0,
        0,
        9,
        false,
        Set.of(1),
        List.of());
    List<Answered> history = new ArrayList<>(threeAnd().subList(0, 2));
    history.add(new Answered(one.incident(), one.diagnosis(), familiar, Proof.CONFIRMED));

    assertThat(LearnedRules.of(history).offered()).isEmpty();
  }

  @Test
  void a_fix_of_one_word_goes_into_the_rule_and_any_other_stays_the_models() {
    Remediation label = new Remediation(
        Remediation.Kind.EDIT,
        SafeText.EMPTY,
        SafeText.EMPTY,
        List.of(new Edit(
            ".github/workflows/ci.yml", "  runs-on: big-linux", "  runs-on: big-linux-24")),
        List.of());
    List<Answered> history = new ArrayList<>();
    for (int id = 1; id <= 3; id++) {
      history.add(answered(id, Category.CI_CONFIGURATION, Proof.CONFIRMED, label, LINE));
    }

    assertThat(LearnedRules.of(history).offered().get(0).path("fix").toString())
        .isEqualTo("{\"place\":\"runner_label\",\"from\":\"big-linux\",\"to\":\"big-linux-24\"}");
  }
}
