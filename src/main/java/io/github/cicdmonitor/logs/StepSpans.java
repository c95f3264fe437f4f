package io.github.cicdmonitor.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.LineRange;
import io.github.cicdmonitor.model.StepRole;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/** Who wrote the lines of an excerpt: its steps, and within them the commands that announce themselves. */
final class StepSpans {
  /** {@code $ jest}, {@code + make}, {@code > jest}, {@code [command]/usr/bin/git}. */
  private static final Pattern ANNOUNCED =
      Pattern.compile("^(?:\\[command\\]|##\\[command\\]|[\\w@./-]{0,80}\\$ |\\++ |> )(.{2,300})");

  private static final Pattern NPM_SCRIPT =
      Pattern.compile("^(?:@[\\w.-]+/)?[\\w.-]+@\\d\\S* (\\S+)");

  private static final Pattern GRADLE_TASK =
      Pattern.compile("^Task :(?:[\\w.-]+:)*(\\w+)(?: FAILED)?$");

  private final LogScan scan;
  private final LogCutter.Cut request;
  private final DecisiveSteps decisive;

  StepSpans(LogScan scan, LogCutter.Cut request, DecisiveSteps decisive) {
    this.scan = scan;
    this.request = request;
    this.decisive = decisive;
  }

  /** The spans that hold a line of {@code shown}. */
  List<ExcerptStep> of(NavigableSet<Integer> shown) {
    List<ExcerptStep> spans = new ArrayList<>();
    List<LogStep> steps = scan.steps();
    for (int i = 0; i < steps.size(); i++) {
      LogStep step = steps.get(i);
      int to = i + 1 < steps.size() ? steps.get(i + 1).from - 1 : scan.lines();
      if (holdsOne(shown, step.from, to)) {
        spans.add(span(step, new LineRange(step.from, to), step.roles(), step.header()));
        if (!step.isAction()) {
          addCommands(step, to, shown, spans);
        }
      }
    }
    return spans;
  }

  private static boolean holdsOne(NavigableSet<Integer> shown, int from, int to) {
    Integer first = shown.ceiling(from);
    return first != null && first <= to;
  }

  private void addCommands(
      LogStep step, int to, NavigableSet<Integer> shown, List<ExcerptStep> spans) {
    Set<StepRole> before = step.roles();
    for (RawLine line : scan.kept().subMap(step.from, true, to, true).values()) {
      Matcher announced = ANNOUNCED.matcher(line.text());
      if (announced.find() && holdsOne(shown, line.number(), to)) {
        Set<StepRole> roles = roles(announced.group(1));
        if (!roles.isEmpty() && !roles.equals(before)) {
          LineRange lines = new LineRange(line.number(), to);
          spans.add(span(step, lines, roles, announced.group(1)));
          before = roles;
        }
      }
    }
  }

  private static Set<StepRole> roles(String command) {
    Matcher npm = NPM_SCRIPT.matcher(command);
    if (npm.find()) {
      return StepRoles.ofName(npm.group(1));
    }
    Matcher task = GRADLE_TASK.matcher(command);
    if (task.find()) {
      return StepRoles.ofCommand("gradle " + task.group(1));
    }
    return StepRoles.ofCommand(command);
  }

  private ExcerptStep span(LogStep step, LineRange lines, Set<StepRole> roles, String command) {
    String shown = command.length() > 200 ? command.substring(0, 200) : command;
    return new ExcerptStep(
        lines.from(),
        lines.to(),
        roles,
        decisive.of(step),
        step.stop(),
        request.redaction().redact(List.of(shown)).get(0));
  }
}
