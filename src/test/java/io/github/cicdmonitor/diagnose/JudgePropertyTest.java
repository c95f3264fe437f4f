package io.github.cicdmonitor.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Excerpts;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.rules.Rule;
import io.github.cicdmonitor.rules.RuleSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class JudgePropertyTest {
  private static final RuleSet RULES = RuleSet.builtIn();
  private static final Judge JUDGE = new Judge(RULES);

  private static Excerpt excerpt(List<String> lines, List<Integer> errors) {
    List<LogLine> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      all.add(new LogLine(i + 1, SafeText.ofRedacted(lines.get(i))));
    }
    return Excerpts.of(all, errors, Optional.empty(), 0, 0, lines.size(), false);
  }

  @Provide
  Arbitrary<Rule> rules() {
    return Arbitraries.of(RULES.rules());
  }

  @Provide
  Arbitrary<List<String>> texts() {
    List<String> samples =
        RULES.rules().stream().flatMap(rule -> rule.matches().stream()).toList();
    return Arbitraries.oneOf(Arbitraries.of(samples), Arbitraries.strings().ofMaxLength(40))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Property(tries = 200)
  void the_scan_of_bytes_and_the_slow_way_weigh_alike(@ForAll("rules") Rule rule) {
    for (String sample : rule.matches()) {
      List<String> layers = Wrappers.layers(sample);
      double best = RULES.rules().stream()
          .filter(r -> r.fits(layers))
          .mapToDouble(Rule::confidence)
          .max()
          .orElse(0);
      assertThat(RULES.weigh(sample)).isEqualTo((int) (40 + (best - 0.5) * 2 * 60));
      assertThat(RULES.weigh(sample, new BitSet())).isZero();
    }
  }

  @Property(tries = 200)
  void an_answer_is_one_of_the_hits_and_its_evidence_is_in_the_excerpt(
      @ForAll("texts") List<String> lines) {
    Excerpt excerpt = excerpt(lines, List.of(1));
    Diagnosis told = JUDGE.judge(excerpt).orElseThrow();
    List<RuleHit> hits = JUDGE.explain(excerpt);
    assertThat(told.rule())
        .isEqualTo(hits.stream()
            .filter(RuleHit::won)
            .map(RuleHit::rule)
            .filter(source -> RULES.rules().stream().anyMatch(rule -> rule.id().equals(source)))
            .findFirst());
    assertThat(hits.stream().filter(RuleHit::won).count()).isEqualTo(hits.isEmpty() ? 0 : 1);
    assertThat(told.evidence())
        .allMatch(e -> excerpt.line(e.line()).orElseThrow().text().equals(e.text()));
  }

  @Property(tries = 200)
  void what_no_rule_knows_is_never_told_as_certain(@ForAll("texts") List<String> lines) {
    Diagnosis told = JUDGE.judge(excerpt(lines, List.of(1))).orElseThrow();
    assertThat(told.confidence()).isLessThan(told.rule().isPresent() ? 1.01 : 0.9);
    assertThat(told.confidence() < Diagnosis.TELLABLE)
        .isEqualTo(JUDGE.explain(excerpt(lines, List.of(1))).isEmpty());
  }

  @Property(tries = 200)
  void a_users_rule_beats_every_built_in_one(@ForAll("texts") List<String> lines) {
    Judge mine = new Judge(RULES.with("""
                {"rules": [{"id": "mine", "category": "lint", "literals": ["our own words"],
                  "pattern": "our own words", "cause": "Ours", "advice": "Do.",
                  "confidence": 0.5}]}
                """, "mine.json"));
    List<String> with = new ArrayList<>(lines);
    with.add("our own words");
    assertThat(mine.judge(excerpt(with, List.of(1))).orElseThrow().rule()).contains("mine");
  }

  @Property(tries = 300)
  void root_cause_and_advice_are_sentences_without_leftovers(@ForAll("rules") Rule rule) {
    for (String sample : rule.matches()) {
      assertThat(rule.causeFor(Wrappers.layers(sample))).isNotBlank().doesNotContain("{1}", "{2}");
    }
    assertThat(rule.advice()).endsWith(".");
  }

  @Test
  void a_log_without_evidence_gives_no_diagnosis() {
    assertThat(JUDGE.judge(Excerpt.NOTHING)).isEmpty();
    assertThat(JUDGE.explain(Excerpt.NOTHING)).isEmpty();
  }

  @Test
  void the_exit_code_alone_cannot_be_told() {
    Excerpt excerpt = excerpt(List.of("##[error]Process completed with exit code 1."), List.of(1));
    Diagnosis told = JUDGE.judge(excerpt).orElseThrow();
    assertThat(told.confidence()).isLessThan(Diagnosis.TELLABLE);
    assertThat(told.rule()).isEmpty();
  }

  @Test
  void the_specific_rule_wins_on_the_line_of_a_general_one() {
    Excerpt excerpt = excerpt(
        List.of("Error: Cannot find module @rollup/rollup-linux-x64-gnu. npm has a bug related"
            + " to optional dependencies"),
        List.of(1));
    assertThat(JUDGE.judge(excerpt).orElseThrow().rule()).contains("npm-optional-native");
  }

  @Test
  void no_sample_of_a_rule_is_taken_for_text_that_is_only_shown() {
    List<String> wrong = new ArrayList<>();
    for (Rule rule : RULES.rules()) {
      for (String sample : rule.matches()) {
        if (!Listing.lines(excerpt(List.of(sample), List.of(1))).isEmpty()) {
          wrong.add(rule.id() + ": " + sample);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
