package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.gate.GatePolicy;
import io.github.cicdmonitor.gate.OperatorsWish;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.StoredDecisions.StoredDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ShadowTest {
  private static GateDecision gate(int risk, String... floors) {
    return new GateDecision(
        Outcome.APPROVAL,
        RiskScore.sumOf(List.of(new RiskFactor("F3 workflow", risk))),
        List.of(floors),
        List.of());
  }

  private static StoredDecision decision(
      long incident, Action action, Optional<GateDecision> gate, Approvals.State word) {
    return new StoredDecision(
        incident == 0 ? Optional.empty() : Optional.of(incident),
        "acme/shop",
        "CI",
        "build",
        Samples.NOW,
        action,
        gate.isPresent() ? "Raise the limit" : "",
        gate,
        Optional.of(word).filter(state -> action == Action.APPROVAL && incident != 0),
        word == Approvals.State.APPROVED ? Optional.of(FixFate.MERGED) : Optional.empty());
  }

  @Test
  void what_only_the_operator_held_back_would_have_been_done() {
    Shadow shadow = Shadow.of(
        List.of(
            decision(
                1,
                Action.APPROVAL,
                Optional.of(gate(2, "protected repository", "protected path a (a*)")),
                Approvals.State.APPROVED),
            decision(2, Action.APPROVAL, Optional.of(gate(2)), Approvals.State.REJECTED),
            decision(
                3,
                Action.APPROVAL,
                Optional.of(gate(2, "not a recognised fix: a:1 (x)")),
                Approvals.State.WAITING),
            decision(4, Action.APPROVAL, Optional.of(gate(6)), Approvals.State.WAITING),
            decision(0, Action.RERUN, Optional.empty(), Approvals.State.WAITING),
            decision(5, Action.RERUN, Optional.empty(), Approvals.State.WAITING),
            decision(6, Action.NOTIFY, Optional.empty(), Approvals.State.WAITING)),
        Samples.SINCE,
        0);

    assertThat(shadow.threshold()).isEqualTo(5);
    assertThat(shadow.cases())
        .extracting(Shadow.Case::would)
        .containsExactly(
            Action.PULL_REQUEST,
            Action.PULL_REQUEST,
            Action.APPROVAL,
            Action.APPROVAL,
            Action.RERUN,
            Action.RERUN,
            Action.NOTIFY);
    assertThat(shadow.approved()).isEqualTo(new Proportion(1, 2));
    assertThat(shadow.text())
        .contains(
            "  pull request  2\n",
            "#1  acme/shop  CI / build: pull request: Raise the limit (risk 2); approved, then merged",
            "#2  acme/shop  CI / build: pull request: Raise the limit (risk 2); rejected",
            "dry run  acme/shop  CI / build: re-run of the failed jobs",
            "People let through 1 of the 2 they decided on")
        .doesNotContain("#3", "#4", "#5", "#6");
  }

  @Property(tries = 200)
  void whatever_is_left_out_the_gates_own_reasons_stay(
      @ForAll("decisions") GateDecision decision,
      @ForAll @IntRange(min = 0, max = 10) int threshold) {
    GateDecision without = OperatorsWish.without(decision, new GatePolicy(threshold));

    if (decision.outcome() == Outcome.BLOCK || decision.outcome() == Outcome.REPORT_ONLY) {
      assertThat(without).isEqualTo(decision);
    } else if (without.outcome() == Outcome.AUTO) {
      assertThat(decision.floors()).allMatch(floor -> floor.startsWith("protected "));
      assertThat(without.risk().value()).isLessThan(threshold);
      assertThat(without.hits()).isEmpty();
    }
  }

  @Provide
  Arbitrary<GateDecision> decisions() {
    return Combinators.combine(
            Arbitraries.of(Outcome.values()),
            Arbitraries.integers().between(0, 9),
            Arbitraries.of("protected repository", "protected path x (x)", "an unknown action")
                .list()
                .ofMaxSize(3),
            Arbitraries.of(true, false))
        .as((outcome, points, floors, guarded) -> {
          List<RiskFactor> factors = new ArrayList<>(List.of(new RiskFactor("K1", points)));
          if (guarded) {
            factors.add(new RiskFactor("C1 protected repository", 2));
          }
          return new GateDecision(
              outcome,
              RiskScore.sumOf(factors),
              floors,
              outcome == Outcome.BLOCK
                  ? List.of(new HardRuleHit("B-MASK", "a", 1, "why"))
                  : List.of());
        });
  }
}
