package io.github.cicdmonitor.diagnose;

import io.github.cicdmonitor.logs.LineInterest;
import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.StepRole;
import io.github.cicdmonitor.reports.Report;
import io.github.cicdmonitor.reports.Reports;
import io.github.cicdmonitor.rules.Rule;
import io.github.cicdmonitor.rules.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Weighs what speaks for each category and answers with the heaviest.
 *
 * <p>Rules that fit a line, reports that tools gave of themselves and, where neither knows a line,
 * its shape are {@link Hit}s. Each is worth its own confidence and what its place adds or takes: the
 * rank the cutter gave the line, whether its step ended the job, how well the category fits the
 * command that wrote it, whether the line only shows text. What cannot be told is said with a
 * confidence below {@link Diagnosis#TELLABLE}.
 */
public final class Judge {
  /** A report says what failed; why is said by other lines, and both have to be in the excerpt. */
  private static final int HEAVIEST_REPORT = 64;

  /** The one line with the counts has to be in it however long the list above or below. */
  private static final int COUNTS = 78;

  private static final double CORROBORATES = 0.7;
  private static final double PER_OTHER_LINE = 0.01;
  private static final double CANNOT_TELL = 0.3;

  private final RuleSet rules;

  public Judge(RuleSet rules) {
    this.rules = rules;
  }

  /** What rules and reports want the cutter to keep. */
  public static LineInterest interest(RuleSet rules) {
    List<String> literals = new ArrayList<>(rules.literals());
    int reports = literals.size();
    literals.addAll(Reports.literals());
    return new LineInterest(literals, (line, found) -> {
      int byRules = rules.weigh(line, found);
      return found.nextSetBit(reports) < 0
          ? byRules
          : Math.max(byRules, ofReport(Reports.weigh(Wrappers.uncarried(line))));
    });
  }

  private static int ofReport(int weight) {
    return weight == Reports.COUNTS ? COUNTS : Math.min(HEAVIEST_REPORT, weight);
  }

  /** Empty only where the log gives no evidence at all. */
  public Optional<Diagnosis> judge(Excerpt excerpt) {
    if (excerpt.lines().isEmpty()) {
      return Optional.empty();
    }
    List<Hit> hits = hits(excerpt);
    return Optional.of(hits.isEmpty() ? untold(excerpt) : told(excerpt, hits));
  }

  /** All hits, best first. */
  public List<RuleHit> explain(Excerpt excerpt) {
    List<RuleHit> told = new ArrayList<>();
    for (Hit hit : hits(excerpt)) {
      String place =
          hit.rank() < 0 ? "not among the error lines" : "error line number " + (hit.rank() + 1);
      String writer = excerpt
          .writerOf(hit.line())
          .map(step ->
              ", " + step.standing().name().toLowerCase(Locale.ROOT) + " " + words(step.roles()))
          .orElse("");
      told.add(new RuleHit(
          hit.source(),
          hit.line(),
          told.isEmpty(),
          String.format(
              Locale.ROOT,
              "%s, confidence %.2f, %s%s: %.2f",
              hit.category().word(),
              hit.confidence(),
              place,
              writer,
              hit.score())));
    }
    return told;
  }

  private static String words(Set<StepRole> roles) {
    return roles.isEmpty()
        ? "step"
        : String.join("/", roles.stream().map(StepRole::word).sorted().toList());
  }

  private List<Hit> hits(Excerpt cut) {
    List<Report> reports = ReportHits.read(cut);
    Excerpt excerpt = ReportedRoles.known(cut, reports);
    Map<Integer, Integer> ranks = new LinkedHashMap<>();
    excerpt.errorLines().forEach(line -> ranks.putIfAbsent(line, ranks.size()));
    String whole = excerpt.render();
    Set<Integer> listed = Listing.lines(excerpt);
    List<Hit> hits = new ArrayList<>();
    for (LogLine line : excerpt.lines()) {
      List<String> layers = Wrappers.layers(line.text().value());
      int rank = ranks.getOrDefault(line.number(), -1);
      Optional<ExcerptStep> writer = excerpt.writerOf(line.number());
      double place = PlaceWeight.of(excerpt, line, rank)
          - (listed.contains(line.number()) ? PlaceWeight.LISTED : 0);
      boolean known = false;
      for (int order : rules.fitting(layers)) {
        Rule rule = rules.rules().get(order);
        if (holdsIn(rule, whole)) {
          known = true;
          double weight =
              order < rules.users() ? place + 1 : place + PlaceWeight.ofRule(rule, line, writer);
          hits.add(new Hit(
              rule.id(),
              Optional.of(rule),
              order,
              rule.category(),
              rule.confidence(),
              line.number(),
              rank,
              weight,
              rule.causeFor(layers),
              rule.advice(),
              rule.transientFault()));
        }
      }
      if (!known && rank >= 0 && !Harmless.isNote(line.text().value())) {
        LineShape.hit(line, rank, place, writer).ifPresent(hits::add);
      }
    }
    hits.addAll(Stopped.hits(excerpt));
    RemoteTrouble.explain(excerpt, hits, rules.users());
    ReportHits.weigh(excerpt, reports, hits);
    corroborate(hits);
    hits.sort(Comparator.comparingDouble(Hit::score)
        .reversed()
        .thenComparingInt(Hit::order)
        .thenComparingInt(Hit::line));
    return hits;
  }

  /** Several error lines that tell of the same category speak for it. */
  private static void corroborate(List<Hit> hits) {
    Map<Category, Set<Integer>> lines = new EnumMap<>(Category.class);
    for (Hit hit : hits) {
      if (hit.rank() >= 0 && hit.confidence() >= CORROBORATES) {
        lines.computeIfAbsent(hit.category(), c -> new LinkedHashSet<>()).add(hit.line());
      }
    }
    hits.replaceAll(hit -> {
      int others = lines.getOrDefault(hit.category(), Set.of()).size() - 1;
      return hit.rank() < 0 ? hit : hit.heavier(PER_OTHER_LINE * Math.max(0, Math.min(3, others)));
    });
  }

  private static boolean holdsIn(Rule rule, String whole) {
    return rule.with().map(p -> p.in(whole)).orElse(true)
        && rule.unless().map(p -> !p.in(whole)).orElse(true);
  }

  private Diagnosis told(Excerpt excerpt, List<Hit> hits) {
    Hit best = hits.get(0);
    Set<Integer> lines = new LinkedHashSet<>();
    hits.stream()
        .filter(hit -> hit.source().equals(best.source()) && hit.category() == best.category())
        .limit(3)
        .forEach(hit -> lines.add(hit.line()));
    SafeText cause = SafeText.ofRedacted(cause(excerpt, hits));
    SafeText advice = SafeText.ofRedacted(best.advice());
    boolean rerun =
        best.rule().map(r -> r.remediation() == Remediation.Kind.RERUN).orElse(false);
    Remediation remediation = rerun
        ? new Remediation(
            Remediation.Kind.RERUN,
            SafeText.ofRedacted("Run the failed jobs again"),
            cause,
            List.of(),
            List.of())
        : Remediation.NONE;
    return new Diagnosis(
        best.category(),
        Confidence.of(best, hits),
        best.transientFault(),
        cause,
        advice,
        EvidenceChoice.of(excerpt, lines, hits),
        remediation,
        best.rule().map(Rule::id));
  }

  /** What failed by name, where a report of the same class says it, and why. */
  private static String cause(Excerpt excerpt, List<Hit> hits) {
    Hit best = hits.get(0);
    if (best.source().equals(LineShape.SOURCE)) {
      return Quote.of(excerpt, best.line(), best.cause());
    }
    Optional<Hit> report = best.category().failureClass() == FailureClass.DEVOPS
        ? Optional.empty()
        : hits.stream().filter(hit -> ReportHits.names(best, hit)).findFirst();
    if (report.isPresent()) {
      return report.get().cause() + "; " + best.cause();
    }
    boolean nameless = best.rule().isPresent()
        && (best.category().failureClass() == FailureClass.DEVELOPER
            || best.category() == Category.DEPENDENCY)
        && !SourcePlace.isNamedIn(best.cause());
    Optional<String> place = nameless ? SourcePlace.near(excerpt, best.line()) : Optional.empty();
    return place
        .filter(where -> !best.cause().contains(where))
        .map(where -> best.cause() + ", at " + where)
        .orElse(best.cause());
  }

  private static Diagnosis untold(Excerpt excerpt) {
    Set<StepRole> roles = excerpt.errorLines().stream()
        .findFirst()
        .or(() -> Optional.of(excerpt.lines().get(excerpt.lines().size() - 1).number()))
        .flatMap(excerpt::writerOf)
        .map(ExcerptStep::roles)
        .orElse(Set.of());
    return new Diagnosis(
        LineShape.usual(roles),
        CANNOT_TELL,
        false,
        SafeText.ofRedacted("The cause cannot be determined from this log" + Quote.ending(excerpt)),
        SafeText.ofRedacted("Look at the lines shown; none of them is a known kind of failure."),
        EvidenceChoice.of(excerpt, Set.of(), List.of()),
        Remediation.NONE,
        Optional.empty());
  }
}
