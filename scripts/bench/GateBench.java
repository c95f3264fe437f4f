package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import io.github.cicdmonitor.workflow.StrictYaml;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A decision on a workflow of 400 lines against parsing it twice; see the script of the same name. */
final class GateBench {
  private static final int ROUNDS = 2000;

  /** Nothing known against the proposal: a rule's own, first try, no facts. */
  private static final GateContext PLAIN =
      new GateContext(
          false,
          false,
          List.of(),
          false,
          false,
          OptionalDouble.empty(),
          0.7,
          0,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Set.of(),
          new FixEvidence(RepositoryFacts.NONE, LocalDate.EPOCH));

  public static void main(String[] args) throws Exception {
    String before = workflow();
    String after =
        before.replaceFirst("node-version: 16", "node-version: 20").replaceFirst("npm run unit", "npm run unit2");
    FileChange change =
        new FileChange(".github/workflows/ci.yml", "100644", Optional.of(before), Optional.of(after));
    long parsing = Long.MAX_VALUE;
    long deciding = Long.MAX_VALUE;
    // Interleaved, the best of each: what else the machine does hits both alike.
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      int size = StrictYaml.read(before).size() + StrictYaml.read(after).size();
      long middle = System.nanoTime();
      GateDecision decision =
          SafetyGate.decide(List.of(change), PLAIN, new GatePolicy(5));
      long end = System.nanoTime();
      if (size == 0 || decision.outcome() != GateDecision.Outcome.APPROVAL) {
        throw new IllegalStateException("not the work that was meant");
      }
      parsing = Math.min(parsing, middle - start);
      deciding = Math.min(deciding, end - middle);
    }
    System.out.printf(
        "%d lines: parsing twice %d us, decision %d us, ratio %.2f%n",
        before.lines().count(), parsing / 1000, deciding / 1000, (double) deciding / parsing);
  }

  private static String workflow() {
    StringBuilder text = new StringBuilder("name: CI\non: [push, pull_request]\njobs:\n");
    for (int job = 0; job < 12; job++) {
      text.append("  job").append(job).append(":\n    runs-on: ubuntu-22.04\n    timeout-minutes: 10\n    steps:\n");
      for (int step = 0; step < 4; step++) {
        text.append("      - uses: actions/setup-node@v4\n        with:\n          node-version: 16\n");
        text.append("      - name: Step ").append(step).append("\n        run: |\n          npm ci\n");
        text.append("          npm run unit -- --shard ").append(step).append("\n");
      }
    }
    return text.toString();
  }
}
