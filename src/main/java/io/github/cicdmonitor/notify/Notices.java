package io.github.cicdmonitor.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Effects.Effect;
import io.github.cicdmonitor.store.Effects.State;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;

/**
 * Messages as effects. Under one key there is one message: what is to be said differently later is a
 * change of that message, never a second one.
 */
public final class Notices {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHANGE = "update:";

  private final Effects effects;

  Notices(Effects effects) {
    this.effects = effects;
  }

  /** What of a message is kept in its row. */
  public record Payload(String channel, String text, String blocks, String line, Optional<String> thread) {
    static Payload of(Notice notice) {
      return new Payload(
          notice.channel(), notice.text(), notice.blocks(), notice.line(), notice.thread());
    }

    String write() {
      ObjectNode node = JSON.createObjectNode()
          .put("channel", channel)
          .put("text", text)
          .put("blocks", blocks)
          .put("line", line);
      thread.ifPresent(root -> node.put("thread", root));
      return node.toString();
    }
  }

  public static Payload read(Effect effect) {
    JsonNode node = json(effect);
    return new Payload(
        node.path("channel").asText(),
        node.path("text").asText(),
        node.path("blocks").asText(),
        node.path("line").asText(),
        Optional.of(node.path("thread").asText()).filter(key -> !key.isEmpty()));
  }

  private static JsonNode json(Effect effect) {
    try {
      return JSON.readTree(effect.payload());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the payload's digest was checked before", e);
    }
  }

  /** Plans it, or its change where it was said before with other words. */
  void plan(Transaction in, Optional<Incident> incident, Notice notice) {
    Payload payload = Payload.of(notice);
    Optional<Effect> known = effects.find(notice.key());
    if (known.filter(effect -> effect.state() == State.REFUSED).isPresent()) {
      return;
    }
    Optional<Effect> sent = known.filter(Notices::mayStand);
    if (sent.isPresent()) {
      Payload words = words(sent.get());
      if (!words.text().equals(payload.text()) || !words.blocks().equals(payload.blocks())) {
        change(in, sent.get(), payload.text(), payload.blocks());
      }
      return;
    }
    if (known.filter(effect -> effect.payload().equals(payload.write())).isPresent()) {
      return;
    }
    effects.planAnew(
        in,
        notice.key(),
        Effects.Kind.NOTICE,
        incident.map(Incident::id),
        incident.map(Incident::repository),
        payload.write());
  }

  /** What a message says by now, or will once what is planned was sent. */
  Payload words(Effect message) {
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
    ObjectNode payload = JSON.createObjectNode()
        .put("channel", read(message).channel())
        .put("of", message.key())
        .put("text", text)
        .put("blocks", blocks);
    effects.planAnew(
        in,
        changeKey(message.key()),
        Effects.Kind.NOTICE_UPDATE,
        message.incident(),
        message.repository(),
        payload.toString());
  }

  /** A message that was found though no row knew it, and that another one takes the place of. */
  void adoptReplaced(
      Transaction in, Effect successor, String key, String channel, Notifier.Posted posted) {
    String gone =
        new Blocks().headline(IncidentThread.REPLACED.icon(), IncidentThread.REPLACED.words()).json();
    String payload =
        new Payload(channel, IncidentThread.REPLACED.words(), gone, "", Optional.empty()).write();
    effects.plan(
        in, key, Effects.Kind.NOTICE, successor.incident(), successor.repository(), payload);
    Effect row = effects.find(key).orElseThrow();
    effects.done(in, row, SentNotices.write(posted.channel(), posted.timestamp()));
    change(in, row, IncidentThread.REPLACED.words(), gone);
  }

  static String changeKey(String message) {
    return CHANGE + message;
  }

  /** Key of the message that a change is about. */
  static String changed(Effect change) {
    return json(change).path("of").asText();
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
