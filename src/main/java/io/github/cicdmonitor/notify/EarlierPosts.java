package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.SentNotices;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Messages that may be in the channel already: looked for by their key where their fate is unknown, or
 * where another state may have posted them.
 */
final class EarlierPosts {
  /** Slack shows a message in its history only after a while; before that, absence proves nothing. */
  static final Duration SETTLE = Duration.ofSeconds(60);

  /** How far back a message that this state never sent is looked for. */
  private static final Duration MEMORY = Duration.ofDays(7);

  private final Database database;
  private final Notifier notifier;
  private final Duration approvalTimeout;
  private final Effects effects;
  private final Notices notices;
  private final Failures failures;
  private final Map<String, Instant> oldest = new HashMap<>();

  /** @param approvalTimeout how long a request is open */
  EarlierPosts(Database database, Notifier notifier, Duration approvalTimeout) {
    this.database = database;
    this.notifier = notifier;
    this.approvalTimeout = approvalTimeout;
    this.effects = new Effects(database);
    this.notices = new Notices(effects);
    this.failures = new Failures(database);
  }

  /**
   * Never sent by this state; but the state may be new, or restored, or one of two. What is found is
   * ours from now on and is made to read as it should.
   */
  Optional<Boolean> recall(Effect effect, PostNotice notice) {
    Notifier.Sent there = notice
        .thread()
        .flatMap(this::posted)
        .map(notifier::under)
        .filter(thread -> thread.byKey().containsKey(effect.key()))
        .orElseGet(() -> notifier.sent(notice.channel(), since(effect, notice.channel())));
    if (SentNotices.isApproval(effect.key())) {
      replaceOthers(effect, there);
    }
    Optional<Notifier.Posted> found = Optional.ofNullable(there.byKey().get(effect.key()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (SentNotices.isApproval(effect.key()) && !asksStill(effect, found.get(), there)) {
      askAnew(effect, notice, found.get(), there);
      return Optional.of(false);
    }
    database.change(in -> {
      effects.done(in, effect, where(found.get()));
      if (effects.find(Notices.changeKey(effect.key())).isEmpty()) {
        notices.change(in, effect, notice.text(), notice.blocks());
      }
    });
    return Optional.of(true);
  }

  /** Whether the time in which a person's word on it counts goes on. */
  private boolean asksStill(Effect effect, Notifier.Posted found, Notifier.Sent there) {
    String seconds = found.timestamp().split("[.]", 2)[0];
    Instant posted =
        seconds.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : Instant.MIN;
    Instant latest = database.clock().instant().minus(approvalTimeout);
    return there.asking().contains(effect.key()) && posted.isAfter(latest);
  }

  /** What was said to a request that a lost state has closed must not count for this one. */
  private void askAnew(
      Effect effect, PostNotice notice, Notifier.Posted found, Notifier.Sent there) {
    String next = SentNotices.following(
        effect.key(), key -> effects.find(key).isPresent() || there.byKey().containsKey(key));
    database.change(in -> {
      effects.done(in, effect, where(found));
      if (there.asking().contains(effect.key())) {
        notices.change(
            in, effect, notice.text(), Blocks.standing(notice.blocks(), Wording.REPLACED));
      }
      effects.plan(
          in, new Effects.Plan(next, effect.incident(), effect.repository(), effect.content()));
    });
  }

  /** Requests of the same failure, which a lost state has made: they ask no more. */
  private void replaceOthers(Effect effect, Notifier.Sent there) {
    String keys = SentNotices.storyOf(effect.key());
    there.byKey().forEach((key, posted) -> {
      if (key.startsWith(keys)
          && !key.equals(effect.key())
          && there.asking().contains(key)
          && effects.find(key).isEmpty()) {
        database.change(in -> notices.adoptReplaced(in, effect, key, posted));
      }
    });
  }

  /**
   * When the oldest of what waits for the channel can have been said first. Gone through once a run;
   * what is planned later may be of an older story, so each message's own is looked at besides.
   */
  private Instant since(Effect effect, String channel) {
    Instant waiting = oldest.computeIfAbsent(
        channel,
        name -> firstFailure(effects.open().stream()
            .filter(open -> open.kind() == Effect.Kind.NOTICE && open.isWhole())
            .filter(open -> Notices.read(open).channel().equals(name))));
    Instant own = firstFailure(Stream.of(effect));
    Instant first = own.isBefore(waiting) ? own : waiting;
    Instant earliest = database.clock().instant().minus(MEMORY);
    return first.isBefore(earliest) ? earliest : first;
  }

  private Instant firstFailure(Stream<Effect> messages) {
    return messages
        .flatMap(message -> message.incident().stream())
        .flatMap(incident -> failures.of(incident).stream())
        .map(stored -> stored.failure().failedAt())
        .min(Instant::compareTo)
        .orElseGet(database.clock()::instant);
  }

  /** It may have been sent. Present when nothing more is to be done now. */
  Optional<Boolean> settle(Effect effect, PostNotice notice) {
    Instant sent = effect.sentAt().orElse(effect.plannedAt());
    Notifier.Lookup lookup = lookFor(effect, notice, sent);
    return switch (lookup.fate()) {
      case FOUND -> {
        Notifier.Posted posted = lookup.posted().orElseThrow();
        database.change(in -> effects.done(in, effect, where(posted)));
        yield Optional.of(true);
      }
      case ABSENT -> {
        if (database.clock().instant().isAfter(sent.plus(SETTLE))) {
          yield Optional.empty();
        }
        database.change(
            in -> effects.unknown(in, effect, "not in the channel yet; looked for later"));
        yield Optional.of(false);
      }
      case UNKNOWABLE -> {
        if (effect.state() == State.UNKNOWN) {
          yield Optional.of(false); // said once; report shows it
        }
        database.change(
            in -> effects.unknown(in, effect, "may have been posted; history cannot be read"));
        throw MonitorException.of(
            MonitorException.Kind.NO,
            "did not repeat a message to " + notice.channel(),
            "it may have been posted and the channel's history cannot be read",
            "Look in the channel; the Slack scope channels:history lets the program look");
      }
    };
  }

  /**
   * Under its first message, where it stands in no history, since that message can be older than this
   * one; and alone, which it stands where the first one was not known yet or is gone.
   */
  private Notifier.Lookup lookFor(Effect effect, PostNotice notice, Instant sent) {
    Optional<Notifier.Lookup> inThread =
        notice.thread().flatMap(this::posted).map(root -> notifier.findUnder(root, effect.key()));
    if (inThread.filter(lookup -> lookup.fate() == Notifier.Fate.FOUND).isPresent()) {
      return inThread.get();
    }
    Notifier.Lookup alone = notifier.find(notice.channel(), effect.key(), sent.minus(SETTLE));
    boolean proven =
        inThread.map(Notifier.Lookup::fate).orElse(Notifier.Fate.ABSENT) == Notifier.Fate.ABSENT;
    return alone.fate() == Notifier.Fate.ABSENT && !proven ? inThread.get() : alone;
  }

  static String where(Notifier.Posted posted) {
    return SentNotices.write(posted.channel(), posted.timestamp());
  }

  Optional<Notifier.Posted> posted(String key) {
    return effects.find(key).filter(Notices::isPosted).flatMap(Notices::posted);
  }
}
