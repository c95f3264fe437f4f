package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds back a flood: at most ten messages of their own an hour in a channel, besides
 * pull requests and requests for approval, on which somebody has to act; what is more is settled as told in the hour's digest, whose words are made of those rows when it is sent.
 */
final class Flood {
  static final int MOST = 10;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String DIGEST = "notice:digest:";
  private static final String PULL_REQUEST = "notice:pull_request:";
  private static final String TOLD_IN = "told in ";

  private final Database database;
  private final NoticeWriter writer;
  private final Effects effects;
  private final Notices notices;
  private final Map<String, Integer> lastHour = new HashMap<>();

  Flood(Database database, NoticeWriter writer) {
    this.database = database;
    this.writer = writer;
    this.effects = new Effects(database);
    this.notices = new Notices(effects);
  }

  /** Whether it is told in a digest instead of by itself. */
  boolean takes(Effect effect, PostNotice notice) {
    if (notice.thread().isPresent()
        || effect.key().startsWith(DIGEST)
        || effect.key().startsWith(PULL_REQUEST)
        || SentNotices.isApproval(effect.key())
        || posted(notice.channel()) < MOST) {
      return false;
    }
    String key = DIGEST + notice.channel() + ":" + hour(database.clock().instant());
    Optional<Effect> digest = effects.find(key);
    if (digest.filter(there -> there.state() == State.REFUSED).isPresent()) {
      return false;
    }
    database.change(in -> {
      effects.done(in, effect, TOLD_IN + key);
      if (digest.isEmpty()) {
        notices.plan(in, Optional.empty(), writer.digest(key, notice.channel(), List.of()));
      } else if (digest.get().state() != State.PLANNED) {
        notices.change(in, digest.get(), "", "[]"); // it is there, or may be, without this one
      }
    });
    return true;
  }

  /** What was told in a digest that cannot be posted is to be told after all. */
  void release(Transaction in, Effect refused) {
    if (!refused.key().startsWith(DIGEST)) {
      return;
    }
    for (Effect told : effects.withResult(TOLD_IN + refused.key())) {
      effects.again(in, told);
    }
  }

  /** Others may have posted since it was counted. */
  void forget() {
    lastHour.clear();
  }

  void posted(PostNotice notice) {
    if (notice.thread().isEmpty()) {
      lastHour.merge(notice.channel(), 1, Integer::sum);
    }
  }

  /** A digest's words as they are by now; everything else as it was planned. */
  PostNotice current(String key, PostNotice planned) {
    return key.startsWith(DIGEST)
        ? Notices.of(writer.digest(key, planned.channel(), lines(key)))
        : planned;
  }

  private List<String> lines(String digest) {
    return effects.withResult(TOLD_IN + digest).stream()
        .filter(Effect::isWhole)
        .map(effect -> Notices.read(effect).line())
        .toList();
  }

  private int posted(String channel) {
    return lastHour.computeIfAbsent(
        channel, name -> (int) effects.noticesSince(database.clock().instant().minus(HOUR)).stream()
            .filter(effect -> effect.isWhole() && Notices.isPosted(effect))
            .map(Notices::read)
            .filter(notice -> notice.channel().equals(name) && notice.thread().isEmpty())
            .count());
  }

  private static long hour(Instant now) {
    return now.getEpochSecond() / HOUR.toSeconds();
  }
}
