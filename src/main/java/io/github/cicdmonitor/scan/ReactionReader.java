package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.config.Config.Approvers;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.ReactionSource.Reaction;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Outcomes.Kind;
import io.github.cicdmonitor.store.SentNotices;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the word of listed Slack users from their reactions on open requests. Where approval and
 * rejection both stand, rejection wins; after the timeout nothing counts.
 */
public final class ReactionReader {
  private final Optional<ReactionSource> source;
  private final Approvers approvers;
  private final Database database;

  /** @param source empty where Slack is not set up */
  public ReactionReader(Optional<ReactionSource> source, Approvers approvers, Database database) {
    this.source = source;
    this.approvers = approvers;
    this.database = database;
  }

  void read(RepositoryName repository, Findings findings) {
    if (source.isEmpty() || approvers.slackUserIds().isEmpty()) {
      return;
    }
    Instant now = database.clock().instant();
    for (Approval approval : new Approvals(database).waiting()) {
      Optional<Incident> incident = new Incidents(database).find(approval.incident());
      if (incident.isPresent()
          && incident.get().repository().equals(repository)
          && now.isBefore(approval.expiresAt())) {
        read(source.get(), incident.get(), approval, findings);
      }
    }
  }

  private void read(ReactionSource slack, Incident incident, Approval approval, Findings findings) {
    Optional<SentNotices.Sent> message = new SentNotices(database).ofApproval(approval);
    if (message.isEmpty()) {
      return;
    }
    List<Reaction> reactions;
    try {
      reactions = slack.reactions(message.get().channel(), message.get().timestamp());
    } catch (MonitorException e) {
      return; // the command line still approves; `check` says which scope is missing
    }
    Optional<Reaction> no = by(reactions, approvers.rejectReaction());
    Optional<Reaction> word = no.isPresent() ? no : by(reactions, approvers.approveReaction());
    word.ifPresent(reaction -> {
      Kind kind = no.isPresent() ? Kind.REJECTED : Kind.APPROVED;
      String who = "slack:" + reaction.userId();
      boolean fresh = database.write(in -> outcomes()
          .add(in, incident.id(), incident.repository(), kind, approval.digest() + " " + who));
      if (fresh) {
        findings.decisions.add(new ScanResult.Decision(incident.id(), who, kind.word()));
      }
    });
  }

  private Outcomes outcomes() {
    return new Outcomes(database);
  }

  private Optional<Reaction> by(List<Reaction> reactions, String name) {
    return reactions.stream()
        .filter(r -> r.name().equals(name) && approvers.slackUserIds().contains(r.userId()))
        .findFirst();
  }
}
