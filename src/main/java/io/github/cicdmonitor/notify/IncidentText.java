package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.store.DiagnosedIncident;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One incident in words, as every message about it has them: where, why, since when, whose, the proof. */
final class IncidentText {
  private static final Pattern RUNNER_MARK = Pattern.compile("^##\\[(?:error|warning)]");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final WebLinks links;
  private final Function<String, SafeText> redaction;

  IncidentText(WebLinks links, Function<String, SafeText> redaction) {
    this.links = links;
    this.redaction = redaction;
  }

  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /** Repository, workflow and job. */
  String place(DiagnosedIncident c) {
    Failure failure = c.newest();
    return c.incident().repository() + " " + safe(failure.workflow())
        + (failure.job().isEmpty() ? "" : " / " + safe(failure.job()));
  }

  /** Since when, how often, whose commit. */
  String facts(DiagnosedIncident c) {
    Failure first = c.first();
    Failure newest = c.newest();
    StringBuilder facts = new StringBuilder("Since ").append(moment(first.failedAt()));
    if (c.incident().occurrences() > 1) {
      facts
          .append(", ")
          .append(c.incident().occurrences())
          .append(" times, last ")
          .append(moment(newest.failedAt()));
    }
    facts.append(" · commit ").append(short7(first.headSha()));
    if (!first.author().isEmpty()) {
      facts.append(" by ").append(safe(first.author()));
    }
    return facts.append(" on ").append(safe(first.branch())).toString();
  }

  /** To the first line that shows it, where that is in the newest log and known. */
  String log(DiagnosedIncident c) {
    FailureKey newest = c.newest().key();
    return c.evidenceInStep().stream()
        .filter(at -> at.job().equals(newest))
        .findFirst()
        .map(at -> links.line(newest, at.step(), at.line()))
        .orElse(links.job(newest));
  }

  /** Category, confidence, who diagnosed it and at what cost, the incident's number. */
  String smallPrint(DiagnosedIncident c) {
    Diagnosis diagnosis = c.diagnosis();
    String model = diagnosis.model().map(name -> " " + safe(name)).orElse("");
    String cost = diagnosis.costUsd().isPresent()
        ? String.format(Locale.ROOT, ", %.4f USD", diagnosis.costUsd().getAsDouble())
        : "";
    return String.format(
        Locale.ROOT,
        "%s · %s · %.0f %% sure (%s%s%s) · incident %d",
        diagnosis.failureClass(),
        diagnosis.category().word(),
        diagnosis.confidence() * 100,
        diagnosis.analyzer() == Diagnosis.Analyzer.LLM ? "model" : "rules",
        model,
        cost,
        c.incident().id());
  }

  static String cause(Diagnosis diagnosis) {
    return Inert.cut(diagnosis.rootCause().value(), 600);
  }

  static String evidence(Diagnosis diagnosis) {
    return diagnosis.evidence().stream()
        .map(Evidence::text)
        .map(text -> RUNNER_MARK.matcher(text.value()).replaceFirst(""))
        .limit(8)
        .map(line -> Inert.cut(line, 300))
        .collect(Collectors.joining("\n"));
  }

  private static String short7(String sha) {
    return sha.substring(0, Math.min(7, sha.length()));
  }

  String safe(String text) {
    return redaction.apply(text).value().replaceAll("\\s+", " ");
  }
}
