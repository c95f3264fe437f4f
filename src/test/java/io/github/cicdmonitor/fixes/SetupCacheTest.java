package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SetupCacheTest {
  private static final String LOG =
      "##[error]Dependencies lock file is not found in /home/runner/work/shop/shop. Supported file"
          + " patterns: yarn.lock";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - uses: actions/setup-node@v4
              with:
                node-version: 22
                cache: yarn
            - run: npm ci
            - uses: actions/setup-python@v5
              with:
                python-version: '3.12'
      """;
  private static final String PYTHON = "python-version: '3.12'\n";

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW)
      .and("package-lock.json", "{}")
      .and("requirements.txt", "requests\n");

  @Test
  void the_cache_is_for_the_manager_whose_lock_is_there() {
    String fixed = WORKFLOW.replace("cache: yarn", "cache: npm");

    repo.mends("setup-cache", LOG, fixed);
  }

  @Test
  void a_lock_in_a_folder_is_named() {
    Repo deeper = Repo.with(Repo.CI, WORKFLOW).and("web/yarn.lock", "");
    String fixed = WORKFLOW.replace(
        "          node-version",
        "          cache-dependency-path: web/yarn.lock\n          node-version");

    deeper.mends("setup-cache", LOG, fixed);
    assertThat(deeper.recognise(Repo.CI, fixed.replace("web/yarn", "app/yarn")).isAutomatic())
        .isFalse();
  }

  @Test
  void a_new_cache_for_a_manifest_that_is_there_is_it_too() {
    assertThat(repo.edit(Repo.CI, PYTHON, PYTHON + "          cache: pip\n"))
        .matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, PYTHON, PYTHON + "          cache: poetry\n").isAutomatic())
        .isFalse();
    assertThat(repo.edit(Repo.CI, PYTHON, PYTHON + "          cache: ${{ inputs.c }}\n")
            .isAutomatic())
        .isFalse();
    assertThat(repo.edit(Repo.CI, PYTHON, PYTHON + "          cache: pip\n          token: x\n")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void two_locks_or_another_manager_ask() {
    assertThat(repo.edit(Repo.CI, "cache: yarn", "cache: pnpm").isAutomatic()).isFalse();
    assertThat(
            repo.and("yarn.lock", "").edit(Repo.CI, "cache: yarn", "cache: npm").isAutomatic())
        .isFalse();
  }

  @Test
  void what_the_job_runs_shows_its_manager_too() {
    assertThat(Repo.with(Repo.CI, WORKFLOW).edit(Repo.CI, "cache: yarn", "cache: npm"))
        .matches(Recognition::isAutomatic);
    assertThat(Repo.with(Repo.CI, WORKFLOW.replace("npm ci", "npm ci && yarn install"))
            .edit(Repo.CI, "cache: yarn", "cache: npm")
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with(Repo.CI, WORKFLOW.replace("npm ci", "npm install"))
            .edit(Repo.CI, "cache: yarn", "cache: npm")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void without_any_lock_there_is_nothing_to_cache() {
    Repo none = Repo.with(Repo.CI, WORKFLOW);

    assertThat(none.after(none.propose("setup-cache", LOG), Repo.CI)).doesNotContain("cache:");
  }

  @Test
  void no_cache_at_all_only_fetches_anew() {
    assertThat(repo.edit(Repo.CI, "          cache: yarn\n", "")).matches(Recognition::isAutomatic);
    Repo reads = Repo.with(Repo.CI, """
        on: push
        jobs:
          t:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/setup-node@v4
                id: n
                with:
                  cache: npm
                  node-version: 20
              - if: steps.n.outputs.cache-hit
                run: make test
        """);
    assertThat(reads.edit(Repo.CI, "          cache: npm\n", "").isAutomatic()).isFalse();
  }
}
