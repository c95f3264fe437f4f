package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.StepRole;
import io.github.cicdmonitor.reports.Report;
import io.github.cicdmonitor.reports.Reports;
import io.github.cicdmonitor.rules.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What tools report of their own run, set against single lines of their output. Who says "3 of 40
 * failed" knows what failed; a line inside says at most why. Only where one known fault stands behind
 * most of what failed is that fault the reason.
 */
final class ReportHits {
  static final String SOURCE = "report ";
  private static final double COUNTED = 0.88;
  private static final double LISTED_ONLY = 0.72;
  private static final double NEVER_RAN_AT_ALL = 0.58;
  /** The tests could not even be loaded: that is no test's failure. */
  private static final Pattern NEVER_RAN = Pattern.compile(
      "errors? during collection|ERROR collecting|Test suite failed to run|Unhandled Errors?\\b|Vitest caught \\d+ unhandled|Failed Suites? \\d|An error occurred while loading|error occurred outside of examples");

  private static final double OUTWEIGHED = 0.16;
  private static final double WENT_ON = 0.12;
  /** A test's name stands near what it failed with, mostly above. */
  private static final int BELOW = 3;

  /** More tests than these do not fail for one wrong value. */
  private static final int FEW = 3;

  private static final double MUCH_LIGHTER = 0.35;
  private static final double MOST_OF_THEM = 0.6;

  private ReportHits() {}

  /** Adds a hit for each report, and takes weight from what only its output says. */
  static void weigh(Excerpt excerpt, List<Report> read, List<Hit> hits) {
    List<Report> reports = new ArrayList<>(read);
    // What failed tests did not run is not covered.
    if (reports.stream().anyMatch(report -> report.kind() == Report.Kind.TEST)) {
      reports.removeIf(report -> report.tool().equals("coverage"));
    }
    for (int nth = 0; nth < reports.size(); nth++) {
      Report report = reports.get(nth);
      Set<Integer> own = lines(report);
      Optional<Category> behind = faultBehind(report, hits);
      hits.replaceAll(
          hit -> outweighed(hit, report, excerpt, behind) ? hit.heavier(-OUTWEIGHED) : hit);
      if (behind.isEmpty()) {
        Hit hit = hit(report, own, excerpt, hits);
        hits.add(hit);
        if (isFollowed(report, reports.subList(nth + 1, reports.size()), excerpt)) {
          hits.replaceAll(h -> isWithin(h.line(), report) ? h.heavier(-WENT_ON) : h);
        }
      }
    }
  }

  private static boolean isWithin(int line, Report report) {
    return report.firstLine() <= line && line <= report.lastLine();
  }

  /** Whether the same script went on to another tool that failed as well, and ended with that. */
  private static boolean isFollowed(Report report, List<Report> others, Excerpt excerpt) {
    Optional<ExcerptStep> writer = excerpt.writerOf(report.lastLine());
    return others.stream()
        .anyMatch(later -> later.firstLine() > report.lastLine()
            && later.failed().isPresent()
            && later.kind() != Report.Kind.COMPILATION
            && !later.tool().equals(report.tool())
            && excerpt.writerOf(later.lastLine()).equals(writer));
  }

  /** Whether a report names what failed by the fault of {@code best}: of its class, and no lightweight. */
  static boolean names(Hit best, Hit report) {
    return report.source().startsWith(SOURCE)
        && report.category().failureClass() == best.category().failureClass()
        && best.score() - report.score() < MUCH_LIGHTER
        && !best.source().startsWith(SOURCE);
  }

  static List<Report> read(Excerpt excerpt) {
    List<Reports.Line> lines = new ArrayList<>();
    for (LogLine line : excerpt.lines()) {
      lines.add(new Reports.Line(line.number(), Wrappers.uncarried(line.text().value())));
    }
    return Reports.read(lines);
  }

  static Set<Integer> lines(Report report) {
    Set<Integer> lines = new HashSet<>();
    report.items().forEach(item -> lines.add(item.logLine()));
    if (report.summaryLine() > 0) {
      lines.add(report.summaryLine());
    }
    return lines;
  }

  static Category category(Report report) {
    return switch (report.kind()) {
      case TEST -> Category.TEST_FAILURE;
      case LINT -> Category.LINT;
      case COMPILATION -> Category.COMPILATION;
      case RESOLUTION -> Category.DEPENDENCY;
    };
  }

  /** The one category that rules see in most of the lines that name what failed. */
  private static Optional<Category> faultBehind(Report report, List<Hit> hits) {
    Set<Integer> items = new HashSet<>();
    report.items().forEach(item -> items.add(item.logLine()));
    if (items.isEmpty()) {
      items.add(report.summaryLine());
    }
    for (Category category : Category.values()) {
      long explained = items.stream()
          .filter(line -> hits.stream()
              .anyMatch(hit -> hit.line() >= line - BELOW
                  && hit.line() <= line + BELOW
                  && hit.category() == category
                  && hit.rule().filter(rule -> rule.confidence() >= 0.85).isPresent()))
          .count();
      if (category != category(report)
          && category.failureClass() == FailureClass.DEVOPS
          && explained >= MOST_OF_THEM * items.size()) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }

  private static boolean outweighed(
      Hit hit, Report report, Excerpt excerpt, Optional<Category> behind) {
    boolean knows = report.kind() == Report.Kind.TEST || report.failed().isPresent();
    boolean othersBusiness = knows
        && hit.category().failureClass() == FailureClass.DEVOPS
        && report.kind() != Report.Kind.RESOLUTION
        && behind.filter(category -> category == hit.category()).isEmpty()
        && !hit.rule().map(Rule::roles).orElse(Set.of()).contains(StepRole.TEST);
    return othersBusiness && inSameOutput(hit.line(), report, excerpt);
  }

  /** Tests print what they like; a compiler or linter writes only within its report. */
  private static boolean inSameOutput(int line, Report report, Excerpt excerpt) {
    if (report.kind() != Report.Kind.TEST) {
      return isWithin(line, report);
    }
    Optional<ExcerptStep> writer = excerpt.writerOf(report.lastLine());
    return writer.isPresent() ? writer.get().holds(line) : line <= report.lastLine();
  }

  private static Hit hit(Report report, Set<Integer> own, Excerpt excerpt, List<Hit> hits) {
    int line =
        report.items().isEmpty() ? report.summaryLine() : report.items().get(0).logLine();
    Optional<ExcerptStep> writer = excerpt.writerOf(line);
    int rank = IntStream.range(0, excerpt.errorLines().size())
        .filter(i -> own.contains(excerpt.errorLines().get(i)))
        .min()
        .orElse(excerpt.errorLines().size());
    Category category = category(report);
    double fit = writer.map(w -> RoleFit.of(w.roles(), category)).orElse(0.0);
    return new Hit(
        SOURCE + report.tool(),
        Optional.empty(),
        Hit.BEHIND_RULES,
        refined(category, report, hits),
        confidence(report, excerpt),
        line,
        rank,
        PlaceWeight.ofRank(Math.min(rank, 3), writer) + fit - PlaceWeight.familiar(excerpt, line),
        report.headline(),
        advice(report),
        false);
  }

  private static double confidence(Report report, Excerpt excerpt) {
    boolean ranAtAll = report.kind() != Report.Kind.TEST
        || excerpt.lines().stream()
            .filter(line ->
                line.number() >= report.firstLine() - 60 && line.number() <= report.lastLine() + 20)
            .noneMatch(line -> NEVER_RAN.matcher(line.text().value()).find());
    return !ranAtAll ? NEVER_RAN_AT_ALL : report.failed().isPresent() ? COUNTED : LISTED_ONLY;
  }

  /** Failed tests of which most show the values show that the product computes wrong ones. */
  private static Category refined(Category category, Report report, List<Hit> hits) {
    if (category != Category.TEST_FAILURE) {
      return category;
    }
    int failed = report.failed().orElse(report.items().size());
    long values = hits.stream()
        .filter(hit -> hit.category() == Category.LOGIC_ERROR
            && hit.rule().filter(rule -> rule.confidence() >= 0.75).isPresent()
            && hit.line() >= report.firstLine() - 40
            && hit.line() <= report.lastLine())
        .map(Hit::line)
        .distinct()
        .count();
    boolean most = failed <= FEW || 2 * values >= failed;
    return values > 0 && most ? Category.LOGIC_ERROR : category;
  }

  private static String advice(Report report) {
    return switch (report.kind()) {
      case TEST -> "Look at the failed tests named here and their messages.";
      case LINT -> "Correct what " + report.tool() + " found, or change its settings.";
      case COMPILATION -> "Correct the code at the places named here.";
      case RESOLUTION -> "Change the versions so that they fit together, and renew the lock file.";
    };
  }
}
