package io.github.cicdmonitor.store;

import io.github.cicdmonitor.store.FixRecords.FixRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the metrics are made of: groups already counted by SQL, so that a million rows arrive as a few
 * hundred. Repository names are spelled as GitHub does; every other text is as a stranger wrote it.
 *
 * @param fixes all that are known, newest first: what is trusted rests on those before the span too
 */
public record MetricRows(
    List<FailureCell> failures,
    List<DayCell> days,
    List<IncidentCell> incidents,
    List<Sample> confidence,
    List<PullRequestCell> pullRequests,
    List<Tally> reruns,
    List<Tally> approvals,
    List<EffectCell> effects,
    ModelUse modelCalls,
    List<Sample> detectSeconds,
    List<TimesCell> times,
    List<FlakyJob> flakyJobs,
    long openIncidents,
    List<FrequentFailure> frequentFailures,
    List<ModelCost> modelCosts,
    List<FixRecord> fixes,
    Optional<Instant> lastScan,
    Optional<Instant> lastAnalyze) {

  public static final MetricRows NOTHING = new MetricRows(
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      ModelUse.NONE,
      List.of(),
      List.of(),
      List.of(),
      0,
      List.of(),
      List.of(),
      List.of(),
      Optional.empty(),
      Optional.empty());

  public MetricRows {
    failures = List.copyOf(failures);
    days = List.copyOf(days);
    incidents = List.copyOf(incidents);
    confidence = List.copyOf(confidence);
    pullRequests = List.copyOf(pullRequests);
    reruns = List.copyOf(reruns);
    approvals = List.copyOf(approvals);
    effects = List.copyOf(effects);
    detectSeconds = List.copyOf(detectSeconds);
    times = List.copyOf(times);
    flakyJobs = List.copyOf(flakyJobs);
    frequentFailures = List.copyOf(frequentFailures);
    modelCosts = List.copyOf(modelCosts);
    fixes = List.copyOf(fixes);
  }

  /** How many have this word. */
  public record Tally(String word, long count) {}

  /** How many have this value: a histogram without loss. */
  public record Sample(long value, long count) {}

  /** Failures of a repository by the category of their incident's newest diagnosis. */
  public record FailureCell(String repository, Optional<String> category, long count) {}

  /**
   * Failures by the day (UTC) they happened and the class of their incident.
   *
   * @param failureClass {@code DEVOPS} or {@code DEVELOPER}; empty before the diagnosis
   */
  public record DayCell(LocalDate day, Optional<String> failureClass, long count) {}

  /**
   * Failures of one signature in one repository.
   *
   * @param incident the newest one of the signature
   * @param failures of the incidents that failed in the span, also those before it
   */
  public record FrequentFailure(
      String repository,
      String signature,
      long incident,
      String workflow,
      String job,
      Optional<String> cause,
      long failures,
      long incidents,
      Instant lastFailedAt) {}

  /** What the settled calls of one model cost. */
  public record ModelCost(String model, long calls, long tokens, double costUsd) {}

  /**
   * @param analyzer {@code RULES} or {@code LLM}; empty, like the category, before the diagnosis
   * @param over whether it has ended, whatever its last state
   */
  public record IncidentCell(
      String repository,
      Optional<String> category,
      Optional<String> analyzer,
      String state,
      boolean over,
      long count) {}

  /** {@code incidentState} is that of the incident the pull request is for. */
  public record PullRequestCell(
      String repository, String state, String checks, String incidentState, long count) {}

  /** Changes and messages to the outside world by what became of them. */
  public record EffectCell(String kind, String state, long count) {}

  /**
   * @param costUsd what was spent, as far as it is known
   * @param reservedUsd what was set aside for calls whose cost is not known
   * @param unsettled how many these are
   */
  public record ModelUse(
      long calls, long tokens, double costUsd, double reservedUsd, long unsettled) {
    public static final ModelUse NONE = new ModelUse(0, 0, 0, 0, 0);
  }

  /**
   * Incidents that took equally long, in whole seconds; empty where it has not happened yet.
   *
   * @param diagnose from the first failure seen to the first diagnosis
   * @param act from the first diagnosis to the first effect that is known to be done
   * @param resolve from the first failure to the end
   */
  public record TimesCell(
      OptionalLong diagnose, OptionalLong act, OptionalLong resolve, long count) {}

  /**
   * A job that passed when its failed run of the same commit was run again.
   *
   * @param failures failed runs of it in the same span
   * @param reruns re-runs of it whose outcome is known
   * @param recovered how many of them passed
   */
  public record FlakyJob(
      String repository, String workflow, String job, long failures, long reruns, long recovered) {
    public FlakyJob {
      if (recovered > reruns) {
        throw new IllegalArgumentException("only what was run again can recover");
      }
    }
  }
}
