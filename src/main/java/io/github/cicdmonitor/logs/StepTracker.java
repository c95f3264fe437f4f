package io.github.cicdmonitor.logs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which step writes: steps begin by the runner's headers, or, in gh's format, by the name before each
 * line. The script that a header shows before it runs is no output and is kept apart.
 */
final class StepTracker {
  private static final int STEPS = 80;
  private static final int TRIMMED = 14;
  private static final int LONGEST_ECHO = 400;

  private final List<LogStep> steps = new ArrayList<>();
  private final Map<String, LogStep> byOwner = new HashMap<>();
  private LogStep current = new LogStep("", false, 1);
  private String owner = "";
  private int echoUntil;
  private boolean script;

  StepTracker() {
    steps.add(current);
  }

  LogStep current() {
    return current;
  }

  List<LogStep> steps() {
    return steps;
  }

  /** Whether the line belongs to what a header shows. */
  boolean echoes(int line) {
    return line <= echoUntil;
  }

  /** A line of a shown script, until the runner's own settings follow it. */
  void echo(String text) {
    String line = text.strip();
    script &= !line.startsWith("shell: ") && !line.equals("with:") && !line.equals("env:");
    if (script) {
      current.echoes(line);
    }
  }

  /** The front that gh puts before a line: job and step. */
  void owner(String name, int line) {
    if (!name.equals(owner)) {
      boolean cleansUp = cleansUp(name);
      owner = name;
      current = byOwner.computeIfAbsent(owner, n -> begin(n, cleansUp, line));
      echoUntil = 0;
    }
  }

  /** The runner's own {@code Post STEP} of a step before it; others only happen to begin so. */
  private boolean cleansUp(String name) {
    int step = name.indexOf('\t') + 1;
    return name.startsWith("Complete job", step)
        || (name.startsWith("Post ", step)
            && byOwner.containsKey(name.substring(0, step) + name.substring(step + 5)));
  }

  /** {@code ##[group]Run …}: whether a step of its own begins here. */
  boolean header(String what, int line) {
    echoUntil = line + LONGEST_ECHO;
    script = true;
    if (!isOwned()) {
      current = begin(what, false, line);
    }
    if (current.header().isEmpty()) {
      current.runs(what);
    }
    return !isOwned();
  }

  /** {@code Post job cleanup.}: whether it is a step of its own. */
  boolean cleanup(int line) {
    if (isOwned()) {
      return false;
    }
    current = begin("", true, line);
    return true;
  }

  void endEcho() {
    echoUntil = 0;
  }

  private boolean isOwned() {
    return !owner.isEmpty() && !owner.endsWith("UNKNOWN STEP");
  }

  private LogStep begin(String name, boolean afterwards, int line) {
    current.trim(current.marked() ? 84 : TRIMMED);
    LogStep step = new LogStep(name, afterwards, line);
    steps.add(step);
    if (steps.size() > STEPS) {
      int lightest = 0;
      while (lightest < steps.size() - 1 && steps.get(lightest).marked()) {
        lightest++;
      }
      steps.remove(Math.min(lightest, STEPS / 2));
    }
    return step;
  }
}
