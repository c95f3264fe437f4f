package io.github.cicdmonitor.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a step, job or command guards: tests, lint, types, build, scan. Told by name and command. */
enum GateRole {
  TEST,
  LINT,
  TYPES,
  SCAN,
  BUILD;

  private static final Set<String> NO_GATE = Set.of(
      "upload",
      "publish",
      "report",
      "comment",
      "notify",
      "cache",
      "restore",
      "save",
      "download",
      "checkout",
      "set",
      "setup",
      "install",
      "prepare",
      "post",
      "deploy",
      "release",
      "login",
      "log",
      "configure",
      "display",
      "print",
      "show",
      "collect",
      "archive",
      "store",
      "summarize",
      "summary",
      "annotate",
      "coverage",
      "codecov",
      "slack",
      "clean",
      "cleanup",
      "start",
      "stop",
      "debug",
      "get",
      "free",
      "enable");
  private static final List<String> TEST_WORDS =
      List.of("test", "spec", "e2e", "unit", "integration", "regression", "smoke", "acceptance");
  private static final List<String> LINT_WORDS =
      List.of("lint", "format", "style", "check", "verify", "quality", "validate", "fmt", "clippy");
  private static final List<String> TYPE_WORDS = List.of("typecheck", "types", "mypy", "tsc");
  private static final List<String> SCAN_WORDS =
      List.of("scan", "audit", "security", "codeql", "sast", "vuln", "trivy", "snyk", "analyze");
  private static final List<String> BUILD_WORDS =
      List.of("build", "compile", "package", "assemble");

  private static final Pattern TEST_TOOL = Pattern.compile(
      "jest|vitest|mocha|karma|ava|cypress|playwright|pytest|py\\.test|tox|nox|nose2?|rspec|"
          + "phpunit|pest|bats|ctest|ginkgo|gotestsum|xcodebuild|behave|cucumber|robot|ant|"
          + "sbt|mvn|mvnw|gradle|gradlew|newman|k6|nightwatch|testcafe|coverage|unittest");
  private static final Pattern LINT_TOOL = Pattern.compile(
      "eslint|flake8|pylint|ruff|black|isort|prettier|stylelint|golangci-lint|gofmt|gofumpt|"
          + "staticcheck|rubocop|shellcheck|shfmt|hadolint|yamllint|actionlint|markdownlint.*|"
          + "ktlint|detekt|pre-commit|standard|xo|tslint|ansible-lint|tflint|biome|spotless|"
          + "checkstyle|clang-format|clang-tidy|cpplint|commitlint|vale|buf|swiftlint|phpcs");
  private static final Pattern TYPE_TOOL =
      Pattern.compile("tsc|vue-tsc|mypy|pyright|pyre|pytype|flow|phpstan|psalm|sorbet");
  private static final Pattern SCAN_TOOL = Pattern.compile(
      "trivy|snyk|bandit|safety|pip-audit|govulncheck|semgrep|gitleaks|trufflehog|grype|"
          + "codeql|sonar-scanner|osv-scanner|zizmor|checkov|tfsec|terrascan|gosec|brakeman|"
          + "detect-secrets|dependency-check|kics|kubesec|cosign|syft|licensee|fossa|clair");
  private static final Pattern BUILD_TOOL = Pattern.compile(
      "make|cmake|ninja|webpack|vite|rollup|esbuild|bazel|bazelisk|buck2?|msbuild|xcodebuild|"
          + "gcc|g\\+\\+|clang|javac|meson|just|task|nx|turbo|lerna");
  private static final Pattern SCAN_ACTION = Pattern.compile(
      "github/codeql-action.*|aquasecurity/trivy-action|snyk/actions|anchore/scan-action|"
          + "actions/dependency-review-action|gitleaks/gitleaks-action|sonarsource/.*|"
          + "trufflesecurity/.*|semgrep/.*|returntocorp/.*|bridgecrewio/.*|zricethezav/.*|"
          + "step-security/harden-runner|ossf/scorecard-action|google/osv-scanner-action.*|"
          + "zizmorcore/.*|checkmarx/.*|pypa/gh-action-pip-audit");
  private static final Pattern LINT_ACTION = Pattern.compile(
      "golangci/.*|github/super-linter|super-linter/.*|reviewdog/.*|pre-commit/action|"
          + "psf/black|chartboost/ruff-action|astral-sh/ruff-action|wagoid/commitlint.*|"
          + "hadolint/hadolint-action|ludeeus/action-shellcheck|.*lint.*|.*/checkstyle.*");
  private static final Pattern TEST_ACTION =
      Pattern.compile("cypress-io/github-action|.*(?:pytest|phpunit|run-tests).*");
  private static final Pattern BUILD_ACTION =
      Pattern.compile("docker/build-push-action|gradle/gradle-build-action");

  static Optional<GateRole> ofName(String name) {
    List<String> words = List.of(
        name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
    List<String> said = words.stream().filter(w -> !w.isEmpty()).toList();
    if (said.isEmpty() || NO_GATE.contains(said.get(0)) || said.contains("upload")) {
      return Optional.empty();
    }
    for (String word : said) {
      if (matches(TYPE_WORDS, word) || (word.equals("type") && said.size() > 1)) {
        return Optional.of(TYPES);
      }
      if (matches(SCAN_WORDS, word)) {
        return Optional.of(SCAN);
      }
      if (matches(TEST_WORDS, word)) {
        return Optional.of(TEST);
      }
      if (matches(LINT_WORDS, word)) {
        return Optional.of(LINT);
      }
      if (matches(BUILD_WORDS, word)) {
        return Optional.of(BUILD);
      }
    }
    return Optional.empty();
  }

  private static boolean matches(List<String> stems, String word) {
    return stems.stream()
        .anyMatch(stem -> word.startsWith(stem) || (stem.length() >= 4 && word.endsWith(stem)));
  }

  static Optional<GateRole> ofAction(String action) {
    if (SCAN_ACTION.matcher(action).matches()) {
      return Optional.of(SCAN);
    }
    if (LINT_ACTION.matcher(action).matches()) {
      return Optional.of(LINT);
    }
    if (TEST_ACTION.matcher(action).matches()) {
      return Optional.of(TEST);
    }
    return BUILD_ACTION.matcher(action).matches() ? Optional.of(BUILD) : Optional.empty();
  }

  /** By the words of a command without its wrappers, such as {@code npm run test:unit}. */
  static Optional<GateRole> ofCommand(List<String> argv) {
    if (argv.isEmpty()) {
      return Optional.empty();
    }
    String program = Shell.program(argv.get(0));
    List<String> rest = argv.subList(1, argv.size());
    List<String> plain = rest.stream().filter(w -> !w.startsWith("-")).toList();
    String first = plain.isEmpty() ? "" : plain.get(0).toLowerCase(Locale.ROOT);
    switch (program) {
      case "npm",
          "yarn",
          "pnpm",
          "bun",
          "npx",
          "pnpx",
          "bunx",
          "poetry",
          "pipenv",
          "uv",
          "uvx",
          "bundle",
          "composer",
          "rake",
          "pdm",
          "hatch",
          "rye",
          "mise",
          "corepack",
          "pipx" -> {
        return ofScript(first, plain);
      }
      case "python", "python3", "py", "ruby", "php", "node" -> {
        return rest.contains("-m") && rest.indexOf("-m") + 1 < rest.size()
            ? ofCommand(rest.subList(rest.indexOf("-m") + 1, rest.size()))
            : ofName(first);
      }
      case "go",
          "cargo",
          "dotnet",
          "swift",
          "mix",
          "flutter",
          "dart",
          "deno",
          "zig",
          "docker",
          "docker-compose",
          "terraform",
          "rustup",
          "lein",
          "stack",
          "cabal",
          "R",
          "bazel",
          "buck",
          "tofu",
          "helm",
          "scons",
          "ant",
          "nx",
          "turbo",
          "just",
          "task",
          "lerna",
          "make",
          "gmake" -> {
        return ofSubcommand(program, plain);
      }
      default -> {
        return ofTool(program);
      }
    }
  }

  private static Optional<GateRole> ofScript(String first, List<String> plain) {
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    if (Set.of("run", "exec", "x", "dlx", "run-script", "rum", "urn", "workspace", "workspaces")
        .contains(first)) {
      List<String> inner = plain.subList(1, plain.size());
      Optional<GateRole> tool = ofCommand(inner);
      return tool.isPresent() || inner.isEmpty() ? tool : ofName(inner.get(0));
    }
    if (Set.of(
            "install", "ci", "add", "i", "publish", "config", "cache", "link", "login", "sync",
            "init", "lock", "version", "set", "remove", "update", "upgrade", "global", "pip")
        .contains(first)) {
      return Optional.empty();
    }
    if (first.equals("t") || first.equals("tst")) {
      return Optional.of(TEST);
    }
    Optional<GateRole> tool = ofTool(first);
    return tool.isPresent() ? tool : ofName(first);
  }

  private static Optional<GateRole> ofSubcommand(String program, List<String> plain) {
    for (String word : plain) {
      Optional<GateRole> role =
          word.equals("vet") || word.equals("clippy") || word.equals("fmt") || word.equals("credo")
              ? Optional.of(LINT)
              : ofName(word);
      if (role.isPresent()) {
        return role;
      }
    }
    return BUILD_TOOL.matcher(program).matches() ? Optional.of(BUILD) : Optional.empty();
  }

  private static Optional<GateRole> ofTool(String program) {
    if (TEST_TOOL.matcher(program).matches()) {
      return Optional.of(TEST);
    }
    if (LINT_TOOL.matcher(program).matches()) {
      return Optional.of(LINT);
    }
    if (TYPE_TOOL.matcher(program).matches()) {
      return Optional.of(TYPES);
    }
    if (SCAN_TOOL.matcher(program).matches()) {
      return Optional.of(SCAN);
    }
    if (BUILD_TOOL.matcher(program).matches()) {
      return Optional.of(BUILD);
    }
    // ./scripts/run-tests.sh
    return ofName(program.replaceFirst("\\.(?:sh|py|js|ts|rb|pl|ps1|bash)$", ""));
  }
}
