package io.github.cicdmonitor.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RuleSetTest {
  private static final RuleSet BUILT_IN = RuleSet.builtIn();

  private static final String MINE = """
      {
        "rules": [
          {
            "id": "our-vault",
            "category": "infrastructure",
            "literals": ["vault sealed"],
            "pattern": "vault sealed at (\\\\S+)",
            "cause": "The vault {1} is sealed",
            "advice": "Ask the platform team to unseal it.",
            "confidence": 0.9,
            "matches": ["error: vault sealed at v1"],
            "misses": ["vault sealed"]
          }
        ]
      }
      """;

  @Test
  void every_rule_catches_its_samples_and_lets_the_others_pass() {
    List<String> wrong = new ArrayList<>();
    for (Rule rule : BUILT_IN.rules()) {
      assertThat(rule.matches()).as(rule.id()).isNotEmpty();
      assertThat(rule.misses()).as(rule.id()).isNotEmpty();
      for (String sample : rule.matches()) {
        if (!rule.fits(Wrappers.layers(sample))) {
          wrong.add(rule.id() + " lets pass: " + sample);
        }
      }
      for (String sample : rule.misses()) {
        if (rule.fits(Wrappers.layers(sample))) {
          wrong.add(rule.id() + " catches: " + sample);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void every_pattern_compiles_and_none_wants_a_fix() {
    for (Rule rule : BUILT_IN.rules()) {
      assertThatCode(
              () -> Stream.of(Optional.of(rule.pattern()), rule.not(), rule.with(), rule.unless())
                  .flatMap(Optional::stream)
                  .forEach(LinePattern::compiled))
          .as(rule.id())
          .doesNotThrowAnyException();
    }
    assertThat(BUILT_IN.fixes()).isEmpty();
  }

  @Test
  void every_sample_is_caught_behind_what_runners_and_task_runners_put_before_it() {
    List<String> fronts = List.of(
        "##[error]",
        "Error: ",
        "apps/x test: ",
        "web:build: ",
        "@acme/web:test:unit: ",
        "app-1  | ",
        "db_1  | ",
        "#12 3.4 ",
        "#7 12.345 ",
        "0.612 ",
        "[server] ",
        "[build-2] ",
        "npm ERR! ",
        "npm error ",
        "│ ",
        "remote: ",
        "10:20:30 ",
        "2026-01-31 10:20:30,123 ",
        "::error file=app.js,line=1::",
        "##[error]web:build: app-1  | ");
    List<String> lost = new ArrayList<>();
    for (Rule rule : BUILT_IN.rules()) {
      for (String sample : rule.matches()) {
        for (String front : fronts) {
          boolean refused =
              rule.not().isPresent() && rule.not().get().matcher(front + sample).find();
          if (!refused && !rule.fits(Wrappers.layers(front + sample))) {
            lost.add(rule.id() + " behind " + front + " loses " + sample);
          }
        }
      }
    }
    assertThat(lost).isEmpty();
  }

  @Test
  void a_rule_of_the_operator_may_bring_a_fix() {
    String fix = "\"fix\": {\"place\": \"image\", \"from\": \"vault:1\", \"to\": \"vault:2\"},";
    RuleSet rules =
        BUILT_IN.with(MINE.replace("\"confidence\"", fix + "\"confidence\""), "mine.json");

    assertThat(rules.fixes())
        .singleElement()
        .matches(f -> f.from().equals("vault:1") && f.to().equals("vault:2"));
    for (String bad : List.of("\"disk\"", "\"vault:${{ x }}\"", "7")) {
      String wrong = fix.replace(bad.equals("\"disk\"") ? "\"image\"" : "\"vault:2\"", bad);
      assertThatThrownBy(() ->
              BUILT_IN.with(MINE.replace("\"confidence\"", wrong + "\"confidence\""), "mine.json"))
          .isInstanceOf(MonitorException.class);
    }
  }

  @Test
  void there_are_rules_for_every_category() {
    assertThat(BUILT_IN.rules()).hasSizeGreaterThan(150);
    assertThat(Stream.of(Category.values()))
        .allMatch(c -> BUILT_IN.rules().stream().anyMatch(rule -> rule.category() == c));
  }

  @Test
  void no_rule_answers_from_the_exit_code_line() {
    assertThat(BUILT_IN.weigh("##[error]Process completed with exit code 1.")).isZero();
  }

  @Test
  void the_users_rules_come_first() {
    RuleSet all = BUILT_IN.with(MINE, "mine.json");
    assertThat(all.rules().get(0).id()).isEqualTo("our-vault");
    assertThat(all.rules()).hasSize(BUILT_IN.rules().size() + 1);
    assertThat(all.rules().get(0).causeFor(List.of("error: vault sealed at v1")))
        .isEqualTo("The vault v1 is sealed");
  }

  @Test
  void a_bad_rules_file_is_refused_with_line_and_reason() {
    refused(MINE.replace("infrastructure", "weather"), "mine.json, line 5", "category");
    refused(MINE.replace("at (", "at (("), "mine.json, line 7", "pattern");
    refused(MINE.replace("\"advice\"", "\"advise\""), "mine.json, line 9", "advise");
    refused(MINE.replace("0.9", "7"), "mine.json, line 10", "0.5 to 1");
    refused(MINE.replace("error: vault sealed at v1", "x"), "mine.json, line 11", "does not catch");
    refused(MINE.replace("[\"vault sealed\"],", "[\"va\"],"), "mine.json, line 6", "3 characters");
    refused(MINE.replace("\"id\": \"our", "\"id\": our"), "mine.json, line 4", "not valid JSON");
    refused("[]", "mine.json, line 1", "JSON object");
  }

  private static void refused(String json, String where, String why) {
    assertThatThrownBy(() -> BUILT_IN.with(json, "mine.json"))
        .isInstanceOf(MonitorException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(why)
        .extracting(e -> ((MonitorException) e).kind())
        .isEqualTo(MonitorException.Kind.USAGE);
  }
}
