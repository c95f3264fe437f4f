package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HarmlessSettingTest {
  private static final String WORKFLOW = """
      name: CI
      on: push
      env:
        LANG: C
      jobs:
        test:
          strategy:
            fail-fast: true
            max-parallel: 2
            matrix:
              os: [ubuntu-24.04, macos-15]
          runs-on: ${{ matrix.os }}
          steps:
            - uses: actions/checkout@v4
            - run: make test
            - uses: actions/upload-artifact@v4
              with:
                name: report-${{ matrix.os }}
                path: out
                retention-days: 5
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fail-fast: true | fail-fast: false",
        "max-parallel: 2 | max-parallel: 4",
        "retention-days: 5 | retention-days: 14",
        "LANG: C | LANG: C.UTF-8",
        "LANG: C | 'LANG: C\n  PYTHONUTF8: 1'",
      })
  void it_may_go_out_by_itself(String find, String replace) {
    assertThat(repo.edit(Repo.CI, find, replace.replace("\\n", "\n")))
        .matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fail-fast: true | fail-fast: ${{ github.event.inputs.x }}",
        "max-parallel: 2 | max-parallel: 0",
        "max-parallel: 2 | max-parallel: ${{ 1 }}",
        "retention-days: 5 | retention-days: 1",
        "retention-days: 5 | retention-days: 400",
        "retention-days: 5 | retention-days: ${{ 9 }}",
        "LANG: C | LANG: ../x",
        "LANG: C | 'LANG: C\n  PYTHONPATH: 1'",
        "LANG: C | 'LANG: C\n  TZ: Asia/Tokyo'",
        "LANG: C | 'LANG: C\n  NODE_ENV: test'",
      })
  void anything_else_is_not_it(String find, String replace) {
    assertThat(repo.edit(Repo.CI, find, replace.replace("\\n", "\n")).isAutomatic())
        .isFalse();
  }
}
