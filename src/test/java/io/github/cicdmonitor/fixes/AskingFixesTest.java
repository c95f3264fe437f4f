package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kinds that are computed without a model and always wait for a person. */
final class AskingFixesTest {
  private static final String CONTAINER = """
      name: CI
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          container: acme/builder:2
          services:
            cache:
              image: bitnami/valkey:8.0.1
          steps:
            - uses: actions/checkout@v4
            - name: Configure
              run: |
                corepack enable
                cmake -B out
            - run: git describe --tags
      """;
  private static final String PDB = """
      {{- if .Values.pdb }}
      apiVersion: policy/v1beta1 # see values
      kind: PodDisruptionBudget
      metadata:
        name: shop
      {{- end }}
      ---
      apiVersion: policy/v1beta1
      kind: PodSecurityPolicy
      """;
  private static final String GEMS = """
      GEM
        remote: https://rubygems.org/
        specs:
          rake (13.2.1)

      PLATFORMS
        arm64-darwin-23

      DEPENDENCIES
        rake
      """;

  record Case(String fix, String line, String path, String before, String find, String replace) {
    @Override
    public String toString() {
      return fix;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "safe-directory",
            "fatal: detected dubious ownership in repository at '/__w/shop/shop'",
            Repo.CI,
            CONTAINER,
            "      - name: Configure\n",
            "      - run: git config --global --add safe.directory \"$GITHUB_WORKSPACE\"\n"
                + "      - name: Configure\n"),
        new Case(
            "bitnami-legacy",
            "docker: manifest for bitnami/valkey:8.0.1 not found: manifest unknown",
            Repo.CI,
            CONTAINER,
            "bitnami/valkey",
            "bitnamilegacy/valkey"),
        new Case(
            "corepack-keys",
            "Error: Cannot find matching keyid: {\"signatures\":[]}",
            Repo.CI,
            CONTAINER,
            "          corepack enable\n",
            "          npm install --global --force corepack@latest\n          corepack enable\n"),
        new Case(
            "cmake-policy-minimum",
            "Compatibility with CMake < 3.5 has been removed from CMake.",
            Repo.CI,
            CONTAINER,
            "    runs-on: ubuntu-24.04\n",
            "    env:\n      CMAKE_POLICY_VERSION_MINIMUM: '3.5'\n    runs-on: ubuntu-24.04\n"),
        new Case(
            "kubernetes-api-version",
            "no matches for kind \"PodDisruptionBudget\" in version \"policy/v1beta1\"",
            "charts/shop/templates/pdb.yaml",
            PDB,
            "policy/v1beta1 #",
            "policy/v1 #"),
        new Case(
            "bundler-platform",
            "`bundle lock --add-platform x86_64-linux` and try again.",
            "Gemfile.lock",
            GEMS,
            "  arm64-darwin-23\n",
            "  arm64-darwin-23\n  x86_64-linux\n"),
        new Case(
            "setuptools-below-82",
            "ModuleNotFoundError: No module named 'pkg_resources'",
            "requirements.txt",
            "# tools\nsetuptools\nwheel\n",
            "setuptools\n",
            "setuptools<82\n"),
        new Case(
            "archived-debian-suite",
            "E: The repository 'http://deb.debian.org/debian buster Release' does not have a Release file.",
            "Dockerfile",
            "FROM python:3.9-buster\nWORKDIR /app\nRUN apt-get update && apt-get install -y git\n",
            "RUN apt-get update",
            "RUN sed -i -e 's|deb.debian.org|archive.debian.org|g' -e"
                + " 's|security.debian.org|archive.debian.org|g' -e '/buster-updates/d'"
                + " /etc/apt/sources.list\nRUN apt-get update"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void it_is_computed_from_the_line_and_the_files(Case c) {
    Repo repo = Repo.with(c.path(), c.before());

    Proposed proposed = repo.propose(c.fix(), "some line", c.line());

    assertThat(repo.after(proposed, c.path())).isEqualTo(c.before().replace(c.find(), c.replace()));
    assertThat(proposed.title()).hasSizeLessThanOrEqualTo(70);
    assertThat(proposed.reason()).endsWith(".");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void it_never_goes_out_by_itself(Case c) {
    Recognition recognition = Repo.with(c.path(), c.before()).edit(c.path(), c.find(), c.replace());

    assertThat(recognition.isAutomatic()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void applied_once_it_does_not_apply_again(Case c) {
    Repo repo = Repo.with(c.path(), c.before().replace(c.find(), c.replace()));

    assertThat(repo.propose(c.fix(), c.line()).whyNot()).isPresent();
  }

  @Test
  void a_lock_file_is_written_by_its_tool_alone() {
    Repo npm = Repo.with("package.json", "{}").and("package-lock.json", "{}\n");
    String line = "npm error `npm ci` can only install packages when your package.json and"
        + " package-lock.json are in sync.";

    assertThat(npm.propose("npm-lock-refresh", line).command())
        .isEqualTo(List.of("npm", "install", "--package-lock-only", "--ignore-scripts"));
    assertThat(npm.recognise("package-lock.json", "{ }\n").isAutomatic()).isFalse();
    assertThat(Repo.with("package.json", "{}").propose("npm-lock-refresh", line).whyNot())
        .isPresent();
  }

  @Test
  void an_old_poetry_keeps_the_locked_versions() {
    Repo old = Repo.with("pyproject.toml", "")
        .and("poetry.lock", "# This file is automatically @generated by Poetry 1.8.3\n");
    Repo now = Repo.with("pyproject.toml", "")
        .and("poetry.lock", "# This file is automatically @generated by Poetry 2.1.1\n");
    String line = "pyproject.toml changed significantly since poetry.lock was last generated.";

    assertThat(old.propose("poetry-lock-refresh", line).command()).contains("--no-update");
    assertThat(now.propose("poetry-lock-refresh", line).command())
        .isEqualTo(List.of("poetry", "lock"));
  }

  @Test
  void gems_built_for_a_platform_are_left_to_bundler() {
    Repo repo =
        Repo.with("Gemfile.lock", GEMS.replace("rake (13.2.1)", "nokogiri (1.16.0-arm64-darwin)"));

    assertThat(repo.propose("bundler-platform", "your local platform is x86_64-linux")
            .command())
        .containsExactly("bundle", "lock", "--add-platform", "x86_64-linux");
  }

  @Test
  void what_names_no_successor_does_not_apply() {
    assertThat(Repo.with("k8s/psp.yaml", PDB)
            .propose(
                "kubernetes-api-version",
                "no matches for kind \"PodSecurityPolicy\" in version \"policy/v1beta1\"")
            .whyNot())
        .isPresent();
  }
}
