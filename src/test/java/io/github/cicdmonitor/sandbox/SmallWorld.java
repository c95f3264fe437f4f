package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The organisation {@code acme} on a bad morning: eight repositories, each failing in its own way, and a model that knows them. Everything here
 * is made up.
 *
 * <table>
 * <caption>What ought to become of them</caption>
 * <tr><td>acme/shop</td><td>the package registry timed out</td><td>re-run</td></tr>
 * <tr><td>acme/web</td><td>package.json asks for more than the lock file has</td><td>approval request</td></tr>
 * <tr><td>acme/api</td><td>an action's version is refused</td><td>pull request by a recipe</td></tr>
 * <tr><td>acme/tools</td><td>ESLint</td><td>told to the developers</td></tr>
 * <tr><td>acme/core</td><td>a JUnit test</td><td>told to the developers</td></tr>
 * <tr><td>acme/deploy</td><td>the token may not push a tag</td><td>the model proposes a wider permission: blocked</td></tr>
 * <tr><td>acme/stack</td><td>docker-compose is gone from the runner</td><td>pull request by a recipe; the model is not asked</td></tr>
 * <tr><td>acme/tasks</td><td>a script is not executable</td><td>pull request by a recipe; the model is not asked</td></tr>
 * </table>
 */
public final class SmallWorld {
  /** The repositories that are watched, in the order of the table above. */
  public static final List<String> REPOSITORIES = List.of(
      "acme/shop",
      "acme/web",
      "acme/api",
      "acme/tools",
      "acme/core",
      "acme/deploy",
      "acme/stack",
      "acme/tasks");

  private final Sandbox sandbox;
  private final Map<String, SandboxRun> failures = new LinkedHashMap<>();
  private final Instant morning;

  private SmallWorld(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.morning = sandbox.github().now().minus(Duration.ofMinutes(40));
  }

  /** Fills a sandbox. */
  public static SmallWorld build(Sandbox sandbox) {
    SmallWorld world = new SmallWorld(sandbox);
    world.actions();
    world.shop();
    world.web();
    world.api();
    world.tools();
    world.core();
    world.deploy();
    world.stack();
    world.tasks();
    sandbox.gateway().model(new SmallWorldModel());
    return world;
  }

  /** The run that failed. */
  public SandboxRun failure(String repository) {
    return Optional.ofNullable(failures.get(repository))
        .orElseThrow(() -> new NoSuchElementException("no failure in " + repository));
  }

  /** Lets the re-runs that were asked for pass. How many there were. */
  public int finishReruns() {
    List<SandboxRun> pending = sandbox.github().pendingReruns();
    for (SandboxRun run : pending) {
      for (SandboxJob job : run.attempt().jobs()) {
        if (job.conclusion().isEmpty()) {
          job.step("Set up job", "success")
              .step("Run it all", "success")
              .log("passed\n")
              .conclude("success");
        }
      }
      run.finishAt("success", sandbox.github().now());
    }
    return pending.size();
  }

  /** Merges the open pull requests, after which the default branch's workflow passes. How many there were. */
  public int mergePulls() {
    List<SandboxPull> open =
        sandbox.github().pulls().stream().filter(SandboxPull::isOpen).toList();
    for (SandboxPull pull : open) {
      pull.merge("dev-ben");
      SandboxRun failed = failure(pull.repository().fullName());
      SandboxRun passed = pull.repository().run(failed.workflow()).path(failed.path());
      failed
          .attempts()
          .get(0)
          .jobs()
          .forEach(job -> passed.job(job.name()).step("Run it all", "success").conclude("success"));
      passed.finish("success");
    }
    return open.size();
  }

  /** A configuration that watches all of it. */
  public JsonNode config() {
    ObjectNode config = Json.object(
        "risk_threshold", 5,
        "protected_repositories", List.of(),
        "slack_channels",
            Json.object(
                "alerts", "#ci-cd-alerts",
                "approvals", "#ci-cd-approvals",
                "critical", "#critical-alerts"),
        "approval_timeout_hours", 24,
        "polling_interval_minutes", 5);
    config.set(
        "repositories",
        REPOSITORIES.stream()
            .map(name -> Json.object(
                "owner",
                "acme",
                "name",
                name.substring("acme/".length()),
                "branch",
                "main",
                "enabled",
                true))
            .collect(Json.toArray()));
    return config;
  }

  /** The actions that the workflows use, so that a version can be looked up. */
  private void actions() {
    for (String name : List.of("checkout", "setup-node", "setup-java", "upload-artifact")) {
      SandboxRepository action = sandbox.github().create("actions/" + name);
      for (String tag : List.of("v2", "v3", "v4")) {
        action.tag(
            tag,
            action.commit(
                "main",
                "Release " + tag,
                Map.of("action.yml", "name: " + name + " " + tag + "\n")));
      }
    }
  }

  private SandboxRepository repository(
      String fullName, String workflow, String yaml, Map<String, String> files) {
    SandboxRepository repository = sandbox.github().create(fullName);
    Map<String, String> all = new LinkedHashMap<>(files);
    all.put(".github/workflows/" + workflow, yaml);
    repository.commitAs("dev-anna", "main", "Set up", all);
    repository
        .run(workflow.equals("release.yml") ? "Release" : "CI")
        .path(".github/workflows/" + workflow)
        .createdAt(morning.minus(Duration.ofHours(20)))
        .finish("success");
    return repository;
  }

  private void fails(
      SandboxRepository repository, String workflow, String job, String step, ActionsLog log) {
    int minute = 3 * failures.size();
    SandboxRun run = repository
        .run(workflow)
        .path(
            workflow.equals("Release")
                ? ".github/workflows/release.yml"
                : ".github/workflows/ci.yml")
        .createdAt(morning.plus(Duration.ofMinutes(minute)));
    run.job(job).failsAt(step).log(log.toString());
    run.finish("failure");
    failures.put(repository.fullName(), run);
  }

  private ActionsLog log(SandboxRepository repository, String job) {
    Map<String, String> permissions = new LinkedHashMap<>();
    permissions.put("Contents", "read");
    permissions.put("Metadata", "read");
    permissions.put("Packages", "read");
    return new ActionsLog(morning.plus(Duration.ofMinutes(3L * failures.size())))
        .setUpJob(permissions, List.of("actions/checkout@v4", "actions/setup-node@v4"))
        .completeJobName(job)
        .checkout(repository.fullName(), repository.head("main"));
  }

  private static String nodeWorkflow(String lastStep) {
    return """
        name: CI
        on:
          push:
            branches: [main]
          pull_request:
        permissions:
          contents: read
        jobs:
          build:
            runs-on: ubuntu-24.04
            timeout-minutes: 15
            steps:
              - uses: actions/checkout@v4
              - uses: actions/setup-node@v4
                with:
                  node-version: 20
                  cache: npm
              - run: npm ci
        %s""".formatted(lastStep.indent(6));
  }

  private static String packageJson(String name, String dependency) {
    return """
        {
          "name": "%s",
          "version": "1.4.0",
          "private": true,
          "scripts": { "build": "vite build", "lint": "eslint src", "test": "vitest run" },
          "dependencies": {
            %s
          }
        }
        """.formatted(name, dependency);
  }

  private void shop() {
    String yaml = nodeWorkflow("- run: npm test");
    SandboxRepository shop = repository(
        "acme/shop",
        "ci.yml",
        yaml,
        Map.of("package.json", packageJson("shop", "\"express\": \"^4.21.2\"")));
    ActionsLog log = log(shop, "build")
        .setupNode("20")
        .run("npm ci")
        .line("npm http fetch GET 200 https://registry.npmjs.org/express 91ms (cache revalidated)")
        .line(
            "npm http fetch GET 200 https://registry.npmjs.org/body-parser 88ms (cache revalidated)")
        .line("npm warn deprecated inflight@1.0.6: This module is not supported, and leaks memory.")
        .line("npm http fetch GET 200 https://registry.npmjs.org/qs 97ms (cache revalidated)")
        .pause(Duration.ofSeconds(70))
        .line(
            "npm http fetch GET https://registry.npmjs.org/send/-/send-0.19.0.tgz attempt 1 failed with ETIMEDOUT")
        .pause(Duration.ofSeconds(70))
        .line(
            "npm http fetch GET https://registry.npmjs.org/send/-/send-0.19.0.tgz attempt 2 failed with ETIMEDOUT")
        .pause(Duration.ofSeconds(70))
        .line("""
            npm error code ETIMEDOUT
            npm error syscall connect
            npm error errno ETIMEDOUT
            npm error network request to https://registry.npmjs.org/send/-/send-0.19.0.tgz failed, reason: connect ETIMEDOUT 104.16.3.34:443
            npm error network This is a problem related to network connectivity.
            npm error network In most cases you are behind a proxy or have bad network settings.
            npm error network
            npm error network If you are behind a proxy, please make sure that the
            npm error network 'proxy' config is set properly.  See: 'npm help config'
            npm error A complete log of this run can be found in: /home/runner/.npm/_logs/debug-0.log""")
        .failed(1);
    fails(shop, "CI", "build", "Run npm ci", log);
  }

  private void web() {
    String lock = """
        {
          "name": "web",
          "version": "1.4.0",
          "lockfileVersion": 3,
          "requires": true,
          "packages": {
            "": { "name": "web", "version": "1.4.0", "dependencies": { "dayjs": "^1.11.10" } },
            "node_modules/dayjs": {
              "version": "1.11.10",
              "resolved": "https://registry.npmjs.org/dayjs/-/dayjs-1.11.10.tgz",
              "license": "MIT"
            }
          }
        }
        """;
    SandboxRepository web = repository(
        "acme/web",
        "ci.yml",
        nodeWorkflow("- run: npm run build"),
        Map.of(
            "package.json",
            packageJson("web", "\"dayjs\": \"^1.11.10\""),
            "package-lock.json",
            lock));
    web.commitAs(
        "dev-ben",
        "main",
        "Use a newer dayjs",
        Map.of("package.json", packageJson("web", "\"dayjs\": \"^1.12.0\"")));
    ActionsLog log = log(web, "build").setupNode("20").run("npm ci").line("""
            npm error code EUSAGE
            npm error
            npm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.
            npm error
            npm error Invalid: lock file's dayjs@1.11.10 does not satisfy dayjs@^1.12.0
            npm error
            npm error Clean install a project
            npm error
            npm error Usage:
            npm error npm ci
            npm error
            npm error Options:
            npm error [--install-strategy <hoisted|nested|shallow|linked>] [--legacy-bundling]
            npm error [--global-style] [--omit <dev|optional|peer> [--omit <dev|optional|peer> ...]]
            npm error [--include <prod|dev|optional|peer> [--include <prod|dev|optional|peer> ...]]
            npm error [--strict-peer-deps] [--foreground-scripts] [--ignore-scripts] [--no-audit]
            npm error [--no-bin-links] [--no-fund] [--dry-run]
            npm error
            npm error aliases: clean-install, ic, install-clean, isntall-clean
            npm error
            npm error Run "npm help ci" for more info
            npm error A complete log of this run can be found in: /home/runner/.npm/_logs/debug-0.log""").failed(1);
    fails(web, "CI", "build", "Run npm ci", log);
  }

  private void api() {
    String yaml = nodeWorkflow("""
        - run: npm test
        - uses: actions/upload-artifact@v3
          with:
            name: coverage
            path: coverage/""");
    SandboxRepository api = repository(
        "acme/api",
        "ci.yml",
        yaml,
        Map.of("package.json", packageJson("api", "\"fastify\": \"^5.1.0\"")));
    ActionsLog log = log(api, "build")
        .setupNode("20")
        .run("npm ci")
        .line(
            "added 214 packages, and audited 215 packages in 6s\n\n38 packages are looking for funding\n  run `npm fund` for details\n\nfound 0 vulnerabilities")
        .run("npm test")
        .line("> api@1.4.0 test\n> vitest run --coverage\n\n RUN  v2.1.8 /home/runner/work/api\n")
        .line(
            " ✓ test/orders.test.ts (14 tests) 212ms\n ✓ test/users.test.ts (9 tests) 131ms\n ✓ test/health.test.ts (2 tests) 18ms")
        .line(
            "\n Test Files  3 passed (3)\n      Tests  25 passed (25)\n   Duration  1.84s (transform 201ms, setup 0ms, collect 640ms, tests 361ms)")
        .group(
            "Run actions/upload-artifact@v3",
            "with:\n  name: coverage\n  path: coverage/\n  if-no-files-found: warn")
        .error(
            "This request has been automatically failed because it uses a deprecated version of `actions/upload-artifact: v3`. Learn more: https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/")
        .cleanUp();
    fails(api, "CI", "build", "Run actions/upload-artifact@v3", log);
  }

  private void tools() {
    SandboxRepository tools = repository(
        "acme/tools",
        "ci.yml",
        nodeWorkflow("- run: npm run lint"),
        Map.of(
            "src/args.js",
            "export function args(argv) {\n  let unused = 1;\n  return argv.slice(2)\n}\n"));
    ActionsLog log = log(tools, "build")
        .setupNode("20")
        .run("npm ci")
        .line("added 187 packages, and audited 188 packages in 5s\n\nfound 0 vulnerabilities")
        .run("npm run lint")
        .line("""
            > tools@1.4.0 lint
            > eslint src


            /home/runner/work/tools/tools/src/args.js
              2:7   error  'unused' is assigned a value but never used  no-unused-vars
              3:23  error  Missing semicolon                            semi

            ✖ 2 problems (2 errors, 0 warnings)
              1 error and 0 warnings potentially fixable with the `--fix` option.
            """)
        .failed(1);
    fails(tools, "CI", "build", "Run npm run lint", log);
  }

  private void core() {
    String yaml = """
        name: CI
        on: [push, pull_request]
        permissions:
          contents: read
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - uses: actions/setup-java@v4
                with:
                  distribution: temurin
                  java-version: 17
              - run: mvn -B verify
        """;
    SandboxRepository core = repository(
        "acme/core",
        "ci.yml",
        yaml,
        Map.of(
            "src/main/java/com/acme/core/Price.java",
            "package com.acme.core;\n\nrecord Price(long cents) {}\n"));
    ActionsLog log = log(core, "test").run("mvn -B verify");
    log.line(
        "[INFO] Scanning for projects...\n[INFO] \n[INFO] ---------------------< com.acme:core >----------------------\n[INFO] Building core 3.2.0-SNAPSHOT\n[INFO]   from pom.xml");
    for (String plugin : List.of(
        "resources:3.3.1:resources",
        "compiler:3.14.0:compile",
        "resources:3.3.1:testResources",
        "compiler:3.14.0:testCompile",
        "surefire:3.5.4:test")) {
      log.line("[INFO] \n[INFO] --- " + plugin + " (default) @ core ---");
    }
    log.line("""
        [INFO] -------------------------------------------------------
        [INFO]  T E S T S
        [INFO] -------------------------------------------------------
        [INFO] Running com.acme.core.CartTest
        [INFO] Tests run: 18, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.412 s -- in com.acme.core.CartTest
        [INFO] Running com.acme.core.PriceTest
        [ERROR] Tests run: 7, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.064 s <<< FAILURE! -- in com.acme.core.PriceTest
        [ERROR] com.acme.core.PriceTest.rounds_half_cents_up -- Time elapsed: 0.009 s <<< FAILURE!
        org.opentest4j.AssertionFailedError: expected: <1050> but was: <1049>
        \tat org.junit.jupiter.api.AssertionFailureBuilder.build(AssertionFailureBuilder.java:151)
        \tat com.acme.core.PriceTest.rounds_half_cents_up(PriceTest.java:41)
        \tat java.base/java.lang.reflect.Method.invoke(Method.java:569)
        [INFO]\s
        [INFO] Results:
        [INFO]\s
        [ERROR] Failures:\s
        [ERROR]   PriceTest.rounds_half_cents_up:41 expected: <1050> but was: <1049>
        [INFO]\s
        [ERROR] Tests run: 25, Failures: 1, Errors: 0, Skipped: 0
        [INFO]\s
        [INFO] ------------------------------------------------------------------------
        [INFO] BUILD FAILURE
        [INFO] ------------------------------------------------------------------------
        [INFO] Total time:  9.318 s
        [ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:3.5.4:test (default-test) on project core: There are test failures.""");
    fails(core, "CI", "test", "Run mvn -B verify", log.failed(1));
  }

  private void deploy() {
    String yaml = """
        name: Release
        on:
          push:
            branches: [main]
        permissions:
          contents: read
        jobs:
          release:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: ./release.sh
                env:
                  GH_TOKEN: ${{ github.token }}
        """;
    SandboxRepository deploy = repository(
        "acme/deploy",
        "release.yml",
        yaml,
        Map.of(
            "release.sh",
            "#!/bin/sh\nset -e\ngh release create \"v$(cat VERSION)\" --generate-notes\n",
            "VERSION",
            "2.7.0\n"));
    ActionsLog log = log(deploy, "release").run("./release.sh").line("""
            Preparing release v2.7.0
            Collecting changes since v2.6.4
              12 commits, 4 authors
            Creating release v2.7.0
            HTTP 403: Resource not accessible by integration (https://api.github.com/repos/acme/deploy/releases)
            release.sh: could not create the release v2.7.0""").failed(1);
    fails(deploy, "Release", "release", "Run ./release.sh", log);
  }

  private void stack() {
    String yaml = """
        name: CI
        on: [push, pull_request]
        permissions:
          contents: read
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - name: Start the services
                run: |
                  docker-compose -f compose.yml up -d
                  docker-compose ps
              - run: ./test.sh
        """;
    SandboxRepository stack = repository(
        "acme/stack",
        "ci.yml",
        yaml,
        Map.of("compose.yml", "services:\n  db:\n    image: postgres:17\n"));
    ActionsLog log = log(stack, "test")
        .run("docker-compose -f compose.yml up -d\ndocker-compose ps")
        .line("/home/runner/work/_temp/5c1b9d2e.sh: line 1: docker-compose: command not found")
        .failed(127);
    fails(stack, "CI", "test", "Start the services", log);
  }

  private void tasks() {
    String yaml = """
        name: CI
        on: [push, pull_request]
        permissions:
          contents: read
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: ./scripts/build.sh
        """;
    SandboxRepository tasks = repository(
        "acme/tasks", "ci.yml", yaml, Map.of("scripts/build.sh", "#!/bin/sh\nset -e\nmake all\n"));
    ActionsLog log = log(tasks, "build")
        .run("./scripts/build.sh")
        .line("/home/runner/work/_temp/0f7ae3c4.sh: line 1: ./scripts/build.sh: Permission denied")
        .failed(126);
    fails(tasks, "CI", "build", "Run ./scripts/build.sh", log);
  }
}
