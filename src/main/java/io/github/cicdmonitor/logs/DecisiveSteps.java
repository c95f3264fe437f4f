package io.github.cicdmonitor.logs;

import io.github.cicdmonitor.model.ExcerptStep.Standing;
import io.github.cicdmonitor.model.StepRole;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which of the steps that failed ended the job. After it only those run that run in any case:
 * they report, upload and clean up. Where a build or a deployment follows, the job was told to go on.
 */
final class DecisiveSteps {
  /** Steps that nobody lets run after a failure. */
  private static final Set<StepRole> ORDINARY = EnumSet.of(
      StepRole.CHECKOUT,
      StepRole.SETUP,
      StepRole.RESTORE,
      StepRole.BUILD,
      StepRole.PACKAGE,
      StepRole.PUBLISH,
      StepRole.DEPLOY);

  /** What a job prints or keeps once something failed. */
  private static final Pattern SHOWS =
      Pattern.compile("(?i)\\b(?:collect|capture|logs?|logcat|diagnostics?|dump)\\b");

  private final List<LogStep> steps;
  private final Set<LogStep> decisive = new LinkedHashSet<>();
  private final Set<LogStep> later = new HashSet<>();
  private final boolean known;

  DecisiveSteps(LogScan scan, Optional<String> asked) {
    this.steps = scan.steps();
    Optional<LogStep> named =
        asked.flatMap(name -> steps.stream().filter(step -> isNamed(step, name)).findFirst());
    this.known = named.isPresent() || steps.stream().anyMatch(LogStep::marked);
    if (named.isPresent()) {
      decisive.add(named.get());
      return;
    }
    Map<String, List<LogStep>> jobs = new LinkedHashMap<>();
    steps.forEach(
        step -> jobs.computeIfAbsent(job(step), j -> new ArrayList<>()).add(step));
    jobs.values()
        .forEach(job -> ending(job).ifPresent(last -> {
          decisive.add(last);
          job.subList(job.indexOf(last) + 1, job.size()).stream()
              .filter(DecisiveSteps::shows)
              .forEach(later::add);
        }));
  }

  /** Whether the metadata's name for a step is this step's. */
  private static boolean isNamed(LogStep step, String wantedName) {
    String name = step.name.toLowerCase(Locale.ROOT);
    String wanted = wantedName.toLowerCase(Locale.ROOT).replaceFirst("^run ", "");
    return !wanted.isEmpty()
        && (name.equals(wanted) || name.endsWith("\t" + wanted) || name.startsWith(wanted));
  }

  private static String job(LogStep step) {
    int tab = step.name.indexOf('\t');
    return tab < 0 ? "" : step.name.substring(0, tab);
  }

  private static Optional<LogStep> ending(List<LogStep> job) {
    List<LogStep> failed = job.stream().filter(LogStep::failed).toList();
    if (failed.isEmpty()) {
      failed = job.stream().filter(LogStep::marked).toList();
    }
    for (LogStep candidate : failed) {
      boolean wentOn = job.subList(job.indexOf(candidate) + 1, job.size()).stream()
          .anyMatch(DecisiveSteps::isOrdinary);
      if (!wentOn) {
        return Optional.of(candidate);
      }
    }
    return failed.isEmpty() ? Optional.empty() : Optional.of(failed.get(failed.size() - 1));
  }

  private static boolean shows(LogStep step) {
    return SHOWS.matcher(step.name).find();
  }

  private static boolean isOrdinary(LogStep step) {
    return !step.afterwards && !shows(step) && step.roles().stream().anyMatch(ORDINARY::contains);
  }

  Standing of(LogStep step) {
    if (step.afterwards) {
      return Standing.AFTERWARDS;
    }
    if (!known) {
      return Standing.UNKNOWN;
    }
    if (decisive.contains(step)) {
      return Standing.DECISIVE;
    }
    if (later.contains(step)) {
      return Standing.AFTERWARDS;
    }
    return step.failed() ? Standing.FAILED : Standing.PASSED;
  }
}
