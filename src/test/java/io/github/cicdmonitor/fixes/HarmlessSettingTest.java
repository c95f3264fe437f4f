package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HarmlessSettingTest {
  private static final String WORKFLOW = """
      name: CI
      on: push
      env:
        LANG: C.UTF-8
      jobs:
        test:
          strategy:
            fail-fast: true
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
        "fail-fast: true | 'fail-fast: true\n      max-parallel: 2'",
        "retention-days: 5 | retention-days: 10",
        "LANG: C.UTF-8 | LANG: en_US.UTF-8",
        "LANG: C.UTF-8 | 'LANG: C.UTF-8\n  PYTHONUTF8: 1'",
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
        "fail-fast: true | 'fail-fast: true\n      max-parallel: 1'",
        "fail-fast: true | 'fail-fast: true\n      max-parallel: ${{ 9 }}'",
        "retention-days: 5 | retention-days: 1",
        "retention-days: 5 | retention-days: 11",
        "retention-days: 5 | retention-days: 400",
        "retention-days: 5 | retention-days: ${{ 9 }}",
        "LANG: C.UTF-8 | LANG: ../x",
        "LANG: C.UTF-8 | LANG: C",
        "LANG: C.UTF-8 | 'LANG: C.UTF-8\n  PYTHONPATH: 1'",
        "LANG: C.UTF-8 | 'LANG: C.UTF-8\n  TZ: Asia/Tokyo'",
        "LANG: C.UTF-8 | 'LANG: C.UTF-8\n  NODE_ENV: test'",
      })
  void anything_else_is_not_it(String find, String replace) {
    assertThat(repo.edit(Repo.CI, find, replace.replace("\\n", "\n")).isAutomatic())
        .isFalse();
  }
}
