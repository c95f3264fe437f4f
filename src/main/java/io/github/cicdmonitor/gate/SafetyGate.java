package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.fixes.Catalogue;
import io.github.cicdmonitor.fixes.Recognised;
import io.github.cicdmonitor.fixes.Recognition;
import io.github.cicdmonitor.gate.files.KnownFile;
import io.github.cicdmonitor.gate.finding.FileClass;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.workflow.ClosedWorld;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;
import io.github.cicdmonitor.workflow.ParsedChange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Says whether a proposal may go out by itself, needs a person, is only told, or is refused.
 *
 * <p>Order: a hard rule blocks; application source is only reported; the threshold or a floor asks.
 * Automatic is what is left: every difference is a recognised fix of the catalogue, or none at all.
 * Every doubt, and every failure of the gate itself, falls to the safe side.
 */
public final class SafetyGate {
  private static final int UNKNOWN_SHOWN = 3;

  private SafetyGate() {}

  /** Never throws. The same arguments give the same decision, now and at approval time. */
  public static GateDecision decide(
      List<FileChange> changes, GateContext context, GatePolicy policy) {
    try {
      return judge(changes, context, policy);
    } catch (RuntimeException | StackOverflowError e) {
      return failedClosed(changes);
    }
  }

  private static GateDecision judge(
      List<FileChange> changes, GateContext context, GatePolicy policy) {
    List<FileFindings> files = new ArrayList<>();
    Set<String> paths = new LinkedHashSet<>();
    Set<String> floors = new LinkedHashSet<>();
    Set<HardRuleHit> hits = new LinkedHashSet<>();
    for (FileChange change : changes) {
      files.add(judge(new ParsedChange(change), context));
      if (!paths.add(change.path())) {
        floors.add("the file " + change.path() + " is changed twice");
      }
    }
    SizeLimits.check(changes, hits);
    if (context.attemptsInSevenDays() >= 2) {
      hits.add(
          new HardRuleHit("B-LOOP", "", 0, "a third try at the same failure within seven days"));
    }
    boolean source = false;
    for (FileFindings file : files) {
      hits.addAll(file.hits());
      floors.addAll(file.floors());
      source |= file.fileClass() == FileClass.F7;
      file.differences().stream()
          .filter(d -> d.kind().isFloor())
          .forEach(d -> floors.add(d.kind().label() + " in " + d.place() + ": " + d.what()));
    }
    floors.addAll(ContextTerms.floors(changes, context));
    List<RiskFactor> factors = RiskSum.of(files, changes, context);
    return decision(factors, floors, List.copyOf(hits), source, policy);
  }

  /** What the readers say, and whether the catalogue of fixes knows every difference. */
  private static FileFindings judge(ParsedChange change, GateContext context) {
    FileFindings found = FileReading.read(change, context);
    Recognition recognition = Catalogue.recognise(change, context.evidence());
    if (recognition.isAutomatic()) {
      found.recognised(recognition);
      if (recognition.diff().isPresent()) {
        ClosedWorld.doubts(recognition, context.facts().filesAtBase()).forEach(found::ask);
      } else if (!recognition.fixes().isEmpty()) {
        KnownFile.doubt(change.change(), recognition.surroundings()).ifPresent(found::ask);
      }
      return found;
    }
    if (recognition.isWhole()) {
      found.hidesNothing();
    }
    recognition.unknown().stream()
        .limit(UNKNOWN_SHOWN)
        .map(unknown -> "not a recognised fix: "
            + (unknown.line() > 0 ? unknown.path() + ":" + unknown.line() : unknown.path())
            + " (" + unknown.what() + ")")
        .forEach(found::ask);
    for (Recognised fix : recognition.fixes()) {
      fix.asks().ifPresent(reason -> found.ask(fix.fix() + " (" + fix.where() + "): " + reason));
    }
    return found;
  }

  /** Five parameters: whatever decides stands here, and nothing else does; both ways to a decision call it. */
  private static GateDecision decision(
      List<RiskFactor> factors,
      Set<String> floors,
      List<HardRuleHit> hits,
      boolean source,
      GatePolicy policy) {
    RiskScore sum = RiskScore.sumOf(factors);
    List<String> asks = List.copyOf(floors);
    if (!hits.isEmpty()) {
      return new GateDecision(Outcome.BLOCK, new RiskScore(RiskScore.MAX, factors), asks, hits);
    }
    if (source) {
      return new GateDecision(Outcome.REPORT_ONLY, sum, asks, hits);
    }
    boolean ask = sum.value() >= policy.threshold() || !asks.isEmpty();
    return new GateDecision(ask ? Outcome.APPROVAL : Outcome.AUTO, sum, asks, hits);
  }

  /** The gate itself broke: a person decides, unless the path alone already forbids it. */
  private static GateDecision failedClosed(List<FileChange> changes) {
    List<HardRuleHit> hits = new ArrayList<>();
    boolean source = false;
    for (FileChange change : changes) {
      PathRules.check(change.path()).ifPresent(hits::add);
      source |= PathRules.isApplicationSource(change.path());
    }
    List<RiskFactor> factors =
        List.of(new RiskFactor("the proposal could not be judged", RiskScore.MAX));
    return decision(
        factors, Set.of("the proposal could not be judged"), hits, source, new GatePolicy(0));
  }
}
