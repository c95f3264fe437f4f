package io.github.cicdmonitor.diagnose;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A step that the runner stopped without saying why. Time tells: who was silent for minutes, or
 * lasted a round number of them, ran into a limit; who was at work was cancelled from outside, by a
 * person, a newer run or another leg of the matrix that failed.
 */
final class Stopped {
  private static final String SOURCE = "stop";
  private static final long SILENT_SECONDS = 240;
  private static final long ROUND_SECONDS = 300;
  private static final long LATE_SECONDS = 25;
  private static final double CONFIDENCE = 0.66;

  private Stopped() {}

  /** Whether the line was written before its step was stopped: it ended nothing by itself. */
  static boolean before(Optional<ExcerptStep> writer, int line) {
    return writer.flatMap(ExcerptStep::stop).filter(stop -> line < stop.line()).isPresent();
  }

  static List<Hit> hits(Excerpt excerpt) {
    Set<ExcerptStep.Stop> stops = new LinkedHashSet<>();
    excerpt.steps().stream()
        .filter(step -> step.standing() == ExcerptStep.Standing.DECISIVE)
        .forEach(step -> step.stop().ifPresent(stops::add));
    List<Hit> hits = new ArrayList<>();
    for (ExcerptStep.Stop stop : stops) {
      if (excerpt
          .line(stop.line())
          .filter(l -> l.text().value().contains("cancel"))
          .isPresent()) {
        hits.add(hit(stop, excerpt.errorLines().indexOf(stop.line())));
      }
    }
    return hits;
  }

  private static Hit hit(ExcerptStep.Stop stop, int rank) {
    boolean limit = isLimit(stop);
    return new Hit(
        SOURCE,
        Optional.empty(),
        Hit.BEHIND_RULES,
        limit ? Category.TIMEOUT : Category.INFRASTRUCTURE,
        CONFIDENCE,
        stop.line(),
        rank,
        0,
        limit ? limitText(stop) : "The job was cancelled while it was at work",
        limit
            ? "See what the step waits for, or raise its timeout-minutes."
            : "See whether a person, a newer run or another failed job of the matrix cancelled it.",
        !limit);
  }

  private static boolean isLimit(ExcerptStep.Stop stop) {
    return stop.silentSeconds() >= SILENT_SECONDS
        || (stop.lastedSeconds() >= ROUND_SECONDS
            && stop.lastedSeconds() % ROUND_SECONDS <= LATE_SECONDS);
  }

  private static String limitText(ExcerptStep.Stop stop) {
    return stop.silentSeconds() >= SILENT_SECONDS
        ? "The job was cancelled after " + stop.silentSeconds() / 60 + " minutes without any output"
        : "The job was cancelled after " + stop.lastedSeconds() / 60
            + " minutes, as by a time limit";
  }
}
