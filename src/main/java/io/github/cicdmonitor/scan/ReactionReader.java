package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.config.Config.Approvers;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.ReactionSource.Reaction;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Outcomes.Kind;
import io.github.cicdmonitor.store.Outcomes.Observation;
import io.github.cicdmonitor.store.Outcomes.Outcome;
import io.github.cicdmonitor.store.SentNotices;
import java.util.List;
import java.util.Optional;

/**
 * Reads the word of listed Slack users from their reactions on open requests. Where approval and
 * rejection both stand, rejection wins; after the timeout nothing counts.
 */
public final class ReactionReader {
  private final Optional<ReactionSource> source;
  private final Approvers approvers;
  private final Expiry expiry;
  private final Database database;

  /** @param source empty where Slack is not set up */
  public ReactionReader(
      Optional<ReactionSource> source, Approvers approvers, Expiry expiry, Database database) {
    this.expiry = expiry;
    this.source = source;
    this.approvers = approvers;
    this.database = database;
  }

  void read(RepositoryName repository, ScanFindings findings) {
    if (source.isEmpty() || approvers.slackUserIds().isEmpty()) {
      return;
    }
    for (Approval approval : new Approvals(database).waiting()) {
      Optional<Incident> incident = new Incidents(database).find(approval.incident());
      if (incident.isPresent()
          && incident.get().repository().equals(repository)
          && !expiry.isOver(approval.expiresAt())) {
        read(source.get(), incident.get(), approval, findings);
      }
    }
  }

  private void read(
      ReactionSource slack, Incident incident, Approval approval, ScanFindings findings) {
    SentNotices.Request request = new SentNotices(database).ofApproval(approval);
    if (request.sent().isEmpty()) {
      return;
    }
    SentNotices.Sent message = request.sent().get();
    List<Reaction> reactions;
    try {
      reactions = slack.reactions(message.channel(), message.timestamp());
    } catch (MonitorException e) {
      return; // the command line still approves; `check` says which scope is missing
    }
    List<Outcome> open = outcomes().open().stream()
        .filter(outcome -> outcome.kind().isByPerson())
        .filter(outcome -> outcome.reaction().request().equals(request.name()))
        .toList();
    // A word may turn out to be of one who may not decide; the others' stand beside it.
    List<Reaction> against = by(reactions, approvers.rejectReaction());
    if (keepNew(seen(incident, request, Kind.REJECTED, against), findings) || !open.isEmpty()) {
      return;
    }
    List<Reaction> agreed = by(reactions, approvers.approveReaction());
    keepNew(seen(incident, request, Kind.APPROVED, agreed), findings);
  }

  private static List<Observation> seen(
      Incident incident, SentNotices.Request request, Kind kind, List<Reaction> words) {
    return words.stream()
        .map(word -> new Outcomes.Reaction(request.name(), "slack:" + word.userId()).write())
        .map(word -> new Observation(incident.id(), incident.repository(), kind, word))
        .toList();
  }

  /** Keeps the first word that is not known yet; whether there was one. */
  private boolean keepNew(List<Observation> words, ScanFindings findings) {
    for (Observation word : words) {
      if (database.write(in -> outcomes().add(in, word))) {
        findings.decisions.add(new ScanResult.Decision(
            word.incident(),
            Outcomes.Reaction.read(word.detail()).who(),
            word.kind().word()));
        return true;
      }
    }
    return false;
  }

  private Outcomes outcomes() {
    return new Outcomes(database);
  }

  private List<Reaction> by(List<Reaction> reactions, String name) {
    return reactions.stream()
        .filter(r -> r.name().equals(name) && approvers.slackUserIds().contains(r.userId()))
        .toList();
  }
}
