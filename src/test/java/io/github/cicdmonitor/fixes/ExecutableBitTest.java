package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FileChange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExecutableBitTest {
  private static final String SCRIPT = "#!/bin/sh\nexec java\n";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          defaults:
            run:
              working-directory: ./backend
          steps:
            - uses: actions/checkout@v4
            - run: ./gradlew check
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW)
      .and("backend/gradlew", SCRIPT)
      .and("mobile/gradlew", SCRIPT)
      .and("ci/run.sh", SCRIPT)
      .and("ci/list.txt", "a\n");

  @Test
  void the_named_script_becomes_executable() {
    for (String[] line : new String[][] {
      {"/home/runner/work/_temp/1.sh: line 1: ./gradlew: Permission denied", "backend/gradlew"},
      {
        "/home/runner/work/_temp/1.sh: line 1: ci/run.sh: cannot execute: Permission denied",
        "ci/run.sh"
      },
      {"/bin/bash: /home/runner/work/shop/shop/ci/run.sh: Permission denied", "ci/run.sh"},
      {"runc create failed: exec: \"./ci/run.sh\": permission denied: unknown", "ci/run.sh"}
    }) {
      Proposed proposed = repo.propose("executable-bit", line[0]);
      assertThat(proposed.edits()).as(line[0]).hasSize(1);
      assertThat(proposed.edits().get(0).path()).isEqualTo(line[1]);
      assertThat(repo.changes(proposed))
          .allSatisfy(
              change -> assertThat(repo.recognise(change)).matches(Recognition::isAutomatic));
    }
  }

  @Test
  void what_is_no_script_or_not_one_file_does_not_apply() {
    assertThat(
            repo.propose("executable-bit", "sh: ci/list.txt: Permission denied").whyNot())
        .isPresent();
    assertThat(repo.propose("executable-bit", "sh: ./mvnw: Permission denied").whyNot())
        .isPresent();
    assertThat(Repo.with("a/gradlew", SCRIPT)
            .and("b/gradlew", SCRIPT)
            .propose("executable-bit", "sh: ./gradlew: Permission denied")
            .whyNot())
        .isPresent();
  }

  @Test
  void another_mode_or_another_text_is_not_it() {
    assertThat(repo.recognise(change("120000", SCRIPT)).isWhole()).isFalse();
    assertThat(
            repo.recognise(change(FileChange.EXECUTABLE, SCRIPT + "rm -rf /\n")).isWhole())
        .isFalse();
    assertThat(repo.recognise(new FileChange(
                "ci/list.txt",
                "100644",
                Optional.of("a\n"),
                Optional.of("a\n"),
                FileChange.EXECUTABLE))
            .isWhole())
        .isFalse();
  }

  private static FileChange change(String mode, String after) {
    return new FileChange("ci/run.sh", "100644", Optional.of(SCRIPT), Optional.of(after), mode);
  }
}
