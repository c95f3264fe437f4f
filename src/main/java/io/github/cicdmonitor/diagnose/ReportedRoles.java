package io.github.cicdmonitor.diagnose;

import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.StepRole;
import io.github.cicdmonitor.reports.Report;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a command is there for, told by what it printed. A test runner that counts its failures ran in
 * that step, whatever the command's name says of deployments, scripts or emulators.
 */
final class ReportedRoles {
  /** These may share a command with tests or findings, and fail in their own way. */
  private static final Set<StepRole> SHARED = EnumSet.of(StepRole.BUILD, StepRole.LINT);

  private ReportedRoles() {}

  /** The excerpt with the roles of its steps as their reports show them. */
  static Excerpt known(Excerpt excerpt, List<Report> reports) {
    List<ExcerptStep> steps = new ArrayList<>(excerpt.steps());
    for (Report report : reports) {
      Optional<StepRole> shown = shown(report);
      int step = shown.isEmpty() ? -1 : writer(steps, report.lastLine());
      if (step >= 0 && isNews(steps.get(step).roles(), shown.get())) {
        steps.set(step, with(steps.get(step), shown.get()));
      }
    }
    return new Excerpt(
        excerpt.lines(),
        excerpt.errorLines(),
        excerpt.step(),
        steps,
        excerpt.stepFrom(),
        excerpt.stepTo(),
        excerpt.totalLines(),
        excerpt.truncated(),
        excerpt.familiar(),
        excerpt.signals());
  }

  private static Optional<StepRole> shown(Report report) {
    if (report.failed().isEmpty()) {
      return Optional.empty();
    }
    return switch (report.kind()) {
      case TEST -> Optional.of(StepRole.TEST);
      case LINT -> Optional.of(StepRole.LINT);
      case COMPILATION, RESOLUTION -> Optional.empty();
    };
  }

  /** Findings say something of a command of which nothing is known; tests of any. */
  private static boolean isNews(Set<StepRole> roles, StepRole shown) {
    return !roles.contains(shown)
        && (shown == StepRole.TEST || EnumSet.of(StepRole.SCRIPT).containsAll(roles));
  }

  private static int writer(List<ExcerptStep> steps, int line) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).holds(line)) {
        return i;
      }
    }
    return -1;
  }

  private static ExcerptStep with(ExcerptStep step, StepRole shown) {
    Set<StepRole> roles = EnumSet.of(shown);
    step.roles().stream().filter(SHARED::contains).forEach(roles::add);
    return new ExcerptStep(
        step.from(), step.to(), roles, step.standing(), step.stop(), step.command());
  }
}
