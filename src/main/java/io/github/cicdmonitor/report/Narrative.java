package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.StoryRows.FailureRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened to an incident, as a person would tell it: a sentence for each entry of the audit
 * trail that changed something for somebody. What only shows how the program works is left to the
 * trail itself.
 */
final class Narrative {
  /** A flood of equal failures is told by its beginning and its end. */
  private static final int FAILURES_TOLD = 5;

  private final Map<String, String> channels;

  private Narrative(Map<String, String> channels) {
    this.channels = channels;
  }

  /** @param url where to look; empty for nowhere */
  record Event(Instant at, String text, Optional<String> url) {}

  /**
   * Oldest first.
   *
   * @param channels the channel of each message, by the key of its effect
   */
  static List<Event> of(
      List<FailureRow> failures, List<AuditLog.Entry> trail, Map<String, String> channels) {
    List<Event> events = new ArrayList<>(failed(failures));
    Narrative narrative = new Narrative(channels);
    for (AuditLog.Entry entry : trail) {
      narrative
          .sentence(entry)
          .ifPresent(text ->
              at(entry).ifPresent(at -> events.add(new Event(at, text, Optional.empty()))));
    }
    events.sort(Comparator.comparing(Event::at)); // stable: the trail's order within a moment
    return events;
  }

  private static List<Event> failed(List<FailureRow> failures) {
    List<Event> events = new ArrayList<>();
    int left = failures.size() - 2 * FAILURES_TOLD;
    for (int i = 0; i < failures.size(); i++) {
      FailureRow failure = failures.get(i);
      if (left > 1 && i == FAILURES_TOLD) {
        events.add(new Event(
            failure.failedAt(),
            "failed " + HumanText.number(left) + " times more",
            Optional.empty()));
        i += left - 1;
        continue;
      }
      String job = failure.job().isEmpty() ? failure.workflow() : failure.job();
      events.add(new Event(
          failure.failedAt(),
          "%s %s: run %d, attempt %d, commit %s; seen at %s"
              .formatted(
                  job,
                  conclusion(failure.conclusion()),
                  failure.runId(),
                  failure.attempt(),
                  failure.headSha().substring(0, Math.min(7, failure.headSha().length())),
                  HumanText.timeFrom(failure.failedAt(), failure.seenAt())),
          Optional.of(failure.url())));
    }
    return events;
  }

  private static String conclusion(String word) {
    return switch (word) {
      case "failure" -> "failed";
      case "startup_failure" -> "could not be started";
      case "cancelled" -> "was ended by GitHub";
      default -> HumanText.plain(word);
    };
  }

  private static Optional<Instant> at(AuditLog.Entry entry) {
    try {
      return Optional.of(Instant.parse(entry.at()));
    } catch (DateTimeException e) {
      return Optional.empty(); // tampered with: the trail shows it as it is
    }
  }

  private Optional<String> sentence(AuditLog.Entry entry) {
    JsonNode detail = AuditDetail.of(entry);
    String by = entry.actor().equals(AuditLog.SELF) ? "" : " by " + entry.actor();
    String sentence = switch (entry.event()) {
      case "diagnosis.made" ->
        "diagnosed by %s: %s%s"
            .formatted(
                text(detail, "analyzer").equals("LLM") ? "the model" : "the rules",
                HumanText.plain(text(detail, "category")),
                detail.has("confidence")
                    ? ", " + Math.round(detail.path("confidence").asDouble() * 100) + " % sure"
                    : "");
      case "decision.notify" -> "decided to notify people" + because(detail, "note");
      case "decision.rerun" -> "decided to re-run the failed jobs" + because(detail, "note");
      case "decision.pull_request" -> "decided to open a pull request" + because(detail, "note");
      case "decision.approval" -> "decided to ask a person" + because(detail, "note");
      case "decision.blocked" -> "fix blocked by a hard rule" + because(detail, "note");
      case "decision.outage" -> "counted as part of an outage" + because(detail, "note");
      case "gate.auto", "gate.approval", "gate.block", "gate.report_only" ->
        "the safety gate rated the fix: risk " + text(detail, "risk") + " of 10";
      case "approval.approved" -> "approved" + by;
      case "approval.rejected" -> "rejected" + by + because(detail, "reason");
      case "approval.expired" -> "the approval request expired";
      case "approval.stale" -> "the approval request went stale" + because(detail, "reason");
      case "approval.blocked" -> "the fix was blocked on approval" + because(detail, "reason");
      case "approval.refused" -> "an approval" + by + " was refused" + because(detail, "reason");
      case "pull_request.opened" -> "pull request #" + text(detail, "number") + " opened";
      case "pull_request.merged" -> "pull request #" + text(detail, "number") + " merged";
      case "pull_request.closed" ->
        "pull request #" + text(detail, "number") + " closed without merging";
      case "pull_request.withdrawn" -> "pull request #" + text(detail, "number") + " withdrawn";
      case "pull_request.handed_over" ->
        "pull request #" + text(detail, "number") + " handed over: somebody pushed to it";
      case "pull_request.open" ->
        "pull request #" + text(detail, "number") + ": checks " + text(detail, "checks");
      case "outcome.edited_before_merge" ->
        "a person had pushed to the pull request before the merge";
      case "outcome.reverted" -> "the merged fix was reverted on the branch";
      case "outcome.revert_undone" -> "the revert was undone on the branch";
      case "rerun.requested" -> "re-run of the failed jobs requested, run " + text(detail, "run");
      case "rerun.recovered" -> "the re-run passed";
      case "rerun.failed" -> "the re-run failed again";
      case "rerun.gone" -> "the re-run is gone";
      case "incident.new" -> "to be analysed again" + by;
      case "incident.resolved" -> "resolved";
      case "incident.fix_failed" -> "the fix did not help";
      case "incident.muted" ->
        "muted until " + moment(text(detail, "until")) + by + because(detail, "reason");
      case "incident.unmuted" -> "unmuted" + by;
      case "effect.done" -> done(text(detail, "key"), text(detail, "result"));
      case "effect.refused" -> refused(text(detail, "key"), text(detail, "result"));
      case "effect.unknown" -> unknown(text(detail, "key"), text(detail, "result"));
      default -> "";
    };
    return Optional.of(sentence).filter(text -> !text.isEmpty());
  }

  /** What was done: of a message where it went; a change has an entry of its own. */
  private String done(String key, String result) {
    if (!key.startsWith("notice:")) {
      return "";
    }
    if (result.startsWith("muted")) {
      return "not reported: " + result;
    }
    String where = where(key);
    String together = result.startsWith("told in ") ? ", with others of that hour" : "";
    return subject(key) + (result.equals("printed") ? " printed" : where) + together;
  }

  private static String subject(String key) {
    return switch (purpose(key)) {
      case "approval" -> "approval requested";
      case "notify" -> "notified";
      case "blocked" -> "blocked fix reported";
      case "pull_request" -> "pull request announced";
      case "outage" -> "outage reported";
      case "rerun_recovered" -> "recovery reported";
      case "fix_failed" -> "failed fix reported";
      case "expired" -> "expiry reported";
      default -> "reported";
    };
  }

  private String refused(String key, String why) {
    return purpose(key).isEmpty()
        ? HumanText.plain(key.split(":", 2)[0]) + " not done: " + why
        : subject(key) + " not sent" + where(key) + ": " + why;
  }

  private String unknown(String key, String why) {
    return purpose(key).isEmpty()
        ? HumanText.plain(key.split(":", 2)[0]) + " of unknown fate: " + why
        : subject(key) + where(key) + ", of unknown fate: " + why;
  }

  private String where(String key) {
    return Optional.ofNullable(channels.get(key)).map(name -> " in " + name).orElse("");
  }

  /** Empty for what is no message. */
  private static String purpose(String key) {
    String[] parts = key.split(":", 3);
    return parts.length > 2 && parts[0].equals("notice") ? parts[1] : "";
  }

  private static String because(JsonNode detail, String field) {
    String why = text(detail, field);
    return why.isEmpty() ? "" : ": " + why;
  }

  private static String moment(String at) {
    try {
      return HumanText.moment(Instant.parse(at));
    } catch (DateTimeException e) {
      return at;
    }
  }

  private static String text(JsonNode detail, String field) {
    return detail.path(field).asText("");
  }
}
