package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureSharesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

  private static Failure failure(String repository, int run, Instant failedAt) {
    RepositoryName name = RepositoryName.parse(repository).orElseThrow();
    return new Failure(
        new FailureKey(name, run, 1, run),
        1,
        "CI",
        ".github/workflows/ci.yml",
        "build",
        "main",
        "abc",
        Conclusion.FAILURE,
        "push",
        false,
        "dev-anna",
        "https://github.com/x",
        List.of(),
        failedAt,
        failedAt);
  }

  @Test
  void a_repository_that_floods_keeps_the_others_waiting_for_one_share_only(@TempDir Path folder) {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      state.repository("acme/flood").repository("acme/calm");
      Failures failures = new Failures(state.database());
      int flood = 3 * Failures.SHARE;
      state.database().change(in -> {
        for (int i = 0; i < flood; i++) {
          failures.add(in, failure("acme/flood", i + 1, NOW.minusSeconds(10_000 - i)));
        }
        failures.add(in, failure("acme/calm", 1, NOW));
      });

      List<String> order = failures.unanalysed(1_000).stream()
          .map(stored -> stored.failure().key().repository().name())
          .toList();

      assertThat(order).hasSize(flood + 1);
      assertThat(order.indexOf("calm")).isEqualTo(Failures.SHARE);
      assertThat(failures.unanalysed(Failures.SHARE + 1)).hasSize(Failures.SHARE + 1);
    }
  }

  @Test
  void of_a_small_limit_a_repository_that_floods_has_an_equal_part(@TempDir Path folder) {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      Failures failures = new Failures(state.database());
      for (int repository = 0; repository < 5; repository++) {
        state.repository("acme/r" + repository);
      }
      state.database().change(in -> {
        for (int i = 0; i < 90; i++) {
          failures.add(in, failure("acme/r0", i + 1, NOW.minusSeconds(10_000 - i)));
        }
        for (int repository = 1; repository < 5; repository++) {
          failures.add(in, failure("acme/r" + repository, 1, NOW.plusSeconds(repository)));
        }
      });

      List<String> order = failures.unanalysed(10).stream()
          .map(stored -> stored.failure().key().repository().name())
          .toList();

      assertThat(order).containsExactly("r0", "r0", "r1", "r2", "r3", "r4", "r0", "r0", "r0", "r0");
      assertThat(failures.unanalysed(3)).as("less than one for each").hasSize(3);
    }
  }

  @Test
  void the_only_repository_has_the_whole_limit(@TempDir Path folder) {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      state.repository("acme/flood");
      Failures failures = new Failures(state.database());
      state.database().change(in -> {
        for (int i = 0; i < 90; i++) {
          failures.add(in, failure("acme/flood", i + 1, NOW.minusSeconds(10_000 - i)));
        }
      });

      assertThat(failures.unanalysed(10)).hasSize(10);
      assertThat(failures.unanalysed(Integer.MAX_VALUE)).hasSize(90);
    }
  }
}
