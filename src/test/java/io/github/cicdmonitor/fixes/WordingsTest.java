package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that tools print for one trouble over their versions, and places where its cause may stand. */
final class WordingsTest {
  private static Arguments row(
      String fix, String log, Map<String, String> files, String path, String expected) {
    return Arguments.of(fix, log, files, path, expected);
  }

  private static String steps(String... lines) {
    return "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n"
        + String.join("\n", List.of(lines)).indent(6);
  }

  private static String setup(String tool, String version) {
    return steps(
        "- uses: actions/setup-" + tool + "@v5", "  with:", "    " + tool + "-version: " + version);
  }

  static List<Arguments> rows() {
    Map<String, String> go =
        Map.of(Repo.CI, setup("go", "'1.19'"), "go.mod", "module x\n\ngo 1.22\n");
    String variable = "env:\n  GO_VERSION: 1.21.x\n" + setup("go", "${{ env.GO_VERSION }}");
    String node = "env:\n  NODE_VERSION: 16\n" + setup("node", "${{ env.NODE_VERSION }}");
    Map<String, String> apt = Map.of(Repo.CI, steps("- run: sudo apt-get install -y foo"));
    Map<String, String> java = Map.of(
        Repo.CI,
        setup("java", "21"),
        "gradle/wrapper/gradle-wrapper.properties",
        "distributionUrl=https\\://services.gradle.org/distributions/gradle-7.6-bin.zip\n");
    return List.of(
        row(
            "go-version-file",
            "note: module requires Go 1.22",
            go,
            Repo.CI,
            "version-file: go.mod"),
        row(
            "go-version-file",
            "go: download go1.22 for linux/amd64: toolchain not available",
            go,
            Repo.CI,
            "go-version-file: go.mod"),
        row(
            "go-version-file",
            "go: go.mod requires go >= 1.22 (running go 1.21.1; GOTOOLCHAIN=local)",
            Map.of(Repo.CI, variable, "go.mod", "module x\n\ngo 1.22\n"),
            Repo.CI,
            "GO_VERSION: 1.22.x\n"),
        row(
            "node-version",
            "For Next.js, Node.js version >= v18.17.0 is required.",
            Map.of(Repo.CI, node),
            Repo.CI,
            "NODE_VERSION: 22\n"),
        row(
            "docker-compose-plugin",
            "make: docker-compose: No such file or directory",
            Map.of(Repo.CI, steps("- run: make test"), "Makefile", "test:\n\tdocker-compose up\n"),
            "Makefile",
            "\tdocker compose up"),
        row(
            "docker-compose-plugin",
            "sh: 1: docker-compose: not found",
            Map.of(
                Repo.CI,
                steps("- run: npm run e2e"),
                "package.json",
                "{\"scripts\": {\"e2e\": \"docker-compose up -d && jest\"}}"),
            "package.json",
            "\"docker compose up -d && jest\""),
        row(
            "missing-apt-update",
            "E: Failed to fetch http://x.example/a.deb  404  Not Found [IP: 10.0.0.1 80]",
            apt,
            Repo.CI,
            "sudo apt-get update && sudo apt-get install -y foo"),
        row(
            "missing-apt-update",
            "E: Unable to locate package foo",
            apt,
            Repo.CI,
            "sudo apt-get update && sudo apt-get install -y foo"),
        row(
            "missing-apt-update",
            "Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?",
            Map.of(
                Repo.CI,
                steps("- run: ./ci/setup.sh"),
                "ci/setup.sh",
                "set -e\napt-get install a\n"),
            "ci/setup.sh",
            "apt-get update && apt-get install a"),
        row(
            "java-version-from-build",
            "Unsupported class file major version 65",
            java,
            Repo.CI,
            "java-version: 17"),
        row(
            "java-version-from-build",
            "matching this tasks requirements: {languageVersion=21, vendor=any}",
            Map.of(Repo.CI, setup("java", "17")),
            Repo.CI,
            "java-version: 21"),
        row(
            "bitnami-legacy",
            "bitnami/minideb:buster: failed to resolve source metadata",
            Map.of(Repo.CI, steps("- run: make"), "Dockerfile", "FROM bitnami/minideb:buster\n"),
            "Dockerfile",
            "FROM bitnamilegacy/minideb:buster"),
        row(
            "bitnami-legacy",
            "docker.io/bitnami/redis:6.2: not found",
            Map.of("values.yaml", "image:\n  repository: bitnami/redis\n  tag: \"6.2\"\n"),
            "values.yaml",
            "repository: bitnamilegacy/redis"),
        row(
            "playwright-image",
            "Executable doesn't exist at /home/runner/.cache/ms-playwright/chromium-1105/chrome",
            Map.of(Repo.CI, steps("- run: npx playwright test")),
            Repo.CI,
            "- run: npx playwright install --with-deps\n      - run: npx playwright test"),
        row(
            "dotnet-global-json",
            "Requested SDK version: 8.0.100",
            Map.of(
                Repo.CI,
                setup("dotnet", "7.0.x"),
                "src/global.json",
                "{\"sdk\":{\"version\":\"8.0.100\"}}"),
            Repo.CI,
            "global-json-file: src/global.json"),
        row(
            "python-version-offered",
            "The version '3.7.17' with architecture 'x64' was not found for Ubuntu 24.04.",
            Map.of(Repo.CI, setup("python", "3.7.17")),
            Repo.CI,
            "python-version: 3.x"),
        row(
            "artifact-name-per-leg",
            "(409) Conflict: an artifact with this name already exists on the workflow run",
            Map.of(
                Repo.CI,
                steps("- uses: actions/upload-artifact@v4", "  with: ", "    path: out")
                    .replace("    steps:", "    strategy: {matrix: {v: [a, b]}}\n    steps:")),
            Repo.CI,
            "name: artifact-${{ matrix.v }}"),
        row(
            "retired-runner-label",
            "The Ubuntu 20.04 based runner images are now retired.",
            Map.of(
                Repo.CI,
                "on: push\njobs:\n  a:\n    uses: ./.github/workflows/r.yml\n    with: {os: ubuntu-20.04}\n"),
            Repo.CI,
            "{os: ubuntu-22.04}"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void the_cause_is_mended_where_it_stands(
      String fix, String log, Map<String, String> files, String path, String expected) {
    Repo[] repo = {Repo.with("README", "")};
    files.forEach((file, text) -> repo[0] = repo[0].and(file, text));

    assertThat(repo[0].after(repo[0].propose(fix, log), path)).contains(expected);
  }
}
