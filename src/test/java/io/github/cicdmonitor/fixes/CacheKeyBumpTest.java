package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CacheKeyBumpTest {
  private static final String WORKFLOW = """
      on: push
      env:
        CACHE_VERSION: 3
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/cache@v4
              with:
                path: ~/.m2
                key: ${{ runner.os }}-m2-v1-${{ hashFiles('**/pom.xml') }}
                restore-keys: |
                  ${{ runner.os }}-m2-v1-
            - uses: actions/cache/restore@v4
              with:
                path: out
                key: out-${{ env.CACHE_VERSION }}
            - run: make
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void key_and_restore_keys_take_the_next_number_together() {
    assertThat(repo.recognise(Repo.CI, WORKFLOW.replace("m2-v1", "m2-v2")).isAutomatic())
        .isTrue();
    assertThat(repo.edit(Repo.CI, "VERSION: 3", "VERSION: 4").isAutomatic()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2-v3", "m2-v0", "m2-v11", "m3-v2", "m2-x-v2", "m2-${{ 2 }}", "m2-V2"})
  void any_other_key_is_not(String key) {
    assertThat(repo.recognise(Repo.CI, WORKFLOW.replace("m2-v1", key)).isAutomatic())
        .isFalse();
  }

  @Test
  void a_key_left_behind_or_another_expression_is_not() {
    assertThat(repo.edit(Repo.CI, "m2-v1-${{ hash", "m2-v2-${{ hash").isAutomatic())
        .isFalse();
    assertThat(repo.recognise(
                Repo.CI, WORKFLOW.replace("m2-v1", "m2-v2").replace("**/pom.xml", "pom.xml"))
            .isAutomatic())
        .isFalse();
    String twice = WORKFLOW.replace("      - run: make\n", """
                  - uses: actions/cache@v4
                    with:
                      path: x
                      key: k-v1
                  - uses: actions/cache@v4
                    with:
                      path: y
                      key: k-v1
            """);
    assertThat(Repo.with(Repo.CI, twice)
            .edit(Repo.CI, "path: x\n          key: k-v1", "path: x\n          key: k-v2")
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with(Repo.CI, twice.replaceFirst("k-v1", "k-v0"))
            .edit(Repo.CI, "k-v0", "k-v1")
            .isAutomatic())
        .as("the new key is in use")
        .isFalse();
  }

  @Test
  void another_reader_of_the_variable_asks() {
    String read = WORKFLOW.replace("run: make", "run: make V=$CACHE_VERSION");
    assertThat(
            Repo.with(Repo.CI, read).edit(Repo.CI, "VERSION: 3", "VERSION: 4").isAutomatic())
        .isFalse();
  }
}
