package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.cli.ReportCommand.Format;
import io.github.cicdmonitor.report.LearnedRules;
import io.github.cicdmonitor.report.Shadow;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ModelHistory;
import io.github.cicdmonitor.store.StoredDecisions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether the program can be trusted with more: what it would have done, and what it has learned. */
final class TrustOptions {
  private String shadow = "";
  private boolean rules;

  TrustOptions(Syntax syntax) {
    syntax
        .text(
            "--shadow SPAN",
            "what would have been done since SPAN had nothing been protected or asked first",
            given -> shadow = given)
        .flag(
            "--rules",
            "print rules made of the model's confirmed answers, as a rules file",
            given -> rules = given);
  }

  /** How many of the two were given. */
  int given() {
    return (shadow.isEmpty() ? 0 : 1) + (rules ? 1 : 0);
  }

  /** Whether a format makes no sense with what was given. */
  boolean refuses(Format format) {
    return (given() > 0 && format == Format.prometheus)
        || (rules && (format == Format.markdown || format == Format.html));
  }

  String render(Session session, Optional<Database> database, Format format, Instant since) {
    return rules ? rules(session, database, since) : shadow(session, database, format);
  }

  private String shadow(Session session, Optional<Database> database, Format format) {
    Instant since = Span.start("--shadow", shadow, session.world().clock().instant());
    List<StoredDecisions.StoredDecision> decisions =
        database.map(state -> new StoredDecisions(state).since(since)).orElse(List.of());
    Shadow result = Shadow.of(decisions, since, session.settings().config().riskThreshold());
    return switch (format) {
      case json -> JsonOutput.document(session.scrubbed(result.json()));
      case markdown -> result.markdown();
      case html -> result.html();
      case text, prometheus -> result.text();
    };
  }

  /** The file alone goes to standard output, so that it can be kept as it is. */
  private static String rules(Session session, Optional<Database> database, Instant since) {
    LearnedRules learned = LearnedRules.of(
        database.map(state -> new ModelHistory(state).since(since)).orElse(List.of()));
    learned.notes().forEach(session::note);
    if (learned.notes().isEmpty()) {
      session.note("no answer of the model was confirmed three times yet");
    }
    return JsonOutput.document(session.scrubbed(learned.json()));
  }
}
