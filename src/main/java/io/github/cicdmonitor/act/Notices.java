package io.github.cicdmonitor.act;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.act.Notifier.Lookup;
import io.github.cicdmonitor.act.Notifier.Message;
import io.github.cicdmonitor.act.Notifier.Posted;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Effects.Effect;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.Transaction;
import java.time.Instant;
import java.util.Optional;

/** Messages as effects: planned under their key, sent once, found again by their metadata. */
final class Notices {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Notifier notifier;

  Notices(Notifier notifier) {
    this.notifier = notifier;
  }

  static boolean plan(Transaction in, Effects effects, Optional<Incident> incident, Notice notice) {
    String payload = JSON.createObjectNode()
        .put("channel", notice.channel())
        .put("text", notice.text())
        .put("blocks", notice.blocks())
        .toString();
    return effects.plan(
        in,
        notice.key(),
        Effects.Kind.NOTICE,
        incident.map(Incident::id),
        incident.map(Incident::repository),
        payload);
  }

  boolean isRemote() {
    return notifier.isRemote();
  }

  /** Where it went. */
  String send(Effect effect) {
    Message message = read(effect);
    Posted posted = notifier.post(message);
    return notifier.isRemote()
        ? SentNotices.write(posted.channel(), posted.timestamp())
        : "printed";
  }

  /** What history says about a message that may have been sent. */
  Lookup find(Effect effect, Instant since) {
    return notifier.find(read(effect).channel(), effect.key(), since);
  }

  static Message read(Effect effect) {
    try {
      JsonNode node = JSON.readTree(effect.payload());
      return new Message(
          node.path("channel").asText(),
          effect.key(),
          node.path("text").asText(),
          node.path("blocks").asText(),
          Optional.empty());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the payload's digest was checked before", e);
    }
  }
}
