package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Effects are taken by their key: by one process, and as they were read. */
class EffectsTest {
  private static final Optional<RepositoryName> SHOP = RepositoryName.parse("acme/shop");

  private Database database;
  private Effects effects;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = TestStates.open(TestStates.in(folder), Clock.systemUTC());
    effects = new Effects(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Effect planned(String text) {
    PostNotice notice = new PostNotice("#alerts", text, "[]", text, Optional.empty());
    database.change(
        in -> effects.replace(in, new Effects.Plan("notice:1", Optional.empty(), SHOP, notice)));
    return read();
  }

  private Effect read() {
    return effects.find("notice:1").orElseThrow();
  }

  @Test
  void an_effect_is_taken_once() {
    Effect effect = planned("It failed");
    database.change(in -> effects.sending(in, effect));

    assertThatThrownBy(() -> database.change(in -> effects.sending(in, effect)))
        .isInstanceOf(Effects.Changed.class);
    assertThat(read().attempts()).isEqualTo(1);
  }

  @Test
  void an_effect_is_taken_as_it_was_read() {
    Effect before = planned("It failed");
    Effect now = planned("It failed twice");

    assertThatThrownBy(() -> database.change(in -> effects.sending(in, before)))
        .isInstanceOf(Effects.Changed.class);
    database.change(in -> effects.sending(in, now));

    assertThat(read().state()).isEqualTo(State.SENDING);
  }

  @Test
  void what_was_planned_anew_while_it_was_carried_out_is_still_to_be_done() {
    Effect sent = planned("It failed");
    database.change(in -> effects.sending(in, sent));
    Effect now = planned("It failed twice");

    database.change(in -> effects.done(in, sent, "posted"));
    database.change(in -> effects.postpone(in, sent, "later"));
    database.change(in -> effects.replyLost(in, sent, "lost"));

    assertThat(read()).isEqualTo(now);
    assertThat(now.state()).isEqualTo(State.UNKNOWN);
    assertThat(database.sql().number("SELECT count(*) FROM audit WHERE event LIKE 'effect.%'"))
        .isEqualTo(3); // planned, sending, planned again
  }
}
