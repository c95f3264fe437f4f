package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArtifactNamePerLegTest {
  private static final String CONFLICT =
      "Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an"
          + " artifact with this name already exists on the workflow run";
  private static final String WORKFLOW = """
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          strategy:
            matrix:
              jdk: [17, 21]
          steps:
            - uses: actions/upload-artifact@v4
              with:
                name: jars
                path: target/*.jar
        join:
          needs: build
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/download-artifact@v4
              with:
                name: jars
                path: all
      """;
  private static final String AFTER = WORKFLOW
      .replaceFirst("name: jars", "name: jars-\\${{ matrix.jdk }}")
      .replace(
          "name: jars\n          path: all",
          "pattern: jars-*\n          merge-multiple: true\n          path: all");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void each_leg_gets_a_name_and_the_download_takes_all() {
    assertThat(repo.after(repo.propose("artifact-name-per-leg", CONFLICT), Repo.CI))
        .isEqualTo(AFTER);
  }

  @Test
  void a_person_decides() {
    assertThat(repo.recognise(Repo.CI, AFTER)).matches(r -> r.isWhole() && !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdk: [17, 21]|jdk: ['a/b', 'c']",
        "jdk: [17, 21]|include: [{a: x/y}, {a: z}]",
        "jdk: [17, 21]|jdk: ${{ fromJSON(needs.x.outputs.y) }}"
      })
  void values_that_a_name_cannot_hold_are_counted(String find, String replace) {
    Repo other = Repo.with(Repo.CI, WORKFLOW.replace(find, replace));

    assertThat(other.after(other.propose("artifact-name-per-leg", CONFLICT), Repo.CI))
        .contains("name: jars-${{ strategy.job-index }}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: jars-${{ matrix.jdk }}|name: dist-${{ matrix.jdk }}",
        "name: jars-${{ matrix.jdk }}|name: jars-${{ github.head_ref }}",
        "name: jars-${{ matrix.jdk }}|name: jars-x",
        "pattern: jars-*|pattern: '*'",
        "merge-multiple: true|merge-multiple: false"
      })
  void another_name_is_not_it(String find, String replace) {
    assertThat(AFTER).contains(find);
    assertThat(repo.recognise(Repo.CI, AFTER.replace(find, replace)).isWhole()).isFalse();
  }

  @Test
  void a_name_without_a_matrix_or_of_two_jobs_is_left_alone() {
    String single = WORKFLOW.replace("    strategy:\n      matrix:\n        jdk: [17, 21]\n", "");

    assertThat(Repo.with(Repo.CI, single)
            .propose("artifact-name-per-leg", CONFLICT)
            .whyNot())
        .isPresent();
  }
}
