package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.EffectPayload.ChangeNotice;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;

/**
 * Messages as effects. Under one key there is one message: what is to be said differently later is a
 * change of that message, never a second one.
 */
public final class Notices {
  private static final String CHANGE = "update:";

  private final Effects effects;

  Notices(Effects effects) {
    this.effects = effects;
  }

  static PostNotice of(Notice notice) {
    return new PostNotice(
        notice.channel(), notice.text(), notice.blocks(), notice.line(), notice.thread());
  }

  /** What a message says, or what it will say once it is changed. */
  public static PostNotice read(Effect effect) {
    return effect.content() instanceof ChangeNotice change
        ? change.changed()
        : (PostNotice) effect.content();
  }

  /** Plans it, or its change where it was said before with other words. */
  void plan(Transaction in, Optional<Incident> incident, Notice notice) {
    PostNotice payload = of(notice);
    Optional<Effect> known = effects.find(notice.key());
    if (known.filter(effect -> effect.state() == State.REFUSED).isPresent()) {
      return;
    }
    Optional<Effect> sent = known.filter(Notices::mayStand);
    if (sent.isPresent()) {
      PostNotice words = words(sent.get());
      if (!words.text().equals(payload.text()) || !words.blocks().equals(payload.blocks())) {
        change(in, sent.get(), payload.text(), payload.blocks());
      }
      return;
    }
    if (known.filter(effect -> effect.does(payload)).isPresent()) {
      return;
    }
    effects.replace(
        in,
        new Effects.Plan(
            notice.key(), incident.map(Incident::id), incident.map(Incident::repository), payload));
  }

  /** What a message says by now, or will once what is planned was sent. */
  PostNotice words(Effect message) {
    return effects
        .find(changeKey(message.key()))
        .filter(Effect::isWhole)
        .map(Notices::read)
        .orElseGet(() -> read(message));
  }

  /** Whether Slack has it, or may have it, as a message of its own. */
  private static boolean mayStand(Effect effect) {
    return effect.state() == State.DONE ? isPosted(effect) : effect.state() != State.PLANNED;
  }

  /** Plans that a message, once it is posted, reads like this. The latest change wins. */
  void change(Transaction in, Effect message, String text, String blocks) {
    effects.replace(
        in,
        new Effects.Plan(
            changeKey(message.key()),
            message.incident(),
            message.repository(),
            new ChangeNotice(read(message).channel(), message.key(), text, blocks)));
  }

  /** A message that was found though no row knew it, and that another one takes the place of. */
  void adoptReplaced(Transaction in, Effect successor, String key, Notifier.Posted posted) {
    String gone =
        new Blocks().headline(Wording.REPLACED.icon(), Wording.REPLACED.words()).json();
    PostNotice payload = new PostNotice(
        read(successor).channel(), Wording.REPLACED.words(), gone, "", Optional.empty());
    effects.plan(in, new Effects.Plan(key, successor.incident(), successor.repository(), payload));
    Effect row = effects.find(key).orElseThrow();
    effects.done(in, row, SentNotices.write(posted.channel(), posted.timestamp()));
    change(in, row, Wording.REPLACED.words(), gone);
  }

  static String changeKey(String message) {
    return CHANGE + message;
  }

  /** Key of the message that a change is about. */
  static String changed(Effect change) {
    return ((ChangeNotice) change.content()).of();
  }

  /** Whether Slack has it as a message of its own: not printed, not told in a digest. */
  static boolean isPosted(Effect message) {
    return message.state() == State.DONE && posted(message).isPresent();
  }

  static Optional<Notifier.Posted> posted(Effect message) {
    return message
        .result()
        .flatMap(SentNotices::read)
        .map(sent -> new Notifier.Posted(sent.channel(), sent.timestamp()));
  }
}
