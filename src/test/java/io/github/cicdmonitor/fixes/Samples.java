package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Edits of every kind that may go out by itself; each new kind adds one here. */
final class Samples {
  private static final String WORKFLOW = """
      name: CI
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          timeout-minutes: 10
          env:
            NODE_OPTIONS: --max-old-space-size=4096
            PIP_RETRIES: 6
          services:
            db:
              image: postgres:15.3
          steps:
            - uses: actions/checkout@v4 # the code
            - uses: actions/cache@v4
              with:
                path: ~/.m2
                key: ${{ runner.os }}-m2-v1-${{ hashFiles('**/pom.xml') }}
                restore-keys: ${{ runner.os }}-m2-v1-
            - name: Up
              run: |
                docker-compose up -d
                sudo docker-compose ps
            - run: make test
      """;
  private static final String DOCKERFILE = """
      FROM python:3.11.4-slim AS build
      RUN pip install .
      """;
  private static final String SETTINGS = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            fail-fast: true
            matrix:
              node: [20, 22]
          env:
            NODE_OPTIONS: --max-old-space-size=2048
          steps:
            - run: npm test
      """;
  private static final String LOCK = """
      [[package]]
      name = "requests"
      version = "2.31.0"
      """;
  private static final String MANIFEST = """
      {
        "devDependencies": {
          "dayjs": "^1.11.2"
        }
      }
      """;
  private static final String NPM_LOCK = """
      { "packages": {
        "node_modules/dayjs": {
          "version": "1.11.10"
        },
        "node_modules/playwright": {
          "version": "1.50.1"
        } } }
      """;

  private static final String SNAKES = """
      name: CI
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          timeout-minutes: 10
          strategy:
            matrix:
              python: ['3.7', '3.11']
          steps:
            - uses: actions/setup-python@v5
              with:
                python-version: ${{ matrix.python }}
            - run: make test
      """;

  private static final String SHARP = """
      name: CI
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - uses: actions/setup-dotnet@v4
              with:
                dotnet-version: '8.0'
            - run: make test
      """;

  static final List<Sample> ALL = List.of(
      Sample.edit("cache-key-bump", Samples::ci, Repo.CI, "m2-v1", "m2-v2"),
      Sample.proposed(
          "docker-compose-plugin",
          Samples::ci,
          Repo.CI,
          List.of("1.sh: line 1: docker-compose: command not found")),
      Sample.edit("fetch-retries", Samples::ci, Repo.CI, "PIP_RETRIES: 6", "PIP_RETRIES: 10"),
      Sample.edit(
          "heap-size",
          () -> Repo.with(Repo.CI, SETTINGS),
          Repo.CI,
          "=2048",
          "=4096",
          // within twice as much and the memory for each core
          "=3096",
          "=3996",
          "=4086",
          "=4095"),
      Sample.proposed(
          "job-timeout",
          Samples::ci,
          Repo.CI,
          List.of("has exceeded the maximum execution time of 10m0s")),
      Sample.edit(
          "official-image-patch",
          () -> Repo.with("Dockerfile", DOCKERFILE),
          "Dockerfile",
          "3.11.4",
          "3.11.9",
          "3.11.8"),
      Sample.edit(
          "official-image-patch",
          Samples::ci,
          Repo.CI,
          "postgres:15.3",
          "postgres:15.8",
          "15.7",
          "15.9"),
      Sample.edit(
          "action-major",
          Samples::tools,
          Repo.CI,
          "upload-artifact@v3",
          "upload-artifact@v4",
          "upload-artifact@v5"),
      Sample.edit(
          "full-history",
          Samples::tools,
          Repo.CI,
          "fetch-depth: 1",
          "fetch-depth: 0",
          "fetch-depth: '0'"),
      Sample.edit(
          "go-version-file",
          Samples::tools,
          Repo.CI,
          "go-version: '1.24'",
          "go-version-file: go.mod"),
      Sample.edit(
          "missing-apt-update",
          Samples::tools,
          Repo.CI,
          "sudo apt-get install",
          "sudo apt-get update && sudo apt-get install"),
      Sample.edit(
          "node-version",
          Samples::tools,
          Repo.CI,
          "node-version: 18",
          "node-version: 20",
          "node-version: '20'"),
      Sample.edit("retired-runner-label", Samples::tools, Repo.CI, "macos-13", "macos-15-intel"),
      Sample.edit("runner-label-typo", Samples::tools, Repo.CI, "ubuntu-lastest", "ubuntu-latest"),
      Sample.edit("setup-cache", Samples::tools, Repo.CI, "cache: yarn", "cache: npm"),
      Sample.edit("t64-package", Samples::tools, Repo.CI, "libasound2", "libasound2t64"),
      Sample.edit(
          "requirement-pin",
          () -> Repo.with("requirements.txt", "requests\n").and("uv.lock", LOCK),
          "requirements.txt",
          "requests",
          "requests==2.31.0"),
      Sample.edit("action-ref-spelling", Samples::more, Repo.CI, "checkout@v4.0", "checkout@v4"),
      Sample.proposed(
          "file-command",
          Samples::more,
          Repo.CI,
          List.of("The `add-path` command is disabled."),
          ">> $GITHUB_PATH"),
      Sample.edit(
          "harmless-setting",
          () -> Repo.with(Repo.CI, SETTINGS),
          Repo.CI,
          "fail-fast: true",
          "fail-fast: false"),
      Sample.edit(
          "locked-version",
          () -> Repo.with("package.json", MANIFEST).and("package-lock.json", NPM_LOCK),
          "package.json",
          "^1.11.2",
          "^1.11.10"),
      Sample.edit("narrower-permissions", Samples::more, Repo.CI, "issues: write", "issues: read"),
      Sample.edit(
          "package-manager-version", Samples::more, Repo.CI, "version: 9\n", "version: 10.25.0\n"),
      Sample.proposed(
          "playwright-image",
          Samples::more,
          Repo.CI,
          List.of("Executable doesn't exist at /ms-playwright/chromium-1155/chrome")),
      Sample.edit(
          "previous-runner-image",
          () -> more()
              .images(new FixEvidence.Images(Repo.CI, "moved", "ubuntu-24.04", "ubuntu-26.04")),
          Repo.CI,
          "ubuntu-latest",
          "ubuntu-24.04"),
      Sample.edit("python-version-offered", Samples::more, Repo.CI, "'3.7' # old", "'3.x' # old"),
      Sample.edit(
          "python-version-offered",
          () -> Repo.with(Repo.CI, SNAKES),
          Repo.CI,
          "ubuntu-24.04",
          "ubuntu-22.04"),
      Sample.edit(
          "dotnet-global-json",
          () -> Repo.with(Repo.CI, SHARP)
              .and("global.json", "{\"sdk\": {\"version\": \"9.0.100\"}}\n"),
          Repo.CI,
          "dotnet-version: '8.0'",
          "global-json-file: global.json"),
      Sample.edit("runtime-version", Samples::more, Repo.CI, "'3.9'", "'3.12'", "'3.11'", "'3.13'"),
      Sample.proposed(
          "quoted-version",
          Samples::unquoted,
          Repo.CI,
          List.of("The version '3.1' with architecture 'x64' was not found for Ubuntu 24.04.")),
      Sample.edit(
          "stricter-input",
          () -> Repo.with(
              Repo.CI, SETTINGS.replace("- run", "- uses: actions/checkout@v4\n      - run")),
          Repo.CI,
          "checkout@v4\n",
          "checkout@v4\n        with: {persist-credentials: false}\n"),
      Sample.edit("stricter-install", Samples::more, Repo.CI, "npm install", "npm ci"),
      Sample.proposed(
          "xcode-version",
          Samples::more,
          Repo.CI,
          List.of("invalid developer directory '/Applications/Xcode_26.0.app'")));

  private Samples() {}

  private static final String TOOLS = """
      name: CI
      on: push
      permissions: {}
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
              with:
                fetch-depth: 1
            - uses: actions/setup-go@v5
              with:
                go-version: '1.24'
            - uses: actions/setup-node@v4
              with:
                node-version: 18
                cache: yarn
            - run: sudo apt-get install -y libasound2
            - run: make test
            - uses: actions/upload-artifact@v3
              with:
                name: report
                path: out
        mac:
          runs-on: macos-13
          steps:
            - run: make
        typo:
          runs-on: ubuntu-lastest
          steps:
            - run: make
      """;

  private static final String MORE = """
      name: CI
      on: push
      permissions:
        contents: read
        issues: write
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            max-parallel: 2
            matrix:
              part: [a, b]
          steps:
            - uses: actions/checkout@v4.0
            - uses: pnpm/action-setup@v4
              with:
                run_install: false
                version: 9
            - uses: actions/setup-python@v5
              with:
                python-version: '3.9'
            - name: Tools
              run: |
                make tools
                echo "::add-path::$HOME/.tools/bin"
            - run: npm install
            - run: make test
            - uses: actions/upload-artifact@v4
              with:
                name: junit-${{ matrix.part }}
                if-no-files-found: ignore
        app:
          runs-on: macos-15
          steps:
            - run: sudo xcode-select -s /Applications/Xcode_26.0.app
        moved:
          runs-on: ubuntu-latest
          steps:
            - run: make moved
        browsers:
          runs-on: ubuntu-24.04
          container: mcr.microsoft.com/playwright:v1.49.0-noble
          steps:
            - run: npx playwright test
        snake:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/setup-python@v5
              with:
                python-version: '3.7' # old
      """;

  private static Repo more() {
    return Repo.with(Repo.CI, MORE)
        .and("package.json", "{\"packageManager\": \"pnpm@10.25.0\"}\n")
        .and("package-lock.json", NPM_LOCK)
        .github(new RepositoryFacts(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("actions/checkout", Set.of("v3", "v4", "v4.1.0", "v5"))));
  }

  private static Repo tools() {
    return Repo.with(Repo.CI, TOOLS)
        .and("go.mod", "module example.org/a\n\ngo 1.25.1\n")
        .and("package.json", "{\"engines\": {\"node\": \">=20\"}}\n")
        .and("package-lock.json", "{}\n");
  }

  private static Repo unquoted() {
    return Repo.with(Repo.CI, SNAKES.replace("${{ matrix.python }}", "3.10"));
  }

  private static Repo ci() {
    return Repo.with(Repo.CI, WORKFLOW);
  }
}
