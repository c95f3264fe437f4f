package io.github.cicdmonitor.rules;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Turns an excerpt into a diagnosis by the rules.
 *
 * <p>Each hit is worth its rule's confidence and what its line is worth to the cutter; the best one
 * wins, and among equals the rule that stands first. A line that no rule knows gives no answer:
 * "cannot be told from this log" is a diagnosis with a confidence below {@link Diagnosis#TELLABLE}.
 */
public final class RuleMatcher {
  private static final int EVIDENCE = 8;
  private static final int EVIDENCE_PER_RULE = 6;
  private static final double PER_RANK = 0.022;
  private static final double NOT_AN_ERROR_LINE = 0.36;
  private static final double CORROBORATES = 0.7;
  private static final double PER_OTHER_LINE = 0.01;
  private static final double CANNOT_TELL = 0.3;

  private record Scored(Rule rule, int order, LogLine line, int rank, double score) {}

  private final RuleSet rules;

  public RuleMatcher(RuleSet rules) {
    this.rules = rules;
  }

  /** Empty only where the log gives no evidence at all. */
  public Optional<Diagnosis> match(Excerpt excerpt) {
    if (excerpt.lines().isEmpty()) {
      return Optional.empty();
    }
    List<Scored> hits = hits(excerpt);
    return Optional.of(hits.isEmpty() ? untold(excerpt) : told(excerpt, hits));
  }

  /** All hits, best first. */
  public List<RuleHit> explain(Excerpt excerpt) {
    List<RuleHit> told = new ArrayList<>();
    for (Scored hit : hits(excerpt)) {
      boolean won = told.isEmpty();
      String place =
          hit.rank() < 0 ? "not among the error lines" : "error line number " + (hit.rank() + 1);
      told.add(new RuleHit(
          hit.rule().id(),
          hit.line().number(),
          won,
          String.format(
              Locale.ROOT,
              "%s, confidence %.2f, %s: %.2f",
              hit.rule().category().word(),
              hit.rule().confidence(),
              place,
              hit.score())));
    }
    return told;
  }

  private List<Scored> hits(Excerpt excerpt) {
    Map<Integer, Integer> ranks = new LinkedHashMap<>();
    excerpt.errorLines().forEach(line -> ranks.putIfAbsent(line, ranks.size()));
    String whole = excerpt.render();
    List<Scored> hits = new ArrayList<>();
    for (LogLine line : excerpt.lines()) {
      String text = line.text().value();
      String lower = text.toLowerCase(Locale.ROOT);
      int rank = ranks.getOrDefault(line.number(), -1);
      for (int order = 0; order < rules.rules().size(); order++) {
        Rule rule = rules.rules().get(order);
        if (rule.fits(text, lower) && holdsIn(rule, whole)) {
          double place = rank < 0 ? NOT_AN_ERROR_LINE : PER_RANK * rank;
          double user = order < rules.users() ? 1 : 0;
          hits.add(new Scored(rule, order, line, rank, rule.confidence() - place + user));
        }
      }
    }
    corroborate(hits);
    hits.sort(Comparator.comparingDouble(Scored::score)
        .reversed()
        .thenComparingInt(Scored::order)
        .thenComparingInt(hit -> hit.line().number()));
    return hits;
  }

  /** Several error lines that tell of the same category speak for it. */
  private static void corroborate(List<Scored> hits) {
    Map<Category, Set<Integer>> lines = new EnumMap<>(Category.class);
    for (Scored hit : hits) {
      if (hit.rank() >= 0 && hit.rule().confidence() >= CORROBORATES) {
        lines
            .computeIfAbsent(hit.rule().category(), c -> new LinkedHashSet<>())
            .add(hit.line().number());
      }
    }
    hits.replaceAll(hit -> {
      int others = lines.getOrDefault(hit.rule().category(), Set.of()).size() - 1;
      double more = hit.rank() < 0 ? 0 : PER_OTHER_LINE * Math.max(0, Math.min(3, others));
      return new Scored(hit.rule(), hit.order(), hit.line(), hit.rank(), hit.score() + more);
    });
  }

  private static boolean holdsIn(Rule rule, String whole) {
    return rule.with().map(p -> p.matcher(whole).find()).orElse(true)
        && rule.unless().map(p -> !p.matcher(whole).find()).orElse(true);
  }

  private Diagnosis told(Excerpt excerpt, List<Scored> hits) {
    Scored best = hits.get(0);
    Rule rule = best.rule();
    double confidence = confidence(best, hits);
    Set<Integer> lines = new LinkedHashSet<>();
    hits.stream()
        .filter(hit -> hit.order() == best.order())
        .limit(3)
        .forEach(hit -> lines.add(hit.line().number()));
    SafeText cause = SafeText.ofRedacted(rule.causeFor(best.line().text().value()));
    SafeText advice = SafeText.ofRedacted(rule.advice());
    Remediation remediation = rule.remediation() == Remediation.Kind.RERUN
        ? new Remediation(
            Remediation.Kind.RERUN,
            SafeText.ofRedacted("Run the failed jobs again"),
            cause,
            List.of(),
            List.of())
        : Remediation.NONE;
    return diagnosis(
        rule.category(),
        confidence,
        rule.transientFault(),
        cause,
        advice,
        evidence(excerpt, lines, alike(hits)),
        remediation,
        Optional.of(rule.id()));
  }

  /** Less where the line is not the cutter's first choice or another class is as likely. */
  private static double confidence(Scored best, List<Scored> hits) {
    double confidence = best.rule().confidence();
    if (best.rank() < 0) {
      confidence -= 0.2;
    } else if (best.rank() > 4) {
      confidence -= 0.08;
    }
    Optional<Scored> rival = hits.stream()
        .filter(
            h -> h.rule().category().failureClass() != best.rule().category().failureClass())
        .findFirst();
    if (rival.isPresent() && best.score() - rival.get().score() < 0.12) {
      confidence -= 0.22;
    }
    return Math.max(Diagnosis.TELLABLE, Math.min(1, confidence));
  }

  private Diagnosis untold(Excerpt excerpt) {
    String whole = excerpt.render().toLowerCase(Locale.ROOT);
    return diagnosis(
        guess(whole),
        CANNOT_TELL,
        false,
        SafeText.ofRedacted("The cause cannot be told from this log"),
        SafeText.ofRedacted("Look at the lines shown; none of them is a known kind of failure."),
        evidence(excerpt, Set.of(), Map.of()),
        Remediation.NONE,
        Optional.empty());
  }

  private static Category guess(String whole) {
    if (whole.contains("assert")) {
      return Category.TEST_FAILURE;
    }
    if (whole.contains("compil")) {
      return Category.COMPILATION;
    }
    if (whole.contains("exception") || whole.contains("traceback")) {
      return Category.CODE_BUG;
    }
    if (whole.contains("test")) {
      return Category.TEST_FAILURE;
    }
    return Category.CI_CONFIGURATION;
  }

  /** The best rule of each line, so that a wall of one kind does not fill the evidence. */
  private static Map<Integer, String> alike(List<Scored> hits) {
    Map<Integer, String> rules = new LinkedHashMap<>();
    hits.forEach(hit -> rules.putIfAbsent(hit.line().number(), hit.rule().id()));
    return rules;
  }

  private static List<Evidence> evidence(
      Excerpt excerpt, Set<Integer> first, Map<Integer, String> alike) {
    Set<Integer> lines = new LinkedHashSet<>();
    Map<String, Integer> shown = new LinkedHashMap<>();
    List<Integer> candidates = new ArrayList<>(first);
    candidates.addAll(excerpt.errorLines());
    for (int line : candidates) {
      String rule = alike.getOrDefault(line, "");
      if (!lines.contains(line)
          && (rule.isEmpty() || shown.merge(rule, 1, Integer::sum) <= EVIDENCE_PER_RULE)) {
        lines.add(line);
      }
    }
    return lines.stream()
        .flatMap(number -> excerpt.line(number).stream())
        .limit(EVIDENCE)
        .map(line -> new Evidence(line.number(), line.text()))
        .toList();
  }

  private static Diagnosis diagnosis(
      Category category,
      double confidence,
      boolean transientFault,
      SafeText cause,
      SafeText advice,
      List<Evidence> evidence,
      Remediation remediation,
      Optional<String> rule) {
    return new Diagnosis(
        category,
        confidence,
        transientFault,
        cause,
        advice,
        evidence,
        remediation,
        Diagnosis.Analyzer.RULES,
        rule,
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }
}
