package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.notify.Notices;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Leases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which effects are one process's at a time. */
final class EffectPieces {
  /** At the pace of a channel's messages, half a minute. */
  static final int MOST_TOGETHER = 32;

  private EffectPieces() {}

  /** Messages belong to their channel, all else to its repository. */
  static Leases.Piece of(Effect effect) {
    String channel = channel(effect);
    return channel.isEmpty()
        ? effect
            .repository()
            .map(Leases.Piece::incidentsOf)
            .orElseGet(() -> Leases.Piece.channel(effect.key()))
        : Leases.Piece.channel(channel);
  }

  /** Empty for what is no message. */
  static String channel(Effect effect) {
    boolean message =
        effect.kind() == Effect.Kind.NOTICE || effect.kind() == Effect.Kind.NOTICE_UPDATE;
    return message && effect.isWhole() ? Notices.read(effect).channel() : "";
  }

  /**
   * In their order, messages of a channel that follow each other as one; not so many that others wait.
   * What is done in a repository is one by itself: a person's decision may wait for the repository.
   */
  static List<List<Effect>> together(List<Effect> open) {
    List<List<Effect>> all = new ArrayList<>();
    Optional<Leases.Piece> last = Optional.empty();
    for (Effect next : open) {
      Optional<Leases.Piece> piece = Optional.of(of(next));
      if (!piece.equals(last)
          || channel(next).isEmpty()
          || all.get(all.size() - 1).size() == MOST_TOGETHER) {
        all.add(new ArrayList<>());
      }
      all.get(all.size() - 1).add(next);
      last = piece;
    }
    return all;
  }
}
