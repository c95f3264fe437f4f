package io.github.cicdmonitor.logs;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.StepRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One step of the job, as far as the text shows: its best candidate lines and where it failed. What
 * it keeps is bounded, however many lines look like errors.
 */
final class LogStep {
  private static final Pattern STOPPED = Pattern.compile(
      "(?i)operation was cancel|has timed out after|exceeded the maximum|shutdown signal|lost communication|job was cancel");

  /** A weight below this says nothing. */
  static final int LIGHTEST = 8;

  static final int UNKNOWN = Integer.MIN_VALUE;

  private static final Pattern ACTION = Pattern.compile("[\\w.-]+/[\\w./-]+@\\S+|\\./\\S+");
  private static final int BEST = 60;
  private static final int LATEST = 24;
  private static final int SAME_SHAPE = 4;
  private static final int SHAPES = 4000;

  /**
   * A line that may be the reason.
   *
   * @param weight of the line alone, 1 to 100
   * @param nth how many lines of the same shape the step had before it
   */
  record Candidate(int line, int weight, int nth) {}

  private static final int LONGEST_SCRIPT = 12;

  final String name;
  final boolean afterwards;
  final int from;
  private final List<String> script = new ArrayList<>();
  private boolean action;
  private String header = "";
  private final List<Candidate> best = new ArrayList<>();
  private final Deque<Candidate> latest = new ArrayDeque<>();
  private final Map<Integer, Integer> shapes = new HashMap<>();
  private final Map<Integer, Integer> weights = new HashMap<>();
  private int firstFailure;
  private int lastFailure;
  private int exitMark;
  private Optional<ExcerptStep.Stop> stop = Optional.empty();

  /**
   * A step that begins.
   *
   * @param afterwards whether it only cleans up after the job
   * @param from its first line
   */
  LogStep(String name, boolean afterwards, int from) {
    this.name = name;
    this.afterwards = afterwards;
    this.from = from;
  }

  /** What the runner says it runs: an action's name and version, or the first line of a script. */
  void runs(String what) {
    header = what;
    action = ACTION.matcher(what).matches();
    script.clear();
  }

  /** A line of the script that the runner shows before it runs it. */
  void echoes(String line) {
    if (script.size() < LONGEST_SCRIPT) {
      script.add(line);
    }
  }

  /** Whether it is an action, not a script. */
  boolean isAction() {
    return action;
  }

  String header() {
    return header;
  }

  /** What the step is there for, by its commands, else by its name; empty where nothing is known. */
  Set<StepRole> roles() {
    Set<StepRole> roles = EnumSet.noneOf(StepRole.class);
    if (!action) {
      script.forEach(line -> roles.addAll(StepRoles.ofCommand(line)));
    }
    roles.addAll(StepRoles.ofHeader(header));
    if (roles.isEmpty()) {
      roles.addAll(StepRoles.ofName(name.substring(name.lastIndexOf('\t') + 1)));
    }
    return roles;
  }

  /** What lines of this shape weighed, once there were enough of them; else {@link #UNKNOWN}. */
  int knownWeight(int shape) {
    return shapes.getOrDefault(shape, 0) >= SAME_SHAPE
        ? weights.getOrDefault(shape, UNKNOWN)
        : UNKNOWN;
  }

  void learn(int shape, int weight) {
    if (weights.size() < SHAPES) {
      weights.put(shape, weight);
    }
  }

  /** Whether the line is worth keeping for now. */
  boolean offer(int line, int weight, int shape) {
    int nth = shapes.size() < SHAPES ? shapes.merge(shape, 1, Integer::sum) - 1 : SAME_SHAPE;
    if (weight < LIGHTEST) {
      return false;
    }
    Candidate candidate = new Candidate(line, weight, nth);
    boolean kept = false;
    if (weight >= 30) {
      latest.add(candidate);
      if (latest.size() > LATEST) {
        latest.remove();
      }
      kept = true;
    }
    if (nth >= SAME_SHAPE) {
      return kept;
    }
    if (best.size() < BEST) {
      best.add(candidate);
      return true;
    }
    int lightest = 0;
    for (int i = 1; i < best.size(); i++) {
      if (best.get(i).weight() <= best.get(lightest).weight()) {
        lightest = i;
      }
    }
    if (best.get(lightest).weight() < weight) {
      best.set(lightest, candidate);
      return true;
    }
    return kept;
  }

  void failedAt(int line, boolean exitCode) {
    firstFailure = firstFailure == 0 ? line : firstFailure;
    lastFailure = line;
    exitMark = exitCode ? line : exitMark;
  }

  /** Whether anything in it is marked as an error. */
  boolean marked() {
    return lastFailure > 0;
  }

  /**
   * Whether the step ended badly. A shell always says with which code; an error mark without one is
   * a note that a problem matcher or the program put on a line.
   */
  boolean failed() {
    return marked() && (exitMark > 0 || action || header.isEmpty() || stop.isPresent());
  }

  /** Whether this error says that something from outside ended the job. */
  static boolean isStop(String text) {
    return STOPPED.matcher(text).find();
  }

  /** Something from outside ended it: a person, a time limit, a lost runner. */
  void stoppedAt(ExcerptStep.Stop at) {
    failedAt(at.line(), false);
    stop = stop.isPresent() ? stop : Optional.of(at);
  }

  Optional<ExcerptStep.Stop> stop() {
    return stop;
  }

  int firstFailure() {
    return firstFailure;
  }

  int lastFailure() {
    return lastFailure;
  }

  /** Line that says the step ended with a non-zero exit code; 0 where none does. */
  int exitMark() {
    return exitMark;
  }

  /** Drops most of what a step kept that turned out not to have failed. */
  void trim(int keep) {
    best.sort((a, b) -> Integer.compare(b.weight(), a.weight()));
    while (best.size() > keep) {
      best.remove(best.size() - 1);
    }
    while (latest.size() > keep / 2) {
      latest.remove();
    }
    shapes.clear();
    weights.clear();
  }

  List<Candidate> candidates() {
    Map<Integer, Candidate> byLine = new HashMap<>();
    best.forEach(c -> byLine.put(c.line(), c));
    latest.forEach(c -> byLine.putIfAbsent(c.line(), c));
    return new ArrayList<>(byLine.values());
  }
}
