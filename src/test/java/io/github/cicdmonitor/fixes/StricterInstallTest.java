package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StricterInstallTest {
  private static final String WORKFLOW = """
      name: CI
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - run: npm install && npm test
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW).and("package-lock.json", "{}");

  @Test
  void only_what_the_lock_file_names_is_installed() {
    assertThat(repo.edit(Repo.CI, "npm install", "npm ci")).matches(Recognition::isAutomatic);
  }

  @Test
  void another_change_or_no_lock_file_is_not_it() {
    assertThat(repo.edit(Repo.CI, "npm install &&", "npm ci ||").isAutomatic()).isFalse();
    assertThat(repo.edit(Repo.CI, "npm install", "npm ci --force").isAutomatic())
        .isFalse();
    assertThat(repo.edit(Repo.CI, "npm install", "yarn install --immutable").isAutomatic())
        .isFalse();
    assertThat(
            Repo.with(Repo.CI, WORKFLOW).edit(Repo.CI, "npm install", "npm ci").isAutomatic())
        .isFalse();
    Repo strict = Repo.with(Repo.CI, WORKFLOW.replace("npm install", "npm ci"))
        .and("package-lock.json", "{}");
    assertThat(strict.edit(Repo.CI, "npm ci", "npm install").isAutomatic()).isFalse();
  }
}
