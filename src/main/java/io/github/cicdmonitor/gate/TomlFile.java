package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TOML as far as manifests need it: sections, keys, values as written (arrays and tables joined to
 * one line). Manifests: a package a key; locks: a package a {@code [[package]]}.
 */
final class TomlFile {
  private static final Pattern PACKAGES = Pattern.compile(
      "(?:.*\\.)?(?:dev-|build-)?dependencies|(?:dev-)?packages|versions|tool\\.poetry\\.group\\..*");
  private static final Pattern QUALITY = Pattern.compile(
      "tool\\.(?:coverage|pytest|mypy|ruff|black|pylint|flake8|bandit|tox|pyright|isort).*");
  private static final Pattern VERSION_KEY = Pattern.compile("version\\s*=\\s*\"([^\"]*)\"");
  private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

  private record Value(String text, int line) {}

  private final Map<String, Value> values = new LinkedHashMap<>();

  private TomlFile(String text) {
    String section = "";
    int blocks = 0;
    List<String> rows = EditSize.lines(text);
    for (int i = 0; i < rows.size(); i++) {
      String row = withoutComment(rows.get(i)).strip();
      int line = i + 1;
      if (row.startsWith("[[")) {
        section = row.replaceAll("[\\[\\]]", "").strip() + "#" + blocks++;
      } else if (row.startsWith("[") && row.endsWith("]") && !row.contains("=")) {
        section = row.substring(1, row.length() - 1).strip();
        values.put(section + "/", new Value("", line));
      } else if (!row.isEmpty()) {
        int equals = row.indexOf('=');
        String key = equals < 0 ? row : row.substring(0, equals).strip();
        StringBuilder value =
            new StringBuilder(equals < 0 ? "" : row.substring(equals + 1).strip());
        while (isOpen(value) && i + 1 < rows.size()) {
          value.append(' ').append(withoutComment(rows.get(++i)).strip());
        }
        String name = section + "/" + key;
        while (values.containsKey(name)) {
          name += "'"; // a key twice is another difference, not a silent one
        }
        values.put(name, new Value(value.toString(), line));
      }
    }
  }

  private static boolean isOpen(CharSequence value) {
    int depth = 0;
    boolean string = false;
    char quote = '"';
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (string) {
        string = c != quote;
      } else if (c == '"' || c == '\'') {
        string = true;
        quote = c;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      }
    }
    return depth > 0;
  }

  private static String withoutComment(String row) {
    return row.strip().startsWith("#") ? "" : row.replaceFirst("\\s#[^\"']*$", "");
  }

  static void manifest(String before, String after, VersionEvidence evidence, Findings found) {
    Map<String, Value> old = new TomlFile(before).values;
    Map<String, Value> now = new TomlFile(after).values;
    PackageChange change = new PackageChange(found, evidence);
    Set<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      Optional<Value> from = Optional.ofNullable(old.get(key));
      Optional<Value> to = Optional.ofNullable(now.get(key));
      if (!from.map(Value::text).equals(to.map(Value::text))) {
        entry(key, from, to, change, evidence, found);
      }
    }
  }

  private static void entry(
      String key,
      Optional<Value> from,
      Optional<Value> to,
      PackageChange change,
      VersionEvidence evidence,
      Findings found) {
    String section = key.substring(0, key.indexOf('/'));
    String name = unquoted(key.substring(key.indexOf('/') + 1));
    int line = to.map(Value::line).orElse(0);
    String old = from.map(Value::text).orElse("");
    String now = to.map(Value::text).orElse("");
    if ((section.equals("project") && name.equals("dependencies"))
        || section.equals("project.optional-dependencies")
        || section.equals("dependency-groups")
        || section.equals("build-system")) {
      if (section.equals("build-system")) {
        found.add(ChangeKind.K8, line, "how the package is built");
      }
      RequirementsFile.compare(strings(old), strings(now), evidence, found);
    } else if (PACKAGES.matcher(section).matches() && !name.isEmpty()) {
      if (to.isEmpty()) {
        change.removed(name);
      } else if (!withoutVersion(old).equals(withoutVersion(now)) && from.isPresent()) {
        found.add(ChangeKind.K23, line, "how " + name + " is taken");
      } else if (from.isEmpty()) {
        change.added(
            name,
            now.contains("git") || now.contains("path") || now.contains("url")
                ? "from: " + now
                : version(now),
            line);
      } else {
        change.version(name, version(old), version(now), line);
      }
    } else {
      boolean quality = QUALITY.matcher(section).matches();
      found.add(
          quality ? ChangeKind.K22 : ChangeKind.K23, line, Shown.quoted(section + " " + name));
    }
  }

  private static String version(String value) {
    Matcher inTable = VERSION_KEY.matcher(value);
    return inTable.find() ? inTable.group(1) : unquoted(value);
  }

  private static String withoutVersion(String value) {
    return value.startsWith("{") ? VERSION_KEY.matcher(value).replaceAll("") : "";
  }

  private static String strings(String array) {
    List<String> lines = new ArrayList<>();
    Matcher string = STRING.matcher(array);
    while (string.find()) {
      lines.add(Optional.ofNullable(string.group(1)).orElseGet(() -> string.group(2)));
    }
    return String.join("\n", lines);
  }

  private static String unquoted(String text) {
    return text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"))
        ? text.substring(1, text.length() - 1)
        : text;
  }

  static List<LockChange.Entry> locked(String text) {
    Map<String, Map<String, Value>> blocks = new LinkedHashMap<>();
    new TomlFile(text).values.forEach((key, value) -> {
      String section = key.substring(0, key.indexOf('/'));
      blocks
          .computeIfAbsent(section, s -> new LinkedHashMap<>())
          .put(key.substring(key.indexOf('/') + 1), value);
    });
    List<LockChange.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Map<String, Value>> block : blocks.entrySet()) {
      Map<String, Value> of = block.getValue();
      boolean isPackage = block.getKey().startsWith("package#");
      Value none = new Value("", 0);
      String name = isPackage ? unquoted(of.getOrDefault("name", none).text()) : block.getKey();
      StringBuilder rest = new StringBuilder();
      of.forEach((key, value) -> {
        if (!Set.of("name", "version", "source", "checksum", "files").contains(key)) {
          rest.append(key).append('=').append(value.text()).append('\n');
        }
      });
      entries.add(new LockChange.Entry(
          name,
          name,
          unquoted(of.getOrDefault("version", none).text()),
          unquoted(of.getOrDefault("source", none).text()),
          of.getOrDefault("checksum", none).text()
              + of.getOrDefault("files", none).text(),
          isPackage ? "" : rest.toString(),
          of.values().stream().mapToInt(Value::line).min().orElse(0)));
    }
    return entries;
  }
}
