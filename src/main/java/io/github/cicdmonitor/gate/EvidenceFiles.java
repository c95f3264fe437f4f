package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.ParsedYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files that a fix of a workflow may rest on: the versions that a repository asks for stand in a few
 * files of well-known names, at the root or where the workflow works, or in files that it names.
 */
final class EvidenceFiles {
  private static final int MOST_FOLDERS = 4;
  private static final List<String> NAMES = List.of(
      "go.mod",
      "go.work",
      "package.json",
      ".nvmrc",
      ".node-version",
      ".python-version",
      "pyproject.toml",
      ".ruby-version",
      ".java-version",
      ".go-version",
      ".tool-versions",
      "global.json",
      "pom.xml",
      "build.gradle",
      "build.gradle.kts",
      "gradle.properties",
      "gradle/wrapper/gradle-wrapper.properties",
      ".golangci.yml",
      ".golangci.yaml",
      ".golangci.toml",
      ".golangci.json",
      "requirements.txt",
      "setup.cfg",
      "setup.py",
      "Pipfile",
      "Pipfile.lock",
      "poetry.lock",
      "uv.lock",
      "Gemfile",
      "Gemfile.lock",
      "package-lock.json",
      "npm-shrinkwrap.json",
      "pnpm-lock.yaml",
      "pnpm-workspace.yaml",
      "yarn.lock",
      ".yarnrc.yml",
      "bun.lock",
      "composer.json",
      "composer.lock",
      "go.sum",
      "Cargo.toml",
      "Cargo.lock",
      "rust-toolchain",
      "rust-toolchain.toml");

  private EvidenceFiles() {}

  /** Candidates for a workflow or action as it would be; most of them will not exist. */
  static Set<String> of(ParsedYaml workflow) {
    if (workflow.refusal().isPresent()) {
      return Set.of();
    }
    Set<String> named = new LinkedHashSet<>();
    Set<String> folders = new LinkedHashSet<>();
    folders.add("");
    collect(workflow.root(), named, folders);
    Set<String> files = new LinkedHashSet<>(named);
    folders.stream()
        .limit(MOST_FOLDERS)
        .forEach(folder -> NAMES.forEach(name -> files.add(folder + name)));
    return files;
  }

  private static void collect(Yaml value, Set<String> named, Set<String> folders) {
    value.sequence().ifPresent(s -> s.items().forEach(item -> collect(item, named, folders)));
    value
        .mapping()
        .ifPresent(m -> m.entries().forEach((key, item) -> {
          item.scalar().map(Scalar::text).ifPresent(text -> scalar(key, text, named, folders));
          collect(item, named, folders);
        }));
  }

  private static void scalar(String key, String text, Set<String> named, Set<String> folders) {
    if (key.equals("working-directory")) {
      plain(text).ifPresent(folder -> folders.add(folder + "/"));
    } else if (namesFiles(key)) {
      text.lines().flatMap(line -> plain(line).stream()).forEach(path -> {
        named.add(path);
        if (path.indexOf('/') > 0) {
          folders.add(path.substring(0, path.lastIndexOf('/') + 1));
        }
      });
    }
  }

  private static boolean namesFiles(String key) {
    return key.endsWith("-version-file")
        || key.equals("global-json-file")
        || key.equals("cache-dependency-path")
        || key.equals("package_json_file");
  }

  /** A literal path below the root; neither an expression nor a pattern. */
  private static Optional<String> plain(String text) {
    String path = text.strip().replaceFirst("^(?:\\./)+", "").replaceFirst("/+$", "");
    boolean literal = path.matches("[A-Za-z0-9._@+-]+(?:/[A-Za-z0-9._@+-]+)*")
        && PathRules.check(path).isEmpty();
    return literal ? Optional.of(path) : Optional.empty();
  }
}
