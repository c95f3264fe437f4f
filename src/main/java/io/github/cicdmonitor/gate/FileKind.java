package io.github.cicdmonitor.gate;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file is, by its path alone; decides who reads it and its least class. */
enum FileKind {
  WORKFLOW(FileClass.F3),
  ACTION(FileClass.F5),
  OTHER_CI(FileClass.F5),
  DOCKERFILE(FileClass.F4),
  SCRIPT(FileClass.F4),
  REQUIREMENTS(FileClass.F2),
  NPM_MANIFEST(FileClass.F2),
  NPM_LOCK(FileClass.F2),
  YARN_LOCK(FileClass.F2),
  PNPM_LOCK(FileClass.F2),
  TOML_MANIFEST(FileClass.F2),
  TOML_LOCK(FileClass.F2),
  GO_MOD(FileClass.F2),
  GO_SUM(FileClass.F2),
  MAVEN(FileClass.F2),
  GRADLE(FileClass.F2),
  WRAPPER(FileClass.F2),
  TOOL_VERSION(FileClass.F2),
  OTHER_MANIFEST(FileClass.F2),
  PACKAGE_SOURCE(FileClass.F8),
  QUALITY_GATE(FileClass.F8),
  INFRASTRUCTURE(FileClass.F6),
  DOCUMENTATION(FileClass.F1),
  SOURCE(FileClass.F7),
  TEST(FileClass.F7),
  UNKNOWN(FileClass.F8);

  private static final Set<String> CODE = Set.of(
      "java", "kt", "kts", "scala", "groovy", "py", "pyi", "ipynb", "js", "jsx", "mjs", "cjs", "ts",
      "tsx", "mts", "cts", "vue", "svelte", "go", "rs", "c", "h", "cc", "cpp", "cxx", "hpp", "hh",
      "m", "mm", "swift", "cs", "fs", "vb", "rb", "php", "pl", "pm", "lua", "r", "jl", "ex", "exs",
      "erl", "hrl", "hs", "ml", "mli", "clj", "cljs", "elm", "dart", "zig", "nim", "sql", "proto",
      "graphql", "css", "scss", "less", "html", "htm", "mdx", "asm", "s", "f90", "jsp", "erb",
      "snap", "feature", "wasm", "sol", "cu", "cshtml", "razor");
  private static final Set<String> SOURCE_FOLDERS = Set.of("src", "lib", "app", "pkg", "internal");
  private static final Set<String> TEST_FOLDERS = Set.of(
      "test",
      "tests",
      "__tests__",
      "spec",
      "specs",
      "testdata",
      "fixtures",
      "e2e",
      "__snapshots__",
      "__mocks__",
      "testing",
      "integration-tests");
  private static final Set<String> TOOL_VERSIONS = Set.of(
      ".nvmrc",
      ".node-version",
      ".python-version",
      ".ruby-version",
      ".java-version",
      ".go-version",
      ".terraform-version",
      ".bun-version",
      ".deno-version",
      "runtime.txt");
  private static final Set<String> SOURCES = Set.of(
      ".npmrc",
      ".yarnrc",
      ".yarnrc.yml",
      ".pypirc",
      "pip.conf",
      "pip.ini",
      "uv.toml",
      "nuget.config",
      "settings.xml",
      "init.gradle",
      ".condarc",
      ".gemrc",
      "settings.gradle",
      "settings.gradle.kts",
      ".gitattributes",
      "bunfig.toml");
  private static final Pattern QUALITY = Pattern.compile(
      "\\.?(?:eslint|stylelint|prettier|pylint|flake8|coverage|nyc|mocha|rubocop|golangci|"
          + "hadolint|yamllint|markdownlint|codecov|codeclimate|sonar-project|trivy|snyk|"
          + "gitleaks|semgrep|bandit|checkov|tfsec|grype|zizmor|actionlint|jest\\.config|"
          + "vitest\\.config|karma|cypress\\.|playwright\\.config|pytest|tox|mypy|pyright|"
          + "phpunit|phpstan|psalm|detekt|checkstyle|spotbugs|pmd|shellcheck|rustfmt|clippy|"
          + "tsconfig|tslint|biome|ruff|secrets\\.baseline|dependency-check|nosec|osv-scanner)"
          + ".*");

  private final FileClass least;

  FileKind(FileClass least) {
    this.least = least;
  }

  FileClass leastClass() {
    return least;
  }

  static FileKind of(String path) {
    String folded = path.toLowerCase(Locale.ROOT);
    String name = folded.substring(folded.lastIndexOf('/') + 1);
    FileKind ci = ciSystem(path, folded, name);
    if (ci != UNKNOWN) {
      return ci;
    }
    FileKind packages = packages(name);
    if (packages != UNKNOWN) {
      return packages;
    }
    FileKind build = build(folded, name);
    if (build != UNKNOWN) {
      return build;
    }
    FileKind code = code(folded, name);
    if (code != UNKNOWN) {
      return code;
    }
    String extension = extension(name);
    if (Set.of("md", "markdown", "rst", "adoc", "asciidoc").contains(extension)
        || name.equals(".editorconfig")
        || (extension.equals("txt") && folded.startsWith("docs/"))) {
      return DOCUMENTATION;
    }
    return UNKNOWN;
  }

  private static FileKind ciSystem(String path, String folded, String name) {
    boolean yaml = name.endsWith(".yml") || name.endsWith(".yaml");
    if (path.startsWith(".github/workflows/")) {
      boolean direct = path.indexOf('/', ".github/workflows/".length()) < 0;
      return yaml && direct ? WORKFLOW : OTHER_CI;
    }
    if (name.equals("action.yml") || name.equals("action.yaml")) {
      return ACTION;
    }
    if (folded.startsWith(".github/")
        || (folded.startsWith(".") && folded.indexOf('/') > 0)
        || Set.of(
                ".gitlab-ci.yml",
                ".travis.yml",
                ".appveyor.yml",
                "appveyor.yml",
                ".drone.yml",
                "jenkinsfile",
                "bitbucket-pipelines.yml",
                "cloudbuild.yaml",
                "cloudbuild.yml",
                ".cirrus.yml",
                "buildspec.yml",
                ".woodpecker.yml",
                "wercker.yml",
                "codefresh.yml")
            .contains(name)
        || (yaml && name.startsWith("azure-pipelines"))
        || name.startsWith("jenkinsfile")
        || name.endsWith(".gitlab-ci.yml")) {
      return OTHER_CI;
    }
    return UNKNOWN;
  }

  private static FileKind packages(String name) {
    if (name.endsWith(".txt") && (name.contains("requirements") || name.contains("constraints"))) {
      return REQUIREMENTS;
    }
    if (TOOL_VERSIONS.contains(name)) {
      return TOOL_VERSION;
    }
    if (SOURCES.contains(name)) {
      return PACKAGE_SOURCE;
    }
    if (name.endsWith(".gradle") || name.endsWith(".gradle.kts")) {
      return GRADLE;
    }
    return switch (name) {
      case "package.json" -> NPM_MANIFEST;
      case "package-lock.json", "npm-shrinkwrap.json" -> NPM_LOCK;
      case "yarn.lock" -> YARN_LOCK;
      case "pnpm-lock.yaml" -> PNPM_LOCK;
      case "pyproject.toml", "cargo.toml", "pipfile", "libs.versions.toml" -> TOML_MANIFEST;
      case "poetry.lock", "cargo.lock", "uv.lock", "pdm.lock" -> TOML_LOCK;
      case "go.mod" -> GO_MOD;
      case "go.sum" -> GO_SUM;
      case "pom.xml" -> MAVEN;
      case "gradle-wrapper.properties", "maven-wrapper.properties" -> WRAPPER;
      case "gemfile",
          "gemfile.lock",
          "composer.json",
          "composer.lock",
          "pipfile.lock",
          "setup.py",
          "setup.cfg",
          "environment.yml",
          "packages.config",
          "gradle.lockfile",
          "bun.lock",
          "bun.lockb",
          "deno.lock",
          "go.work",
          "mix.exs",
          "mix.lock",
          "pubspec.yaml",
          "pubspec.lock",
          "podfile",
          "podfile.lock",
          "gradle.properties",
          "build.sbt",
          "directory.packages.props",
          "packages.lock.json",
          ".tool-versions" -> OTHER_MANIFEST;
      default -> name.endsWith(".csproj") || name.endsWith(".gemspec") ? OTHER_MANIFEST : UNKNOWN;
    };
  }

  private static FileKind build(String folded, String name) {
    if (name.equals("dockerfile")
        || name.equals("containerfile")
        || name.startsWith("dockerfile.")
        || name.endsWith(".dockerfile")) {
      return DOCKERFILE;
    }
    if (QUALITY.matcher(name).matches()) {
      return QUALITY_GATE;
    }
    if (Set.of(
                "makefile",
                "gnumakefile",
                "justfile",
                "rakefile",
                "taskfile.yml",
                "gradlew",
                "gradlew.bat",
                "mvnw",
                "mvnw.cmd",
                "cmakelists.txt",
                "noxfile.py",
                "build.xml",
                "earthfile",
                "dangerfile",
                "fastfile",
                "vagrantfile",
                "procfile",
                "brewfile")
            .contains(name)
        || Set.of("sh", "bash", "zsh", "ksh", "ps1", "bat", "cmd", "mk", "cmake", "bazel", "bzl")
            .contains(extension(name))) {
      return SCRIPT;
    }
    if (isInfrastructure(folded, name)) {
      return INFRASTRUCTURE;
    }
    return UNKNOWN;
  }

  private static boolean isInfrastructure(String folded, String name) {
    String extension = extension(name);
    boolean yaml = extension.equals("yml") || extension.equals("yaml");
    boolean folder = ("/" + folded)
        .matches(".*/(?:k8s|kubernetes|helm|charts?|terraform|ansible|deploy|deployment|manifests|"
            + "infra|infrastructure|argocd|kustomize|playbooks|roles)/.*");
    return Set.of("tf", "tfvars", "hcl", "nomad", "bicep").contains(extension)
        || name.endsWith(".tf.json")
        || name.startsWith("docker-compose")
        || name.startsWith("compose.")
        || name.startsWith("docker-bake")
        || name.equals("chart.yaml")
        || name.equals("values.yaml")
        || name.equals("kustomization.yaml")
        || name.equals("skaffold.yaml")
        || name.equals("serverless.yml")
        || name.equals("ansible.cfg")
        || (folder && (yaml || extension.equals("json") || extension.equals("tpl")));
  }

  private static FileKind code(String folded, String name) {
    boolean test = false;
    boolean source = false;
    String[] parts = folded.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      test |= TEST_FOLDERS.contains(parts[i]);
      source |= SOURCE_FOLDERS.contains(parts[i]);
    }
    boolean code = CODE.contains(extension(name));
    boolean testName = code
        && (name.matches(".*[._-](?:test|spec)s?\\.[a-z]+|test_.*|.*tests?\\.[a-z]+")
            || name.equals("conftest.py"));
    if (test || testName) {
      return TEST;
    }
    return code || source ? SOURCE : UNKNOWN;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
