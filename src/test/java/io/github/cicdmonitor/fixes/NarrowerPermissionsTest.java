package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NarrowerPermissionsTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: make
        label:
          permissions:
            contents: read
            issues: write
          runs-on: ubuntu-24.04
          steps:
            - run: make label
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void fewer_rights_for_every_job_is_it() {
    for (String said : new String[] {"{}", "\n  contents: read", "{contents: none}"}) {
      assertThat(repo.edit(Repo.CI, "on: push\n", "on: push\npermissions: " + said + "\n"))
          .as(said)
          .matches(Recognition::isAutomatic);
    }
    assertThat(repo.edit(Repo.CI, "issues: write", "issues: read"))
        .matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, "      issues: write\n", "")).matches(Recognition::isAutomatic);
  }

  @Test
  void more_rights_for_any_job_is_not_it() {
    for (String said : new String[] {
      "write-all",
      "read-all",
      "{contents: write}",
      "{contents: read, issues: read}",
      "{id-token: write}",
      "{contents: Read}"
    }) {
      assertThat(repo.edit(Repo.CI, "on: push\n", "on: push\npermissions: " + said + "\n")
              .isWhole())
          .as(said)
          .isFalse();
    }
    assertThat(repo.edit(Repo.CI, "contents: read", "contents: write").isWhole())
        .isFalse();
    assertThat(
            repo.edit(Repo.CI, "    permissions:\n      contents: read\n      issues: write\n", "")
                .isWhole())
        .isFalse();
  }

  @Test
  void narrower_here_and_wider_there_is_not_it() {
    String closed = WORKFLOW.replace("on: push\n", "on: push\npermissions: {}\n");

    assertThat(Repo.with(Repo.CI, closed)
            .edit(Repo.CI, "  test:\n", "  test:\n    permissions: {contents: read}\n")
            .isWhole())
        .isFalse();
    assertThat(Repo.with(Repo.CI, closed)
            .recognise(
                Repo.CI,
                closed
                    .replace("permissions: {}", "permissions: {contents: read}")
                    .replace("issues: write", "issues: read"))
            .isWhole())
        .isFalse();
  }
}
