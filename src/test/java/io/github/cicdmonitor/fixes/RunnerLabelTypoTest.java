package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunnerLabelTypoTest {
  private static final String WORKFLOW =
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-lastest # hosted\n    steps:\n      - run: make\n";

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void the_one_label_that_is_near() {
    assertThat(repo.after(
            repo.propose("runner-label-typo", "Requested labels: ubuntu-lastest"), Repo.CI))
        .isEqualTo(WORKFLOW.replace("lastest", "latest"));
    assertThat(repo.edit(Repo.CI, "lastest", "latest")).matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu-lastest, ubuntu-24.04",
    "ubuntu-lastest, macos-latest",
    "ubuntu-lastest, self-hosted",
    "ubuntu-24.05, ubuntu-24.04", // a number is no slip
    "linux-lastest, ubuntu-latest",
    "ubuntu-large, ubuntu-latest",
    "ubuntu-latest, ubuntu-slim"
  })
  void anything_else_is_not_it(String before, String after) {
    String text = WORKFLOW.replace("ubuntu-lastest", before);

    assertThat(Repo.with(Repo.CI, text).recognise(Repo.CI, text.replace(before, after)))
        .matches(r -> !r.isAutomatic());
  }

  @Test
  void a_label_of_the_users_own_does_not_move() {
    assertThat(repo.propose("runner-label-typo", "Requested labels: gpu").whyNot())
        .isPresent();
  }
}
