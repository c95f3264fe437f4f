package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.config.NoticeChannel;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.SignatureHistory.Outage;
import io.github.cicdmonitor.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The messages of one incident: one a channel that begins it, what is said later under that one, and
 * how it stands, which the first one always shows.
 */
public final class IncidentThread {
  /** Purpose of what is said when a re-run has ended well, or is not needed any more. */
  public static final String RERUN_OVER = "rerun_recovered";

  private static final String OUTAGE = "notice:outage:";
  private static final Duration OUTAGE_LASTS = Duration.ofHours(24);

  private final NoticeWriter writer;
  private final Effects effects;
  private final Notices notices;

  public IncidentThread(Database database, NoticeWriter writer) {
    this.writer = writer;
    this.effects = new Effects(database);
    this.notices = new Notices(effects);
  }

  /** Begins it, or begins another part of it in another channel. */
  public void tell(Transaction in, Optional<Incident> incident, Notice notice) {
    notices.plan(in, incident, notice);
  }

  /** What ends the story of a re-run, whoever asked for it. */
  public Notice recovered(DiagnosedIncident c) {
    return sequel(c, new Sequel(RERUN_OVER, writer.to(NoticeChannel.ALERTS), Wording.RECOVERED));
  }

  /** Goes on with it: under its first message in the channel, or by a message with everything. */
  public void goOn(Transaction in, DiagnosedIncident c, Sequel sequel) {
    notices.plan(in, Optional.of(c.incident()), sequel(c, sequel));
  }

  private Notice sequel(DiagnosedIncident c, Sequel sequel) {
    Notice alone = writer.sequel(c, sequel);
    return firsts(c.incident())
        .filter(root -> Notices.read(root).channel().equals(sequel.channel()))
        .filter(root -> !root.key().equals(alone.key())) // said before, standing alone
        .findFirst()
        .map(root -> writer.reply(c, sequel, root.key()))
        .orElse(alone);
  }

  /**
   * The first messages of all channels show from now on how the story stands, but not that of an
   * outage, which is about others too.
   */
  public void stands(Transaction in, Incident incident, StatusLine standing) {
    firsts(incident).forEach(root -> show(in, root, standing));
  }

  /** The same for the message that asked last for an approval of these bytes: it asks no more. */
  public void decided(Transaction in, Incident incident, String digest, StatusLine standing) {
    firsts(incident)
        .filter(root -> SentNotices.isApprovalOf(root.key(), digest))
        .reduce((earlier, later) -> later)
        .ifPresent(root -> show(in, root, standing));
  }

  /** Whatever still asks for an approval asks no more. */
  public void askNoMore(Transaction in, Incident incident, StatusLine standing) {
    firsts(incident)
        .filter(root -> SentNotices.isApproval(root.key()))
        .filter(root -> Blocks.asks(notices.words(root).blocks()))
        .forEach(root -> show(in, root, standing));
  }

  private void show(Transaction in, Effect root, StatusLine standing) {
    PostNotice words = notices.words(root);
    notices.change(in, root, words.text(), Blocks.standing(words.blocks(), standing));
  }

  /**
   * Key of the one message for all repositories that fail with these lines, which grows while others
   * join; a day later it is another outage.
   */
  public String outageKey(String linesDigest, Instant failedAt) {
    return outage(linesDigest, failedAt)
        .map(Effect::key)
        .orElse(outageKeys(linesDigest) + failedAt.toString().substring(0, 10));
  }

  /** The message of an outage, said anew, counts who is out of it already. */
  public void inOutage(Transaction in, Incident incident, Outage outage) {
    if (outage.failing() < outage.incidents()) {
      countOutage(in, incident, outage, "");
    }
  }

  /** It counts this one too, who is out of it now. */
  public void outOfOutage(Transaction in, Incident incident, Outage outage) {
    countOutage(in, incident, outage, incident.repository().toString());
  }

  private void countOutage(Transaction in, Incident incident, Outage outage, String last) {
    int over = outage.incidents() - outage.failing();
    StatusLine standing = Wording.outage(over, outage.incidents(), last);
    outage(incident.signature().linesDigest(), incident.lastFailedAt())
        .filter(root -> root.isWhole() && root.state() != State.REFUSED)
        .ifPresent(root -> show(in, root, standing));
  }

  private Optional<Effect> outage(String linesDigest, Instant failedAt) {
    return effects.newest(outageKeys(linesDigest), failedAt.minus(OUTAGE_LASTS));
  }

  private static String outageKeys(String linesDigest) {
    return OUTAGE + linesDigest.substring(0, 12) + ":";
  }

  /** Whether anything was told of it yet, or is about to be. */
  public boolean isBegun(Incident incident) {
    return firsts(incident).findAny().isPresent();
  }

  /** Messages of this story that stand alone and were posted, or will be; oldest first. */
  private Stream<Effect> firsts(Incident incident) {
    return effects.of(incident.id()).stream()
        .filter(effect -> effect.kind() == Effect.Kind.NOTICE && effect.isWhole())
        .filter(effect -> effect.state() != State.REFUSED)
        .filter(effect -> effect.state() != State.DONE || Notices.isPosted(effect))
        .filter(effect -> !effect.key().startsWith(OUTAGE))
        .filter(effect -> Notices.read(effect).thread().isEmpty());
  }
}
