package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cicdmonitor.fixes.VersionRange.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions of a runtime the files of a repository name. */
final class NamedVersions {
  /**
   * @param range empty where the file names the runtime in a way that is not read
   * @param exact whether it names the one version to be used, rather than those that will do
   */
  record Named(String path, Optional<VersionRange> range, boolean exact) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern NUMBERS = Pattern.compile("v?([0-9]+(?:\\.[0-9]+){0,2})");
  private static final Pattern PYTHON = Pattern.compile(
      "(?m)^\\s*(?:requires-python|python_requires|python)\\s*=\\s*[\"']?([^\"'#\\n]+?)[\"']?\\s*,?\\s*(?:#.*)?$");
  private static final Pattern GEMFILE = Pattern.compile("(?m)^\\s*ruby\\s+([^#\\n]+)");
  private static final Pattern GO =
      Pattern.compile("(?m)^go[ \\t]+([0-9][0-9.]*)[ \\t]*(?://.*)?\\r?$");
  private static final Pattern TOOLCHAIN =
      Pattern.compile("(?m)^toolchain[ \\t]+go([0-9][0-9.]*)[ \\t]*(?://.*)?\\r?$");
  private static final Map<String, String> ASDF =
      Map.of("node", "nodejs", "python", "python", "ruby", "ruby", "go", "golang", "java", "java");
  /** Files that hold one version and nothing else. */
  private static final Map<String, List<String>> FILES = Map.of(
      "node", List.of(".nvmrc", ".node-version"),
      "python", List.of(".python-version"),
      "ruby", List.of(".ruby-version"),
      "java", List.of(".java-version"),
      "go", List.of(".go-version"));

  private static final Map<String, List<String>> MANIFESTS = Map.of(
      "node", List.of("package.json"),
      "python", List.of("pyproject.toml", "setup.cfg", "setup.py"),
      "ruby", List.of("Gemfile"),
      "java", JavaBuild.FILES,
      "go", List.of("go.mod", "go.work"),
      "php", List.of("composer.json"),
      "dotnet", List.of("global.json"));

  private NamedVersions() {}

  /** Names of the files that may say which versions will do. */
  static List<String> files(String runtime) {
    List<String> names = new ArrayList<>(FILES.getOrDefault(runtime, List.of()));
    names.addAll(MANIFESTS.getOrDefault(runtime, List.of()));
    if (ASDF.containsKey(runtime)) {
      names.add(".tool-versions");
    }
    return names;
  }

  /** The one version in a file made for it, such as {@code .nvmrc} or {@code go.mod}. */
  static Optional<String> versionIn(String runtime, String path, String text) {
    String name = name(path);
    if (runtime.equals("go") && (name.equals("go.mod") || name.equals("go.work"))) {
      return first(TOOLCHAIN, text).or(() -> first(GO, text));
    }
    if (name.equals(".tool-versions")) {
      return ASDF.containsKey(runtime)
          ? first(
              Pattern.compile(
                  "(?m)^" + ASDF.get(runtime) + "[ \\t]+([0-9]+(?:\\.[0-9]+){0,2})[ \\t]*$"),
              text)
          : Optional.empty();
    }
    if (name.equals("global.json") && runtime.equals("dotnet")) {
      return json(text)
          .map(root -> root.path("sdk"))
          // what rolls on to another major, or to a preview, names no one version
          .filter(sdk -> !sdk.path("allowPrerelease").asBoolean()
              && !sdk.path("rollForward").asText().endsWith("ajor"))
          .map(sdk -> sdk.path("version").asText())
          .filter(version -> version.matches("[0-9]+\\.[0-9]+\\.[0-9]+"));
    }
    if (FILES.getOrDefault(runtime, List.of()).contains(name)) {
      Matcher numbers = NUMBERS.matcher(text.strip().replaceFirst("^(?:go|ruby-)(?=[0-9])", ""));
      return numbers.matches() ? Optional.of(numbers.group(1)) : Optional.empty();
    }
    return Optional.empty();
  }

  /** The lowest version that a reader of the file may take from it. */
  static Optional<String> leastIn(String runtime, String path, String text) {
    boolean module = runtime.equals("go") && path.matches("(?:.*/)?go\\.(?:mod|work)");
    return module ? first(GO, text) : versionIn(runtime, path, text);
  }

  /** What the files in these folders say, but for the one that is being edited. */
  static List<Named> of(
      String runtime,
      Set<String> folders,
      String except,
      Function<String, Optional<String>> files) {
    List<Named> found = new ArrayList<>();
    for (String folder : folders) {
      for (String name : files(runtime)) {
        String path = Folders.join(folder, name);
        if (!path.equals(except)) {
          files.apply(path).ifPresent(text -> read(runtime, path, text, found));
        }
      }
    }
    return found;
  }

  private static void read(String runtime, String path, String text, List<Named> found) {
    String name = name(path);
    boolean own = FILES.getOrDefault(runtime, List.of()).contains(name);
    Optional<String> version = versionIn(runtime, path, text);
    if (own || (version.isPresent() && !name.startsWith("go."))) {
      found.add(new Named(
          path, version.flatMap(v -> range(line(runtime, v), Dialect.OTHER)), true));
      return;
    }
    List<String> ranges = new ArrayList<>();
    Dialect dialect = Dialect.OTHER;
    switch (runtime + " " + name) {
      case "go go.mod", "go go.work" -> first(GO, text).ifPresent(v -> ranges.add(">=" + v));
      case "node package.json" -> {
        dialect = Dialect.NPM;
        json(text)
            .map(j -> j.path("engines").path("node"))
            .ifPresent(node -> addText(node, ranges));
      }
      case "php composer.json" -> {
        dialect = Dialect.COMPOSER;
        json(text).map(j -> j.path("require").path("php")).ifPresent(node -> addText(node, ranges));
      }
      case "python pyproject.toml", "python setup.cfg", "python setup.py" -> {
        Matcher matcher = PYTHON.matcher(text);
        while (matcher.find()) {
          ranges.add(matcher.group(1));
        }
      }
      case "ruby Gemfile" ->
        first(GEMFILE, text)
            .filter(v -> !v.startsWith("file:"))
            .ifPresent(v -> ranges.add(v.replaceAll("[\"']", "").strip()));
      default -> {
        if (runtime.equals("java")) {
          JavaBuild.versions(name, text).forEach(v -> ranges.add(">=" + v));
        }
      }
    }
    for (String range : ranges) {
      found.add(new Named(path, range(range, dialect), false));
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void addText(JsonNode node, List<String> ranges) {
    if (!node.isMissingNode()) {
      ranges.add(node.isTextual() ? node.textValue() : "?");
    }
  }

  private static Optional<VersionRange> range(String text, Dialect dialect) {
    return VersionRange.parse(text, dialect);
  }

  /** As many numbers as the runtime uses for its lines. */
  static String line(String runtime, String version) {
    String[] parts = version.split("\\.", -1);
    boolean one = runtime.equals("node") || runtime.equals("java");
    if (one) {
      return parts[0];
    }
    return parts.length == 1
        ? runtime.equals("dotnet") ? parts[0] + ".0" : parts[0]
        : parts[0] + "." + parts[1];
  }

  static Optional<JsonNode> json(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
