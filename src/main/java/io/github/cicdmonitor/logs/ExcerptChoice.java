package io.github.cicdmonitor.logs;

import io.github.cicdmonitor.injection.InjectionSignals;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ranks what the scan kept and fills the budget: first the candidate lines themselves, then what
 * stands around the best of them, then what was printed just before the failure.
 */
final class ExcerptChoice {
  private static final int MOST_SIGNALS = 10; // more say nothing new
  private static final int ERROR_LINES = 14;
  private static final int SINGLE_LINES = 40;
  private static final int WINDOWS = 6;
  private static final int LONGEST_LINE = 700;
  private static final int LONGEST_NEIGHBOUR = 260;
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int REDACTION_MARGIN = 3;
  /** What a green run printed too did not fail the job: the part of its weight that is left. */
  private static final int FAMILIAR_PART = 4;
  /** What no literal knows and no green run printed, shortly before the failure. */
  private static final int FRESH = 16;

  private static final int FRESH_LINES = 10;
  private static final int FRESH_BEFORE = 60;

  private record Ranked(LogStep step, int line, int score) {}

  private final LogScan scan;
  private final LogCutter.Cut request;
  private final DecisiveSteps decisive;
  private final NavigableSet<Integer> chosen = new TreeSet<>();
  private final NavigableSet<Integer> central = new TreeSet<>();
  private final Familiar familiar;
  private int room;

  ExcerptChoice(LogScan scan, LogCutter.Cut request, GreenLines green) {
    this.scan = scan;
    this.familiar = new Familiar(scan.kept(), green);
    this.request = request;
    this.decisive = new DecisiveSteps(scan, request.failedStep().map(LogCutter.FailedStep::name));
  }

  Excerpt choose() {
    List<Ranked> ranked = rank();
    room = request.tokenBudget() * CHARACTERS_PER_TOKEN;
    int all = room;
    ranked.stream().limit(SINGLE_LINES).forEach(r -> central.add(r.line()));
    int nth = 0;
    for (Ranked r : ranked.subList(0, Math.min(SINGLE_LINES, ranked.size()))) {
      if (nth++ < ERROR_LINES || room > all / 2) {
        take(r.line());
        takeAround(r.line(), 1, nth <= ERROR_LINES ? 2 : 0, all / 3);
      }
    }
    for (LogStep step : scan.steps()) {
      if (decisive.of(step) == ExcerptStep.Standing.DECISIVE) {
        takeAround(step.lastFailure(), 24, 0, all / 3);
      }
    }
    for (Ranked r : ranked.subList(0, Math.min(WINDOWS, ranked.size()))) {
      takeAround(r.line(), 5, LogScan.AFTER, all / 5);
    }
    for (LogStep step : scan.steps()) {
      if (step.marked()) {
        takeAround(step.lastFailure(), 16, 0, all / 10);
      }
    }
    if (ranked.size() < 3 || !scan.anyFailure()) {
      takeAround(scan.lines(), 30, 0, ranked.isEmpty() ? 0 : all / 10);
    }
    return excerpt(ranked);
  }

  private List<Ranked> rank() {
    List<Ranked> ranked = new ArrayList<>();
    for (LogStep step : scan.steps()) {
      List<LogStep.Candidate> candidates = step.candidates();
      int first = candidates.stream()
          .filter(c -> c.weight() >= 44 && !familiar.holds(c.line()))
          .mapToInt(LogStep.Candidate::line)
          .min()
          .orElse(0);
      for (LogStep.Candidate c : candidates) {
        int weight = familiar.holds(c.line()) ? c.weight() / FAMILIAR_PART : c.weight();
        int score = weight - 5 * Math.min(c.nth(), 5) + place(step, c.line());
        score += c.line() == first ? 8 : 0;
        ranked.add(new Ranked(step, c.line(), score));
      }
    }
    addFresh(ranked);
    ranked.sort(Comparator.comparingInt(Ranked::score).reversed().thenComparingInt(Ranked::line));
    return ranked;
  }

  private void addFresh(List<Ranked> ranked) {
    Set<Integer> known = ranked.stream().map(Ranked::line).collect(Collectors.toSet());
    for (LogStep step : scan.steps()) {
      int end = step.lastFailure();
      if (decisive.of(step) == ExcerptStep.Standing.DECISIVE && end > 0) {
        int from = Math.max(step.from + 1, end - FRESH_BEFORE);
        for (int line : familiar.freshBefore(end, from, FRESH_LINES)) {
          if (known.add(line)) {
            ranked.add(new Ranked(step, line, FRESH + place(step, line)));
          }
        }
      }
    }
  }

  /** What the place of a line is worth, whatever it says. */
  private int place(LogStep step, int line) {
    return switch (decisive.of(step)) {
      case AFTERWARDS -> -30;
      case UNKNOWN -> near(scan.lines() - line);
      case PASSED -> -26;
      case FAILED -> -18;
      case DECISIVE ->
        step.exitMark() > 0 && line > step.exitMark() ? -15 : 16 + near(step.lastFailure() - line);
    };
  }

  private static int near(int distance) {
    return distance <= 20 ? 8 : distance <= 60 ? 5 : distance <= 200 ? 2 : 0;
  }

  private void takeAround(int line, int before, int after, int reserve) {
    for (int n = line; n >= Math.max(1, line - before) && room > reserve; n--) {
      take(n);
    }
    for (int n = line + 1; n <= line + after && room > reserve; n++) {
      take(n);
    }
  }

  private void take(int number) {
    RawLine line = scan.kept().get(number);
    if (line == null || chosen.contains(number)) {
      return;
    }
    int cost = Math.min(line.text().length(), longest(number)) + 3;
    if (cost <= room) {
      chosen.add(number);
      room -= cost;
    }
  }

  private int longest(int number) {
    return central.contains(number) ? LONGEST_LINE : LONGEST_NEIGHBOUR;
  }

  private Excerpt excerpt(List<Ranked> ranked) {
    Map<Integer, SafeText> safe = redacted();
    List<LogLine> lines = new ArrayList<>();
    int budget = request.tokenBudget() * CHARACTERS_PER_TOKEN;
    for (int number : chosen) {
      SafeText text = shortened(safe.getOrDefault(number, SafeText.EMPTY), longest(number));
      budget -= text.value().length() + 1;
      if (budget >= 0) {
        lines.add(new LogLine(number, text));
      }
    }
    List<Integer> present = lines.stream().map(LogLine::number).toList();
    int best = ranked.isEmpty() ? 0 : ranked.get(0).score();
    List<Integer> errors = ranked.stream()
        .filter(r -> !r.step().afterwards || ranked.get(0).step().afterwards)
        .filter(r -> r.score() > 12 && r.score() >= best - 60 && present.contains(r.line()))
        .limit(ERROR_LINES)
        .map(Ranked::line)
        .toList();
    Optional<SafeText> step = ranked.stream()
        .findFirst()
        .map(r -> r.step().name)
        .filter(name -> !name.isEmpty())
        .map(name -> request.redaction().redact(List.of(afterTab(name))).get(0));
    return new Excerpt(
        lines,
        errors,
        step,
        new StepSpans(scan, request, decisive).of(chosen),
        scan.failedStep().from(),
        scan.failedStep().to(scan.lines()),
        scan.lines(),
        false,
        present.stream().filter(familiar::holds).collect(Collectors.toSet()),
        signals(lines));
  }

  /** In the lines as they were: what the redactor folds or takes out may hold an order. */
  private List<InjectionSignal> signals(List<LogLine> lines) {
    List<String> texts = new ArrayList<>();
    Map<Integer, InjectionSignal.Kind> found = new TreeMap<>();
    for (LogLine line : lines) {
      RawLine raw = scan.kept().get(line.number());
      texts.add(shortened(raw == null ? "" : raw.text(), longest(line.number())));
      if (raw != null && raw.hidden()) {
        found.put(texts.size() - 1, InjectionSignal.Kind.HIDDEN_TEXT);
      }
    }
    InjectionSignals.of(texts).forEach(found::putIfAbsent);
    return found.entrySet().stream()
        .limit(MOST_SIGNALS)
        .map(entry -> {
          LogLine line = lines.get(entry.getKey());
          return new InjectionSignal(
              entry.getValue(), "line " + line.number() + " of the log", line.text());
        })
        .toList();
  }

  private static String afterTab(String name) {
    return name.substring(name.lastIndexOf('\t') + 1);
  }

  /** Neighbours are shown to the redactor too, so that a secret over two lines is seen whole. */
  private Map<Integer, SafeText> redacted() {
    NavigableSet<Integer> shown = new TreeSet<>();
    for (int number : chosen) {
      for (int n = number - REDACTION_MARGIN; n <= number + REDACTION_MARGIN; n++) {
        if (scan.kept().containsKey(n)) {
          shown.add(n);
        }
      }
    }
    // One text, so that what one place gives away is hidden in the others; a gap is an empty line.
    List<String> texts = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    int last = Integer.MIN_VALUE;
    for (int number : shown) {
      if (!numbers.isEmpty() && last != number - 1) {
        texts.add("");
        numbers.add(last);
      }
      texts.add(textOf(number));
      numbers.add(number);
      last = number;
    }
    List<SafeText> redacted = request.redaction().redact(texts);
    if (redacted.size() != texts.size()) {
      throw new IllegalStateException("the redactor changed the number of lines");
    }
    Map<Integer, SafeText> safe = new TreeMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      safe.putIfAbsent(numbers.get(i), redacted.get(i));
    }
    return safe;
  }

  private String textOf(int number) {
    RawLine line = scan.kept().get(number);
    return line == null ? "" : line.text();
  }

  /** Front and end of a long line; a cut never adds text that was not there, but for the mark. */
  private static SafeText shortened(SafeText text, int longest) {
    String value = text.value();
    return value.length() <= longest ? text : SafeText.ofRedacted(shortened(value, longest));
  }

  private static String shortened(String value, int longest) {
    if (value.length() <= longest) {
      return value;
    }
    int end = longest - 2;
    if (Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(0, end) + "…";
  }
}
