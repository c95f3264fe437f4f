package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.workflow.ParsedChange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FilesWantedTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/setup-go@v6
              with: {go-version: '1.25'}
            - run: go test ./...
              working-directory: ./server/
      """;

  @Test
  void what_a_setup_step_names_and_what_names_its_runtime() {
    assertThat(FilesWanted.of(change(
            Repo.CI,
            WORKFLOW,
            WORKFLOW.replace("go-version: '1.25'", "go-version-file: go/go.mod"))))
        .contains("go.mod", "server/go.mod", "go/go.mod", ".go-version")
        .doesNotContain("package.json");
  }

  @Test
  void nothing_for_a_change_that_no_kind_looks_at() {
    assertThat(FilesWanted.of(change(Repo.CI, WORKFLOW, WORKFLOW.replace("./...", "."))))
        .isEmpty();
    assertThat(FilesWanted.of(change("README.md", "a", "b"))).isEmpty();
  }

  @Test
  void no_path_leaves_the_repository() {
    for (String path :
        new String[] {"../go.mod", "/etc/passwd", "a/../../go.mod", "${{ x }}.mod"}) {
      assertThat(FilesWanted.of(change(
              Repo.CI,
              WORKFLOW,
              WORKFLOW.replace("go-version: '1.25'", "go-version-file: '" + path + "'"))))
          .doesNotContain(path)
          .noneMatch(wanted -> wanted.contains("..") || wanted.startsWith("/"));
    }
  }

  @Test
  void a_version_file_asks_for_the_manifests_of_its_runtime() {
    assertThat(FilesWanted.of(change(".python-version", "3.8\n", "3.9\n")))
        .contains("pyproject.toml")
        .doesNotContain(".python-version");
  }

  private static ParsedChange change(String path, String before, String after) {
    return new ParsedChange(
        new FileChange(path, "100644", Optional.of(before), Optional.of(after)));
  }
}
