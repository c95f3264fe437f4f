package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lock file before and after, whatever its format. None is automatic by itself; what a person must
 * know is another source or hash for what was locked (B-PIN), what is new, gone or moved.
 */
final class LockFile {
  private static final Set<String> FIELDS = WordLists.of("packages").set("lock fields");
  private static final Pattern HASH = Pattern.compile(
      "sha[0-9]{1,3}[-:][A-Za-z0-9+/=_-]+|h1:[A-Za-z0-9+/=]+|\\b[0-9a-f]{40,128}\\b");
  private static final Pattern SOURCE = Pattern.compile(
      "[a-z][a-z0-9+.-]*://[^/\\s\"'#?,}]*|(?:[@\\w./-]+@)?\\b(?:file|link|portal|patch|git|github|workspace|npm):");

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * @param where it is taken from: schemes and hosts
   * @param script whether a script of it runs at installation
   */
  private record Entry(
      String name,
      String version,
      String resolved,
      Set<String> hashes,
      Set<String> where,
      boolean script,
      String text,
      int line) {
    /** @param told text that holds the hashes and the places it is taken from */
    Entry(
        String name,
        String version,
        String resolved,
        String told,
        boolean script,
        String text,
        int line) {
      this(name, version, resolved, all(HASH, told), all(SOURCE, told), script, text, line);
    }
  }

  static void compare(String before, String after, FileFindings found) {
    String name =
        found.path().substring(found.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    LockFile now = new LockFile();
    try {
      now.read(name, after);
    } catch (StrictYaml.Refused e) {
      found.add(ChangeKind.K23, e.line(), e.reason());
      found.block("B-YAML", e.line(), "the lock after the edit is " + e.reason());
      return;
    }
    LockFile old = new LockFile();
    try {
      old.read(name, before);
    } catch (StrictYaml.Refused e) {
      found.add(ChangeKind.K19, e.line(), e.reason());
      return;
    }
    old.compareTo(now, found);
  }

  private void compareTo(LockFile after, FileFindings found) {
    Set<String> known = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    entries.values().forEach(e -> {
      known.addAll(e.where());
      names.add(e.name());
    });
    after.entries.forEach((key, now) -> {
      Entry old = entries.get(key);
      if (old == null) {
        String what = "locked: " + Shown.quoted(now.name() + " " + now.version());
        found.add(names.contains(now.name()) ? ChangeKind.K2 : ChangeKind.K21, now.line(), what);
        source(now, known.containsAll(now.where()), found);
        script(now, false, found);
      } else if (!old.text().equals(now.text())) {
        changed(old, now, found);
      }
    });
    entries.forEach((key, old) -> {
      if (!after.entries.containsKey(key)) {
        found.add(ChangeKind.K23, 0, "no longer locked: " + old.name() + " " + old.version());
      }
    });
    if (found.differences().isEmpty()) {
      found.add(ChangeKind.K23, 1, "something besides the locked packages");
    }
  }

  private static void changed(Entry old, Entry now, FileFindings found) {
    source(now, old.where().equals(now.where()), found);
    boolean sameVersion = old.version().equals(now.version());
    if (sameVersion && !old.hashes().isEmpty() && !old.hashes().equals(now.hashes())) {
      found.block("B-PIN", now.line(), "another hash for the same version of " + now.name());
    }
    if (!old.hashes().isEmpty() && now.hashes().isEmpty()) {
      found.add(ChangeKind.K20, now.line(), now.name() + " is no longer checked by hash");
    }
    if (sameVersion) {
      found.add(ChangeKind.K23, now.line(), "the entry of " + now.name());
    } else {
      found.add(
          PackageChange.step(old.version(), now.version()),
          now.line(),
          now.name() + " " + old.version() + " → " + now.version());
    }
    String bare = now.name().substring(now.name().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (!now.resolved().isEmpty() && !now.resolved().toLowerCase(Locale.ROOT).contains(bare)) {
      found.add(ChangeKind.K23, now.line(), "the source of " + now.name() + " names another");
    }
    script(now, old.script(), found);
  }

  private static void source(Entry entry, boolean known, FileFindings found) {
    if (!known) {
      String what = "another source of " + entry.name() + ": " + Shown.quoted(entry.where() + "");
      found.add(ChangeKind.K15, entry.line(), what);
      found.block("B-PIN", entry.line(), what);
    }
  }

  private static void script(Entry entry, boolean before, FileFindings found) {
    if (entry.script() && !before) {
      found.add(ChangeKind.K9, entry.line(), entry.name() + " runs a script when installed");
    }
  }

  private void read(String file, String text) throws StrictYaml.Refused {
    if (file.endsWith(".json") || file.endsWith(".yaml")) {
      tree("", "", StrictYaml.readJson(text));
    } else if (file.equals("yarn.lock") || file.equals("go.sum")) {
      rows(text);
    } else {
      tree("", "", Toml.read(text));
    }
  }

  /** Every mapping that tells a version, a hash or where it comes from. */
  private void tree(String path, String key, Yaml value) {
    value.sequence().ifPresent(list -> {
      for (Yaml item : list.items()) {
        String name = item.asMapping().text("name").orElse("");
        tree(path + "/" + name, name, item);
      }
    });
    if (value.mapping().isEmpty()) {
      return;
    }
    Mapping of = value.asMapping();
    if (!key.isEmpty() && of.entries().keySet().stream().anyMatch(FIELDS::contains)) {
      List<String> told = new ArrayList<>();
      of.entries().forEach((name, inner) -> {
        if (FIELDS.contains(name)) {
          told.add(inner.toString());
        }
      });
      String bare = key.replaceFirst("^.*node_modules/", "").replaceFirst("^/", "");
      int at = bare.indexOf('@', 1);
      String name = of.text("name").orElse(at < 0 ? bare : bare.substring(0, at));
      boolean script = of.text("hasInstallScript").or(() -> of.text("requiresBuild")).stream()
          .anyMatch("true"::equals);
      String version = of.text("version").orElse(at < 0 ? "" : bare.substring(at + 1));
      String resolved = of.text("resolved").orElse("");
      put(
          path,
          new Entry(name, version, resolved, String.join(" ", told), script, own(of), of.line()));
    }
    of.entries().forEach((name, inner) -> {
      if (!FIELDS.contains(name)) {
        tree(path + "/" + name, name, inner);
      }
    });
  }

  /** Without what is an entry of its own. */
  private static String own(Mapping of) {
    Map<String, Yaml> own = new LinkedHashMap<>(of.entries());
    own.values()
        .removeIf(v -> v.asMapping().entries().values().stream()
            .anyMatch(
                inner -> inner.asMapping().entries().keySet().stream().anyMatch(FIELDS::contains)));
    return own.toString();
  }

  /** An entry begins at the left margin; what belongs to it is indented, or stands behind it. */
  private void rows(String text) {
    List<String> rows = EditSize.lines(text);
    int start = -1;
    for (int i = 0; i <= rows.size(); i++) {
      boolean begins =
          i == rows.size() || !(rows.get(i).isBlank() || rows.get(i).startsWith(" "));
      if (begins && start >= 0) {
        entry(rows.subList(start, i), start + 1);
      }
      start = begins && i < rows.size() ? (rows.get(i).startsWith("#") ? -1 : i) : start;
    }
  }

  private void entry(List<String> rows, int line) {
    String[] words = rows.get(0).strip().split("\\s+", -1);
    boolean sum = words.length == 3 && words[2].startsWith("h1:");
    String first = rows.get(0).replace("\"", "").split(",", -1)[0];
    String name = sum ? words[0] : first.replaceFirst("(?<=.)@.*", "");
    String version = sum ? words[1] : field(rows, "version");
    String key = sum ? words[0] + " " + words[1] : rows.get(0);
    String resolved = field(rows, "resolved") + field(rows, "resolution");
    String told =
        sum ? words[2] : resolved + " " + field(rows, "integrity") + field(rows, "checksum");
    String entry = String.join("\n", rows).strip();
    put(key, new Entry(name, version, resolved, told, false, entry, line));
  }

  private static String field(List<String> rows, String name) {
    return rows.stream()
        .map(String::strip)
        .filter(row -> row.matches(name + ":?\\s.*"))
        .findFirst()
        .map(row -> row.replaceFirst("^\\S+\\s+", "").replace("\"", ""))
        .orElse("");
  }

  private void put(String key, Entry entry) {
    String unique = key;
    while (entries.containsKey(unique)) {
      unique += "'";
    }
    entries.put(unique, entry);
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> all = new LinkedHashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      all.add(matcher.group());
    }
    return all;
  }
}
