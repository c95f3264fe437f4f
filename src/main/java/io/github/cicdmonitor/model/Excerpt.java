package io.github.cicdmonitor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a log that explains the failure: lines in order with their numbers, gaps left out.
 *
 * @param lines ascending by number, without repeats
 * @param errorLines numbers of the lines (all of them in {@code lines}) that the cutter holds to be
 *     the reason, best first
 * @param step name of the failed step, where known
 * @param steps who wrote the lines, ascending; where they overlap the later is the more exact
 * @param stepFrom the first line of the failed step in the log, 1-based; 0 where not known
 * @param stepTo its last line; 0 where not known
 * @param totalLines lines of the whole log, as far as it was read
 * @param truncated whether reading stopped before the end of the log
 * @param familiar numbers of the lines that the job's last green run printed too; empty where none
 *     is known, or where it printed all of them
 * @param signals of orders in these lines, seen before anything was removed from them
 */
public record Excerpt(
    List<LogLine> lines,
    List<Integer> errorLines,
    Optional<SafeText> step,
    List<ExcerptStep> steps,
    int stepFrom,
    int stepTo,
    int totalLines,
    boolean truncated,
    Set<Integer> familiar,
    List<InjectionSignal> signals) {
  private static final int CHARACTERS_PER_TOKEN = 4;

  public static final Excerpt NOTHING = new Excerpt(
      List.of(), List.of(), Optional.empty(), List.of(), 0, 0, 0, false, Set.of(), List.of());

  public Excerpt {
    lines = List.copyOf(lines);
    errorLines = List.copyOf(errorLines);
    steps = List.copyOf(steps);
    familiar = Set.copyOf(familiar);
    signals = List.copyOf(signals);
    int last = 0;
    for (LogLine line : lines) {
      if (line.number() <= last) {
        throw new IllegalArgumentException("lines ascend");
      }
      last = line.number();
    }
  }

  /** Who wrote the line, as exactly as it is known. */
  public Optional<ExcerptStep> writerOf(int line) {
    Optional<ExcerptStep> writer = Optional.empty();
    for (ExcerptStep candidate : steps) {
      if (candidate.holds(line)) {
        writer = Optional.of(candidate);
      }
    }
    return writer;
  }

  /** Runs of neighbouring lines. */
  public List<LineRange> ranges() {
    List<LineRange> ranges = new ArrayList<>();
    int from = 0;
    int to = 0;
    for (LogLine line : lines) {
      if (from != 0 && line.number() != to + 1) {
        ranges.add(new LineRange(from, to));
        from = 0;
      }
      from = from == 0 ? line.number() : from;
      to = line.number();
    }
    if (from != 0) {
      ranges.add(new LineRange(from, to));
    }
    return ranges;
  }

  /** The estimate that budgets use: characters / 4. */
  public int tokens() {
    int characters = 0;
    for (LogLine line : lines) {
      characters += line.text().value().length() + 1;
    }
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  /** The text with a mark for every gap, as a model or a person reads it. */
  public String render() {
    StringBuilder out = new StringBuilder();
    int next = 1;
    for (LogLine line : lines) {
      if (line.number() > next) {
        out.append("[… ").append(line.number() - next).append(" lines left out …]\n");
      }
      out.append(line.text().value()).append('\n');
      next = line.number() + 1;
    }
    if (totalLines >= next) {
      out.append("[… ").append(totalLines - next + 1).append(" lines left out …]\n");
    }
    return out.toString();
  }

  public Optional<LogLine> line(int number) {
    return lines.stream().filter(line -> line.number() == number).findFirst();
  }
}
