package io.github.cicdmonitor.gate;

import static io.github.cicdmonitor.gate.Proposals.CI;
import static io.github.cicdmonitor.gate.Proposals.decide;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.HardRuleHit;
import org.junit.jupiter.api.Test;

class MatrixChangeTest {
  private static final String BEFORE = """
      on: push
      jobs:
        test:
          runs-on: ${{ matrix.os }}
          continue-on-error: ${{ matrix.experimental == true }}
          strategy:
            matrix:
              os: [ubuntu-20.04, windows-2022]
              node: [18, 20]
              include:
                - os: ubuntu-20.04
                  node: 20
                  coverage: yes
              exclude:
                - os: ubuntu-20.04
                  node: 18
          steps:
            - run: npm test
      """;

  @Test
  void a_label_renamed_in_the_axis_and_in_include_and_exclude_is_no_mask() {
    String strict =
        BEFORE.replace("    continue-on-error: ${{ matrix.experimental == true }}\n", "");
    assertThat(decide(Proposals.change(CI, strict, strict.replace("ubuntu-20.04", "ubuntu-22.04")))
            .outcome())
        .isEqualTo(Outcome.AUTO);
    assertThat(rules(BEFORE.replace("ubuntu-20.04", "ubuntu-22.04"))).isEmpty();
    assertThat(rules(BEFORE.replace("ubuntu-20.04", "ubuntu-24.04-arm"))).isEmpty();
  }

  @Test
  void a_known_fix_about_which_a_person_decides_is_not_blocked() {
    String asks = BEFORE.replace("- run: npm test", "- run: npm test\n        env: {V: $ImageOS}");

    assertThat(decide(Proposals.change(CI, asks, asks.replace("ubuntu-20.04", "ubuntu-22.04")))
            .outcome())
        .isEqualTo(Outcome.APPROVAL);
  }

  @Test
  void a_label_renamed_in_exclude_only_leaves_variants_out() {
    String odd = BEFORE.replace(
        "exclude:\n          - os: ubuntu-20.04", "exclude:\n          - os: windows-2022");

    assertThat(rules(odd)).contains("B-MASK");
  }

  @Test
  void another_exclusion_is_a_mask_beside_a_rename_too() {
    String odd = BEFORE
        .replace("ubuntu-20.04", "ubuntu-22.04")
        .replace("            node: 18\n", "            node: 20\n");

    assertThat(rules(odd)).contains("B-MASK");
  }

  @Test
  void a_new_variant_for_the_same_check_is_no_mask() {
    assertThat(rules(leg("- os: macos-14\n            node: 20"))).isEmpty();
  }

  @Test
  void more_keys_of_a_variant_are_no_mask() {
    assertThat(rules(BEFORE.replace("coverage: yes", "coverage: yes\n            arch: x64")))
        .isEmpty();
  }

  @Test
  void a_variant_that_may_fail_unseen_is_a_mask() {
    assertThat(rules(leg("- os: macos-14\n            experimental: true"))).contains("B-MASK");
    assertThat(rules(leg("- experimental: true"))).contains("B-MASK");
    assertThat(rules(leg("- experimental: ${{ github.actor == 'x' }}"))).contains("B-MASK");
  }

  @Test
  void a_variant_that_overrides_another_is_a_mask() {
    assertThat(rules(leg("- os: windows-2022\n            coverage: no"))).contains("B-MASK");
  }

  @Test
  void a_value_that_a_script_would_act_on_is_a_mask() {
    assertThat(rules(leg("- os: macos-14\n            flags: '|| true'"))).contains("B-MASK");
  }

  @Test
  void a_variant_that_is_gone_is_a_mask() {
    String odd = BEFORE.replace(
        "          - os: ubuntu-20.04\n            node: 20\n            coverage: yes\n",
        "          - os: macos-14\n");

    assertThat(rules(odd)).contains("B-MASK");
  }

  private static String leg(String leg) {
    return BEFORE.replace("        exclude:", "          " + leg + "\n        exclude:");
  }

  private static java.util.List<String> rules(String after) {
    assertThat(after).isNotEqualTo(BEFORE);
    GateDecision decision = decide(Proposals.change(CI, BEFORE, after));
    assertThat(decision.outcome()).as(RiskTable.text(decision)).isNotEqualTo(Outcome.AUTO);
    return decision.hits().stream().map(HardRuleHit::rule).distinct().toList();
  }
}
