package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The kinds of the platform that a person always decides. */
final class AskedFixesTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          services:
            db:
              image: bitnami/postgresql:15.4.0
          steps:
            - run: |
                corepack enable
                pnpm install
            - uses: golangci/golangci-lint-action@v8
              with:
                version: v1.60
            - run: terraform fmt
      """;

  @Test
  void a_newer_corepack_above_its_use() {
    asks(
        "corepack-keys",
        "Error: Cannot find matching keyid: {}",
        "          corepack enable",
        "          npm install --global --force corepack@latest\n          corepack enable");
  }

  @Test
  void an_image_from_the_archive() {
    asks(
        "bitnami-legacy",
        "Error response from daemon: manifest for bitnami/postgresql:15.4.0 not found",
        "bitnami/postgresql",
        "bitnamilegacy/postgresql");
  }

  @Test
  void the_owners_action_by_its_commit() {
    asks(
        "missing-tool",
        "line 1: terraform: command not found",
        "      - run: terraform fmt",
        "      - uses: hashicorp/setup-terraform@dfe3c3f87815947d99a8997f908cb6525fc44e9e #"
            + " v4.0.1\n"
            + "      - run: terraform fmt");
  }

  @Test
  void what_cmake_4_needs_to_read_old_projects() {
    asks(
        "cmake-policy-minimum",
        "Compatibility with CMake < 3.5 has been removed from CMake.",
        "    steps:",
        "    env:\n      CMAKE_POLICY_VERSION_MINIMUM: 3.5\n    steps:");
  }

  @Test
  void the_configuration_says_which_golangci_lint() {
    Repo first = Repo.with(Repo.CI, WORKFLOW).and(".golangci.yml", "linters: {}\n");
    Repo second = Repo.with(Repo.CI, WORKFLOW).and(".golangci.yml", "version: \"2\"\n");
    String line = "golangci-lint v1 is not supported by golangci-lint-action >= v7";

    assertThat(first.after(first.propose("golangci-lint-version", line), Repo.CI))
        .contains("golangci-lint-action@v6", "version: v1.60");
    assertThat(second.after(second.propose("golangci-lint-version", line), Repo.CI))
        .isEqualTo(WORKFLOW.replace("v1.60", "v2.1"));
    assertThat(second.edit(Repo.CI, "v1.60", "v2.1")).matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(
            Repo.with(Repo.CI, WORKFLOW).propose("golangci-lint-version", line).whyNot())
        .isPresent();
  }

  @Test
  void a_manifest_moves_where_its_kind_stays_valid() {
    String manifest = """
        {{- if .Values.budget }}
        apiVersion: policy/v1beta1
        kind: PodDisruptionBudget
        {{- end }}
        ---
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        """;
    String after = manifest.replaceFirst("policy/v1beta1", "policy/v1");
    Repo repo = Repo.with("chart/templates/pdb.yaml", manifest);

    assertThat(repo.after(
            repo.propose(
                "kubernetes-api-version",
                "no matches for kind \"PodDisruptionBudget\" in version \"policy/v1beta1\""),
            "chart/templates/pdb.yaml"))
        .isEqualTo(after);
    assertThat(repo.recognise("chart/templates/pdb.yaml", after))
        .matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(repo.recognise("chart/templates/pdb.yaml", manifest.replace("v1beta1", "v1"))
            .isWhole())
        .isFalse();
    assertThat(repo.propose(
                "kubernetes-api-version",
                "no matches for kind \"PodSecurityPolicy\" in version \"policy/v1beta1\"")
            .whyNot())
        .isPresent();
  }

  @Test
  void setuptools_without_a_version_is_kept_below_82() {
    String text = "numpy\nsetuptools\nsetuptools-scm\n";
    Repo repo = Repo.with("requirements.txt", text);
    String after = "numpy\nsetuptools<82\nsetuptools-scm\n";

    assertThat(repo.after(
            repo.propose(
                "setuptools-below-82", "ModuleNotFoundError: No module named 'pkg_resources'"),
            "requirements.txt"))
        .isEqualTo(after);
    assertThat(repo.recognise("requirements.txt", after))
        .matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(repo.recognise("requirements.txt", after.replace("82", "83")).isAutomatic())
        .isFalse();
  }

  @Test
  void a_retired_debian_takes_its_packages_from_the_archive() {
    Repo repo = Repo.with("Dockerfile", "FROM python:3.7-buster AS base\nRUN apt-get update\n");
    Proposed proposed = repo.propose(
        "archived-debian-suite",
        "E: The repository 'http://deb.debian.org/debian buster Release' does not have a Release"
            + " file.");
    String after = repo.after(proposed, "Dockerfile");

    assertThat(after)
        .startsWith("FROM python:3.7-buster AS base\nRUN sed -i")
        .endsWith("/etc/apt/sources.list\nRUN apt-get update\n");
    assertThat(repo.recognise("Dockerfile", after)).matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(repo.recognise("Dockerfile", after.replace("archive.debian.org", "evil.example"))
            .isWhole())
        .isFalse();
    assertThat(Repo.with("Dockerfile", "FROM python:3.12-bookworm\n")
            .propose(
                "archived-debian-suite",
                "The repository 'http://deb.debian.org/debian buster Release' does not have a"
                    + " Release file")
            .whyNot())
        .isPresent();
  }

  @Test
  void a_release_of_setup_ruby_that_knows_the_version() {
    String text = """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - uses: ruby/setup-ruby@v1.100.0
        """;
    Repo repo = Repo.with(Repo.CI, text);
    String line = "Error: Unknown version 3.4.1 for ruby on ubuntu-24.04";

    assertThat(repo.after(repo.propose("ruby-release", line), Repo.CI))
        .isEqualTo(text.replace("v1.100.0", "v1.315.0"));
    assertThat(repo.recognise(Repo.CI, text.replace("v1.100.0", "v1.99.0")))
        .matches(r -> !r.isAutomatic());
    assertThat(repo.propose("ruby-release", line.replace("3.4.1", "3.9.1")).whyNot())
        .isPresent();
  }

  private static void asks(String fix, String line, String find, String replace) {
    Repo repo = Repo.with(Repo.CI, WORKFLOW);
    String after = WORKFLOW.replace(find, replace);
    Catalogue.Call call = Catalogue.called(List.of(line), List.of()).stream()
        .filter(c -> c.fix().name().equals(fix))
        .findFirst()
        .orElseThrow();
    Fault fault = new Fault(
        line,
        call.groups(),
        List.of(line),
        Repo.CI,
        "test",
        Facts.shipped(),
        Repo.TODAY,
        Optional.empty());

    assertThat(repo.after(call.fix().propose(fault, repo.checkout()), Repo.CI)).isEqualTo(after);
    assertThat(repo.recognise(Repo.CI, after)).matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(repo.recognise(Repo.CI, after.replace("pnpm install", "pnpm install || true"))
            .isWhole())
        .isFalse();
    assertThat(Repo.with(Repo.CI, "on: push\njobs: {}\n").checkout())
        .satisfies(
            files -> assertThat(call.fix().propose(fault, files).applies()).isFalse());
  }

  @Test
  void a_commit_of_setup_ruby_stays_a_commit() {
    String commit = "1111111111111111111111111111111111111111";
    String text = """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - uses: ruby/setup-ruby@COMMIT # v1.100.0
              - uses: ruby/setup-ruby@COMMIT
        """.replace("COMMIT", commit);
    Repo repo = Repo.with(Repo.CI, text);
    SetupAction.Release release =
        Facts.shipped().actions().setupAction("ruby").orElseThrow().release().orElseThrow();

    assertThat(repo.after(
            repo.propose("ruby-release", "Unknown version 3.4.1 for ruby on ubuntu-24.04"),
            Repo.CI))
        .isEqualTo(text.replace(commit + " # v1.100.0", release.commit() + " # " + release.tag()));
  }
}
