package io.github.cicdmonitor.fixes;

import java.util.List;

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
  private static final String LOCK = """
      [[package]]
      name = "requests"
      version = "2.31.0"
      """;

  static final List<Sample> ALL = List.of(
      Sample.edit("cache-key-bump", Samples::ci, Repo.CI, "m2-v1", "m2-v2"),
      Sample.proposed(
          "docker-compose-plugin",
          Samples::ci,
          Repo.CI,
          List.of("1.sh: line 1: docker-compose: command not found")),
      Sample.edit("fetch-retries", Samples::ci, Repo.CI, "PIP_RETRIES: 6", "PIP_RETRIES: 10"),
      Sample.proposed(
          "heap-size",
          Samples::ci,
          Repo.CI,
          List.of("FATAL ERROR: JavaScript heap out of memory"),
          // within twice as much and the memory of the runner
          "7144",
          "5144",
          "6244",
          "6044",
          "6154",
          "6134",
          "6145",
          "6143"),
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
          "requests==2.31.0"));

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

  private static Repo tools() {
    return Repo.with(Repo.CI, TOOLS)
        .and("go.mod", "module example.org/a\n\ngo 1.25.1\n")
        .and("package.json", "{\"engines\": {\"node\": \">=20\"}}\n")
        .and("package-lock.json", "{}\n");
  }

  private static Repo ci() {
    return Repo.with(Repo.CI, WORKFLOW);
  }
}
