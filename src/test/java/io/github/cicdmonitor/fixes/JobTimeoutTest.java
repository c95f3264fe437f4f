package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FileChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobTimeoutTest {
  private static final String WORKFLOW = """
      on: push
      env:
        FUZZ_SECONDS: 10
      jobs:
        test:
          runs-on: ubuntu-24.04
          timeout-minutes: 10 # enough
          steps:
            - name: Build
              timeout-minutes: 4
              run: make
        slow:
          runs-on: ubuntu-24.04
          timeout-minutes: 45
          steps:
            - run: make slow
      """;
  private static final String LINE =
      "The job running on runner GitHub Actions 3 has exceeded the maximum execution time of %sm0s.";

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void twice_the_time_and_no_more_than_an_hour() {
    assertThat(repo.after(repo.propose("job-timeout", LINE.formatted(10)), Repo.CI))
        .isEqualTo(WORKFLOW.replace("minutes: 10 #", "minutes: 20 #"));
    assertThat(repo.after(repo.propose("job-timeout", LINE.formatted(45)), Repo.CI))
        .isEqualTo(WORKFLOW.replace("minutes: 45", "minutes: 60"));
  }

  @Test
  void a_step_has_a_limit_of_its_own() {
    Proposed proposed =
        repo.propose("job-timeout", "##[error]The action 'Build' has timed out after 4 minutes.");

    assertThat(repo.after(proposed, Repo.CI))
        .isEqualTo(WORKFLOW.replace("minutes: 4\n", "minutes: 8\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "15", "20"})
  void a_limit_within_bounds_is_recognised(String minutes) {
    assertThat(repo.edit(Repo.CI, "minutes: 10 #", "minutes: " + minutes + " #").isAutomatic())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"21", "0", "9", "100", "'20'", "${{ 20 }}", "2e1", "12.5", "0x14", "+20", "null"})
  void any_other_value_is_not(String minutes) {
    assertThat(repo.edit(Repo.CI, "minutes: 10 #", "minutes: " + minutes + " #").isAutomatic())
        .isFalse();
  }

  @Test
  void other_limits_are_not_its_business() {
    assertThat(repo.edit(Repo.CI, "FUZZ_SECONDS: 10", "FUZZ_SECONDS: 20").isWhole())
        .isFalse();
    assertThat(repo.edit(Repo.CI, "        timeout-minutes: 4\n", "").isWhole()).isFalse();
  }

  @Test
  void the_second_time_a_person_decides() {
    Recognition again = Repo.with(Repo.CI, WORKFLOW)
        .raised(NamedLimits.key(Repo.CI, "test", "", "timeout-minutes"))
        .edit(Repo.CI, "minutes: 10 #", "minutes: 20 #");

    assertThat(again.isWhole()).isTrue();
    assertThat(again.isAutomatic()).isFalse();
  }

  @Test
  void what_was_raised_has_a_name() {
    String after = WORKFLOW
        .replace("minutes: 10 #", "minutes: 20 #")
        .replace("minutes: 4\n", "minutes: 5\n")
        .replace("run: make slow", "run: make slow\n        env: {PIP_RETRIES: 9}");

    assertThat(NamedLimits.raisedBy(
            List.of(new FileChange(Repo.CI, "100644", Optional.of(WORKFLOW), Optional.of(after)))))
        .containsExactly(
            NamedLimits.key(Repo.CI, "slow", "make slow", "PIP_RETRIES"),
            NamedLimits.key(Repo.CI, "test", "", "timeout-minutes"),
            NamedLimits.key(Repo.CI, "test", "Build", "timeout-minutes"));
  }

  @Test
  void without_that_one_limit_it_does_not_apply() {
    assertThat(repo.propose("job-timeout", LINE.formatted(30)).whyNot()).isPresent();
    assertThat(repo.propose("job-timeout", LINE.formatted(360)).whyNot()).isPresent();
    assertThat(Repo.with(Repo.CI, WORKFLOW.replace("minutes: 45", "minutes: 10"))
            .propose("job-timeout", LINE.formatted(10))
            .whyNot())
        .isPresent();
  }
}
