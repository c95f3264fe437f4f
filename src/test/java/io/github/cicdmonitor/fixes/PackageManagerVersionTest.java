package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PackageManagerVersionTest {
  private static final String LOG = "Error: Multiple versions of pnpm specified:";
  private static final String MANIFEST = "{\"packageManager\": \"pnpm@10.25.0+sha512.abc\"}\n";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - name: Install pnpm
              uses: pnpm/action-setup@v4
              with:
                version: 10
            - uses: pnpm/action-setup@v4
              with:
                run_install: false
                version: "10"
            - run: pnpm test
      """;
  private static final String FIXED = WORKFLOW
      .replace("        with:\n          version: 10\n", "")
      .replace("          version: \"10\"\n", "");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW).and("package.json", MANIFEST);

  @Test
  void the_version_in_the_workflow_goes() {
    assertThat(repo.after(repo.propose("package-manager-version", LOG), Repo.CI))
        .isEqualTo(FIXED);
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(repo.recognise(Repo.CI, FIXED)).matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, "\"10\"", "10.25.0")).matches(Recognition::isAutomatic);
  }

  @Test
  void another_version_or_another_input_is_not_it() {
    assertThat(repo.edit(Repo.CI, "\"10\"", "11").isAutomatic()).isFalse();
    assertThat(repo.edit(Repo.CI, "\"10\"", "${{ vars.PNPM }}").isAutomatic()).isFalse();
    assertThat(repo.recognise(Repo.CI, FIXED.replace("run_install: false", "run_install: true"))
            .isAutomatic())
        .isFalse();
    assertThat(repo.recognise(Repo.CI, FIXED.replace("pnpm/action-setup@v4\n", "other/setup@v4\n"))
            .isAutomatic())
        .isFalse();
  }

  @Test
  void an_older_one_in_the_manifest_asks() {
    Recognition recognition = Repo.with(Repo.CI, WORKFLOW)
        .and("package.json", MANIFEST.replace("10.25.0", "8.1.0"))
        .recognise(Repo.CI, FIXED);

    assertThat(recognition.isWhole()).isTrue();
    assertThat(recognition.isAutomatic()).isFalse();
  }

  @Test
  void without_pnpm_in_the_manifest_it_does_not_apply() {
    Repo other =
        Repo.with(Repo.CI, WORKFLOW).and("package.json", "{\"packageManager\": \"yarn@4.1.0\"}");

    assertThat(other.propose("package-manager-version", LOG).whyNot()).isPresent();
    assertThat(other.recognise(Repo.CI, FIXED).isAutomatic()).isFalse();
  }
}
