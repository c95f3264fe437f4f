package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Transaction;
import java.time.Duration;
import java.util.Optional;

/**
 * Messages on their way: posted once, changed in place, and told together where they come in a flood.
 */
public final class NoticeSender {
  private final Database database;
  private final Notifier notifier;
  private final Effects effects;
  private final Flood flood;
  private final Silence silence;
  private final EarlierPosts earlier;

  /** @param approvalTimeout how long a request is open */
  public NoticeSender(
      Database database, Notifier notifier, NoticeWriter writer, Duration approvalTimeout) {
    this.database = database;
    this.notifier = notifier;
    this.effects = new Effects(database);
    this.flood = new Flood(database, writer);
    this.silence = new Silence(database);
    this.earlier = new EarlierPosts(database, notifier, approvalTimeout);
  }

  /** What a mute kept back is planned again where it is over. */
  public void endMutes() {
    silence.end();
  }

  /** What was counted in a channel is counted anew. */
  public void othersMayHavePosted() {
    flood.forget();
  }

  /**
   * Whether it is delivered now. Throws what the {@link Notifier} throws.
   *
   * @param declare run before anything is sent, once what may have been sent was looked for
   */
  public boolean carryOut(Effect effect, Runnable declare) {
    return effect.kind() == Effect.Kind.NOTICE_UPDATE
        ? change(effect, declare)
        : post(effect, declare);
  }

  private boolean post(Effect effect, Runnable declare) {
    if (silence.takes(effect)) {
      return false;
    }
    PostNotice notice = flood.current(effect.key(), Notices.read(effect));
    if (notifier.isRemote()) {
      Optional<Boolean> settled = effect.state() == State.PLANNED
          ? earlier.recall(effect, notice)
          : earlier.settle(effect, notice);
      if (settled.isPresent()) {
        return settled.get();
      }
    }
    if (effect.isSpent()) {
      database.change(in -> {
        effects.refused(in, effect, "given up after several attempts");
        onRefused(in, effect);
      });
      return false;
    }
    if (notifier.isRemote() && flood.takes(effect, notice)) {
      return false;
    }
    Optional<String> thread =
        notice.thread().flatMap(earlier::posted).map(Notifier.Posted::timestamp);
    declare.run();
    Notifier.Posted posted = notifier.post(new Notifier.Message(
        notice.channel(), effect.key(), notice.text(), notice.blocks(), thread));
    database.change(in ->
        effects.done(in, effect, notifier.isRemote() ? EarlierPosts.where(posted) : "printed"));
    flood.posted(notice);
    return true;
  }

  /** A change is the same however often it is made, so its fate need not be known. */
  private boolean change(Effect effect, Runnable declare) {
    Optional<Effect> message = effects.find(Notices.changed(effect));
    if (message.isEmpty() || message.get().state() == State.REFUSED) {
      database.change(in -> effects.refused(in, effect, "its message was not posted"));
      return false;
    }
    if (message.get().state() != State.DONE) {
      return false; // not known to be posted yet
    }
    Optional<Notifier.Posted> posted = Notices.posted(message.get());
    if (posted.isEmpty() || !notifier.isRemote()) {
      database.change(in -> effects.done(in, effect, "not a message of its own"));
      return false;
    }
    if (effect.isSpent()) {
      database.change(in -> effects.refused(in, effect, "given up after several attempts"));
      return false;
    }
    declare.run();
    PostNotice words = flood.current(message.get().key(), Notices.read(effect));
    try {
      notifier.update(
          posted.get(),
          new Notifier.Message(
              words.channel(),
              message.get().key(),
              words.text(),
              words.blocks(),
              Optional.empty()));
    } catch (MonitorException e) {
      if (e.kind() != MonitorException.Kind.NO || e.getCause() instanceof Notifier.ChannelRefused) {
        throw e;
      }
      // Deleted by somebody, or too old to be changed: what was said stays said.
      database.change(in -> effects.refused(in, effect, e.explanation().why()));
      return false;
    }
    database.change(in -> effects.done(in, effect, "changed"));
    return true;
  }

  /** What it was to tell of others is told by themselves. */
  public void onRefused(Transaction in, Effect refused) {
    flood.release(in, refused);
  }
}
