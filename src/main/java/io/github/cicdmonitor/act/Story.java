package io.github.cicdmonitor.act;

import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Effects.Effect;
import io.github.cicdmonitor.store.Effects.State;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * The messages of one incident: one a channel that begins it, what is said later under that one, and
 * how it stands, which the first one always shows.
 */
final class Story {
  static final Standing REPLACED = new Standing("🗄", "Replaced by a newer request.");

  private final NoticeWriter writer;
  private final Effects effects;
  private final Notices notices;

  Story(Database database, NoticeWriter writer) {
    this.writer = writer;
    this.effects = new Effects(database);
    this.notices = new Notices(effects);
  }

  /** Begins it, or begins another part of it in another channel. */
  void tell(Transaction in, Optional<Incident> incident, Notice notice) {
    notices.plan(in, incident, notice);
  }

  /** Goes on with it: under its first message in the channel, or by a message with everything. */
  void goOn(Transaction in, Case c, String purpose, String channel, Standing standing) {
    Optional<Effect> first = first(c.incident(), channel);
    Notice notice = first
        .map(root ->
            writer.reply(c, purpose, standing.icon(), channel, standing.words(), root.key()))
        .orElseGet(() -> writer.sequel(c, purpose, standing.icon(), channel, standing.words()));
    notices.plan(in, Optional.of(c.incident()), notice);
  }

  /** The first messages of all channels show from now on how the story stands. */
  void stands(Transaction in, Incident incident, Standing standing) {
    firsts(incident).forEach(root -> show(in, root, standing));
  }

  /** The same for the message that asked for an approval, which then asks no more. */
  void decided(Transaction in, Incident incident, String digest, Standing standing) {
    firsts(incident).stream()
        .filter(root -> SentNotices.isApprovalOf(root.key(), digest))
        .forEach(root -> show(in, root, standing));
  }

  /** Earlier requests of the incident ask no more: another one has taken their place. */
  void replaced(Transaction in, Incident incident, String digest) {
    firsts(incident).stream()
        .filter(root -> SentNotices.isApproval(root.key()))
        .filter(root -> !SentNotices.isApprovalOf(root.key(), digest))
        .forEach(root -> show(in, root, REPLACED));
  }

  private void show(Transaction in, Effect root, Standing standing) {
    Notices.Payload payload = Notices.read(root);
    notices.change(in, root, payload.text(), Blocks.standing(payload.blocks(), standing));
  }

  private Optional<Effect> first(Incident incident, String channel) {
    return firsts(incident).stream()
        .filter(root -> Notices.read(root).channel().equals(channel))
        .findFirst();
  }

  /** Messages that stand alone and were posted, or will be. */
  private List<Effect> firsts(Incident incident) {
    return effects.of(incident.id()).stream()
        .filter(effect -> effect.kind() == Effects.Kind.NOTICE && effect.isWhole())
        .filter(effect -> effect.state() != State.REFUSED)
        .filter(effect -> effect.state() != State.DONE || Notices.isPosted(effect))
        .filter(effect -> Notices.read(effect).thread().isEmpty())
        .toList();
  }
}
