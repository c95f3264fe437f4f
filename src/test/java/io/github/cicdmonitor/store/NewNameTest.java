package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.EffectPayload.RerunJobs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewNameTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final RepositoryName SHOP = new RepositoryName("Acme", "shop");
  private static final RepositoryName STORE = new RepositoryName("Acme", "Store");

  @TempDir
  Path folder;

  private StateFixture shop() {
    StateFixture state = StateFixture.in(folder, NOW);
    state.repository("Acme/shop");
    state.incident(1, "acme/shop", "build", "notified", NOW);
    state.failure(1, "acme/shop", "build", 1, NOW, 60);
    return state;
  }

  private static void plan(StateFixture state, String key) {
    Effects effects = new Effects(state.database());
    state
        .database()
        .change(in -> effects.plan(
            in,
            new Effects.Plan(
                key, Optional.of(1L), Optional.of(SHOP), new RerunJobs(7, 1, OptionalLong.of(1)))));
  }

  @Test
  void every_table_that_refers_to_a_repository_is_moved() {
    Pattern refers = Pattern.compile(
        "CREATE TABLE (\\w+) \\([^;]*?\\n  repository TEXT NOT NULL REFERENCES repository \\(key\\)");
    List<String> tables = refers
        .matcher(String.join("\n", Schema.steps()))
        .results()
        .map(found -> found.group(1))
        .toList();

    assertThat(tables)
        .filteredOn(table -> !table.equals("run_page"))
        .containsExactlyInAnyOrderElementsOf(RepositoryRows.TABLES);
  }

  @Test
  void what_is_known_and_planned_goes_on_under_the_new_name() {
    try (StateFixture state = shop()) {
      plan(state, "rerun:acme/shop:7:1");
      plan(state, "notice:notify:acme/shop:7-1");
      plan(state, "withdraw:acme/shop:8");
      state.tamper("UPDATE effect SET payload = '8 1 1' WHERE key LIKE 'withdraw:%'");
      Troubles troubles = new Troubles(state.database());
      state.database().change(in -> troubles.met(in, "Acme/shop", new Explanation("a", "b", "c")));

      new NewName(state.database()).move(SHOP, STORE, 1);

      Effects effects = new Effects(state.database());
      assertThat(effects.of(1))
          .extracting(Effect::key)
          .containsExactly(
              "rerun:acme/store:7:1", "notice:notify:acme/shop:7-1", "withdraw:acme/store:8");
      assertThat(effects.of(1)).extracting(Effect::isWhole).containsExactly(true, true, false);
      assertThat(effects.of(1))
          .allSatisfy(effect ->
              assertThat(effect.repository().orElseThrow().toString()).isEqualTo("Acme/Store"));
      assertThat(
              new Incidents(state.database()).find(1).orElseThrow().repository().toString())
          .isEqualTo("Acme/Store");
      assertThat(new Cursors(state.database()).find(SHOP)).isEmpty();
      assertThat(new Cursors(state.database()).nameOf(1)).contains(STORE);
      assertThat(troubles.find("Acme/Store")).isPresent();
      assertThat(new AuditLog(state.database()).verify().firstBroken()).isEmpty();
    }
  }

  @Test
  void what_concerns_the_name_alone_does_not_wait_for_who_has_it_next() {
    try (StateFixture state = shop()) {
      Cursors cursors = new Cursors(state.database());
      state.database().change(in -> {
        cursors.failed(in, SHOP, NOW);
        cursors.isCalled(in, SHOP, STORE.toString());
      });

      new NewName(state.database()).move(SHOP, STORE, 1);

      assertThat(cursors.failedAt()).isEmpty();
      assertThat(cursors.newName(SHOP)).isEmpty();
    }
  }
}
