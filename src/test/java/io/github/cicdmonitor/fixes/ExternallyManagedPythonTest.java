package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExternallyManagedPythonTest {
  private static final String LOG = "error: externally-managed-environment";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/setup-python@v5
              with:
                python-version: '3.12'
            - run: pip install tox
        docs:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - name: Tools
              run: pip install mkdocs
      """;
  private static final String FIXED = WORKFLOW.replace(
      "      - name: Tools",
      "      - uses: actions/setup-python@v5\n        with:\n          python-version: '3.12'\n"
          + "      - name: Tools");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void the_job_gets_the_Python_that_others_have() {
    assertThat(repo.after(repo.propose("externally-managed-python", LOG), Repo.CI))
        .isEqualTo(FIXED);
  }

  @Test
  void it_is_recognised_and_asks() {
    Recognition recognition = repo.recognise(Repo.CI, FIXED);

    assertThat(recognition.isWhole()).isTrue();
    assertThat(recognition.isAutomatic()).isFalse();
  }

  @Test
  void to_break_system_packages_is_not_it() {
    assertThat(repo.edit(Repo.CI, "install mkdocs", "install --break-system-packages mkdocs")
            .isWhole())
        .isFalse();
    assertThat(repo.recognise(
                Repo.CI,
                FIXED.replace("'3.12'\n      - name", "'3.12'\n          token: x\n      - name"))
            .isWhole())
        .isFalse();
  }

  @Test
  void where_nobody_sets_up_Python_it_does_not_apply() {
    assertThat(Repo.with(Repo.CI, WORKFLOW.replace("setup-python", "setup-perl"))
            .propose("externally-managed-python", LOG)
            .whyNot())
        .isPresent();
  }
}
