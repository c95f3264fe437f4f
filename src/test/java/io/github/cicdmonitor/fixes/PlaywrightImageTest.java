package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlaywrightImageTest {
  private static final String LOG =
      "browserType.launch: Executable doesn't exist at /ms-playwright/chromium-1155/chrome-linux/chrome";
  private static final String WORKFLOW = """
      on: push
      jobs:
        e2e:
          runs-on: ubuntu-24.04
          container:
            image: mcr.microsoft.com/playwright:v1.49.0-noble
          steps:
            - run: npx playwright test
        more:
          runs-on: ubuntu-24.04
          container: mcr.microsoft.com/playwright:v1.49.0-noble
          steps:
            - run: npx playwright test
      """;
  private static final String LOCK = "{\"packages\": {\"node_modules/@playwright/test\":"
      + " {\"version\": \"1.50.1\"}, \"node_modules/playwright\": {\"version\": \"1.50.1\"}}}";
  private static final String FIXED = WORKFLOW.replace("1.49.0", "1.50.1");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW).and("package-lock.json", LOCK);

  @Test
  void the_image_follows_the_lock() {
    repo.mends("playwright-image", LOG, FIXED);
    assertThat(repo.recognise(Repo.CI, FIXED).bringsCode()).isTrue();
  }

  @Test
  void yarn_and_pnpm_have_locks_too() {
    for (String[] lock : new String[][] {
      {"yarn.lock", "\"@playwright/test@^1.49.0\":\n  version \"1.50.1\"\n"},
      {"pnpm-lock.yaml", "packages:\n\n  '@playwright/test@1.50.1':\n    engines: {node: '>=18'}\n"}
    }) {
      Repo other = Repo.with(Repo.CI, WORKFLOW).and(lock[0], lock[1]);
      assertThat(other.after(other.propose("playwright-image", LOG), Repo.CI)).isEqualTo(FIXED);
    }
  }

  @Test
  void another_version_image_or_base_is_not_it() {
    for (String[] instead : new String[][] {
      {"1.49.0", "1.50.2"},
      {"v1.49.0-noble", "v1.50.1-jammy"},
      {"v1.49.0-noble", "v1.50.1"},
      {"mcr.microsoft.com/playwright:v1.49.0", "evil.example/playwright:v1.50.1"},
      {"v1.49.0-noble", "latest"}
    }) {
      assertThat(
              repo.recognise(Repo.CI, WORKFLOW.replace(instead[0], instead[1])).isWhole())
          .as(instead[1])
          .isFalse();
    }
    assertThat(Repo.with(Repo.CI, FIXED)
            .and("package-lock.json", LOCK.replace("1.50.1", "1.49.0"))
            .recognise(Repo.CI, WORKFLOW)
            .isAutomatic())
        .isFalse();
  }

  @Test
  void without_a_lock_it_does_not_apply() {
    assertThat(Repo.with(Repo.CI, WORKFLOW).propose("playwright-image", LOG).whyNot())
        .isPresent();
  }
}
