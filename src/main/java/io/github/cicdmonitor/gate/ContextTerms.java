package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.workflow.Shown;
import java.util.ArrayList;
import java.util.List;

/** What the surroundings of a proposal add to its risk, whatever it changes. */
final class ContextTerms {
  private static final double DOUBTFUL = 0.7;
  private static final double UNSURE = 0.4;

  private static final int SIGNALS_SHOWN = 5;

  private ContextTerms() {}

  static List<RiskFactor> of(
      List<FileFindings> files, List<FileChange> changes, GateContext context) {
    List<RiskFactor> terms = new ArrayList<>();
    add(terms, context.protectedRepository(), OperatorsWish.PROTECTED_REPOSITORY, 2);
    add(terms, context.fromFork(), "C2 the failing run came from a fork", 3);
    add(terms, context.otherBranch(), "C2b another branch by somebody else", 1);
    add(terms, !context.signals().isEmpty(), "C3 instructions or hidden text in the input", 3);
    confidence(terms, context);
    size(terms, changes);
    String unseen = String.join(
        ", ",
        files.stream().flatMap(f -> f.unseenValues().stream()).sorted().limit(5).toList());
    add(
        terms,
        !unseen.isEmpty(),
        "C6 not in the repository nor at GitHub: " + Shown.quoted(unseen),
        2);
    add(terms, context.attemptsInSevenDays() > 0, "C7 tried before within seven days", 2);
    add(terms, context.releaseBranch(), "C8 release branch, tag build or merge queue", 1);
    return terms;
  }

  private static void confidence(List<RiskFactor> terms, GateContext context) {
    if (context.modelConfidence().isPresent()) {
      double confidence = context.modelConfidence().getAsDouble();
      // not a number is as good as missing
      if (!(confidence >= UNSURE)) {
        terms.add(new RiskFactor("C4 model confidence below " + UNSURE, 2));
      } else if (confidence < DOUBTFUL) {
        terms.add(new RiskFactor("C4 model confidence below " + DOUBTFUL, 1));
      }
    }
  }

  private static void size(List<RiskFactor> terms, List<FileChange> changes) {
    int lines = changes.stream()
        .mapToInt(c -> EditSize.of(c.before().orElse(""), c.after().orElse("")).changedLines())
        .sum();
    if (changes.size() > 3 || lines > 100) {
      terms.add(new RiskFactor("C5 more than 3 files or 100 lines", 2));
    } else if (changes.size() > 1 || lines > 20) {
      terms.add(new RiskFactor("C5 more than 1 file or 20 lines", 1));
    }
  }

  static List<String> floors(List<FileChange> changes, GateContext context) {
    List<String> floors = new ArrayList<>();
    if (context.protectedRepository()) {
      floors.add(OperatorsWish.REPOSITORY_ASKS);
    }
    if (context.fromFork()) {
      floors.add("the failing run came from a fork");
    }
    context.signals().stream().limit(SIGNALS_SHOWN).forEach(signal -> floors.add(signal.words()));
    if (context.modelConfidence().isPresent()
        && !(context.modelConfidence().getAsDouble() >= context.minConfidence())) {
      floors.add("model confidence below " + context.minConfidence());
    }
    for (FileChange change : changes) {
      context.protectedPaths().stream()
          .filter(glob -> PathRules.fits(glob, change.path()))
          .findFirst()
          .ifPresent(
              glob -> floors.add(OperatorsWish.PATH_ASKS + change.path() + " (" + glob + ")"));
    }
    return floors;
  }

  private static void add(List<RiskFactor> terms, boolean holds, String name, int points) {
    if (holds) {
      terms.add(new RiskFactor(name, points));
    }
  }
}
