package io.github.cicdmonitor.effects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.Kind;
import io.github.cicdmonitor.store.Effect.State;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EffectPiecesTest {
  private static Effect rerun(String repository) {
    return new Effect(
        "rerun:" + repository,
        Kind.RERUN,
        Optional.of(1L),
        RepositoryName.parse(repository),
        State.PLANNED,
        0,
        "",
        "",
        Optional.empty(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void those_of_one_piece_that_follow_each_other_are_together_and_none_changes_its_place() {
    Effect shop = rerun("acme/shop");
    Effect site = rerun("acme/site");

    assertThat(EffectPieces.together(List.of(shop, shop, site, shop)))
        .containsExactly(List.of(shop, shop), List.of(site), List.of(shop));
    assertThat(EffectPieces.together(List.of())).isEmpty();
  }

  @Test
  void others_come_to_a_piece_in_between() {
    List<Effect> many = Collections.nCopies(2 * EffectPieces.MOST_TOGETHER + 1, rerun("acme/shop"));

    assertThat(EffectPieces.together(many))
        .extracting(List::size)
        .containsExactly(EffectPieces.MOST_TOGETHER, EffectPieces.MOST_TOGETHER, 1);
  }
}
