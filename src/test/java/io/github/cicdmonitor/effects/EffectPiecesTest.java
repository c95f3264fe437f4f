package io.github.cicdmonitor.effects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.Kind;
import io.github.cicdmonitor.store.Effect.State;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EffectPiecesTest {
  private static Effect notice(String channel) {
    return effect(
        Kind.NOTICE,
        "{\"channel\":\"" + channel + "\",\"text\":\"\",\"blocks\":\"[]\",\"line\":\"\"}");
  }

  private static Effect effect(Kind kind, String payload) {
    return new Effect(
        "key",
        kind,
        Optional.of(1L),
        RepositoryName.parse("acme/shop"),
        State.PLANNED,
        0,
        payload,
        Digests.sha256("key\n" + payload),
        Optional.empty(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void messages_of_a_channel_go_together_in_their_order_and_others_come_to_it_in_between() {
    Effect api = notice("#a");
    Effect web = notice("#b");
    List<Effect> many = Collections.nCopies(EffectPieces.MOST_TOGETHER + 1, api);

    assertThat(EffectPieces.together(List.of(api, api, web, api)))
        .containsExactly(List.of(api, api), List.of(web), List.of(api));
    assertThat(EffectPieces.together(many))
        .extracting(List::size)
        .containsExactly(EffectPieces.MOST_TOGETHER, 1);
    assertThat(EffectPieces.together(List.of())).isEmpty();
  }

  @Test
  void what_is_done_in_a_repository_lets_a_person_come_in_between() {
    Effect rerun = effect(Kind.RERUN, "");

    assertThat(EffectPieces.together(List.of(rerun, rerun)))
        .containsExactly(List.of(rerun), List.of(rerun));
  }
}
