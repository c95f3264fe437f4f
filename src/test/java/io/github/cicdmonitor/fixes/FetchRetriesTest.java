package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FetchRetriesTest {
  private static final String WORKFLOW = """
      on: push
      env:
        PIP_RETRIES: 6
        TEST_TIMEOUT: 5
        CARGO_NET_RETRY: ${{ vars.RETRY }}
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: npm ci
            - run: pip install .
              env:
                A: 1
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void more_tries_and_longer_waits_of_known_tools_are_it() {
    assertThat(repo.edit(Repo.CI, "RETRIES: 6", "RETRIES: 10").isAutomatic()).isTrue();
    for (String env : new String[] {
      "NPM_CONFIG_FETCH_RETRIES: 5", "npm_config_fetch_retries: 5", "UV_HTTP_TIMEOUT: '120'"
    }) {
      assertThat(repo.edit(Repo.CI, "- run: npm ci", "- run: npm ci\n        env: {" + env + "}")
              .isAutomatic())
          .as(env)
          .isTrue();
    }
    assertThat(
            repo.edit(Repo.CI, "    A: 1", "    A: 1\n          PIP_RETRIES: 7").isAutomatic())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A: 1\n          PIP_RETRIES: 6",
        "A: 1\n          PIP_RETRIES: 5",
        "A: 1\n          PIP_RETRIES: 11",
        "A: 1\n          PIP_RETRIES: ${{ 7 }}",
        "A: 1\n          PIP_INDEX_URL: 7",
        "A: 1\n          UV_HTTP_TIMEOUT: 601",
        "A: 1\n          CARGO_NET_RETRY: 10",
        "A: 1\n          NPM_CONFIG_FETCH_RETRIES: 0",
        "A: 2"
      })
  void any_other_variable_or_value_is_not(String env) {
    assertThat(repo.edit(Repo.CI, "A: 1", env).isAutomatic()).isFalse();
  }

  @Test
  void limits_of_tests_and_a_second_raise_are_not() {
    assertThat(repo.edit(Repo.CI, "TEST_TIMEOUT: 5", "TEST_TIMEOUT: 10").isWhole())
        .isFalse();
    assertThat(Repo.with(Repo.CI, WORKFLOW)
            .raised(NamedLimits.key(Repo.CI, "", "", "PIP_RETRIES"))
            .edit(Repo.CI, "RETRIES: 6", "RETRIES: 10")
            .isAutomatic())
        .isFalse();
  }
}
