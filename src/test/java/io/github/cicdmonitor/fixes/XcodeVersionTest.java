package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XcodeVersionTest {
  private static final String LINE =
      "xcode-select: error: invalid developer directory '/Applications/Xcode_26.0.app'";
  private static final String WORKFLOW = """
      on: push
      jobs:
        app:
          runs-on: macos-15
          env:
            DEVELOPER_DIR: /Applications/Xcode_26.0.app/Contents/Developer
          steps:
            - run: sudo xcode-select -s /Applications/Xcode_26.0.app
      """;
  private static final String AFTER = WORKFLOW.replace("Xcode_26.0", "Xcode_26.3");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void the_newest_of_that_major() {
    repo.mends("xcode-version", LINE, AFTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Xcode_26.9", "Xcode_16.4", "Xcode_26.1.1", "Xcode_${{ inputs.x }}"})
  void another_version_is_not_it(String version) {
    assertThat(repo.recognise(Repo.CI, WORKFLOW.replace("Xcode_26.0", version)))
        .matches(r -> !r.isAutomatic());
  }

  @Test
  void a_version_that_is_there_or_a_runner_that_is_not_known_stays() {
    assertThat(Repo.with(Repo.CI, WORKFLOW.replace("26.0", "26.2"))
            .propose("xcode-version", LINE)
            .whyNot())
        .isPresent();
    assertThat(Repo.with(Repo.CI, WORKFLOW.replace("macos-15", "our-mac"))
            .propose("xcode-version", LINE)
            .whyNot())
        .isPresent();
  }

  @Test
  void a_variable_of_the_whole_workflow_moves_where_every_mac_has_that_image() {
    String all = """
        on: push
        env:
          DEVELOPER_DIR: /Applications/Xcode_26.0.app/Contents/Developer
        jobs:
          lint:
            runs-on: ubuntu-24.04
            steps:
              - run: make lint
          app:
            runs-on: macos-15
            steps:
              - run: xcodebuild test
        """;
    Repo whole = Repo.with(Repo.CI, all);
    String after = all.replace("26.0", "26.3");
    String mixed =
        all + "  old:\n    runs-on: macos-14\n    steps:\n      - run: xcodebuild test\n";

    whole.mends("xcode-version", LINE, after);
    assertThat(Repo.with(Repo.CI, mixed).recognise(Repo.CI, mixed.replace("26.0", "26.3")))
        .matches(r -> !r.isAutomatic());
  }
}
