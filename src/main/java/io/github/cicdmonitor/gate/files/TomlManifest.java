package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code pyproject.toml}, {@code Cargo.toml} and their kin: packages by name, the rest by key. */
final class TomlManifest {
  private static final Pattern PACKAGES = WordLists.of("packages").whole("toml packages");
  private static final Pattern REQUIREMENTS = WordLists.of("packages").whole("toml requirements");
  private static final Pattern QUALITY = WordLists.of("packages").whole("toml quality");

  private final FileFindings found;
  private final VersionEvidence evidence;
  private final PackageChange change;
  private final List<String> lines;
  private final Set<String> known;

  private TomlManifest(String before, String after, VersionEvidence evidence, FileFindings found) {
    this.found = found;
    this.evidence = evidence;
    this.change = new PackageChange(found, evidence);
    this.lines = EditSize.lines(after);
    this.known = new HashSet<>(EditSize.lines(before));
  }

  static void compare(String before, String after, VersionEvidence evidence, FileFindings found) {
    Mapping old;
    Mapping now;
    try {
      old = Toml.read(before);
      now = Toml.read(after);
    } catch (StrictYaml.Refused e) {
      found.add(ChangeKind.K19, e.line(), e.reason());
      return;
    }
    new TomlManifest(before, after, evidence, found).table("", old, now);
  }

  private void table(String section, Mapping old, Mapping now) {
    for (EntryChange entry : EntryChange.between(old, now)) {
      String key = entry.key();
      Optional<Yaml> from = entry.from();
      Optional<Yaml> to = entry.to();
      String path = section.isEmpty() ? key : section + "." + key;
      if (REQUIREMENTS.matcher(path).matches()) {
        RequirementsFile.compare(rows(from), rows(to), evidence, found);
      } else if (PACKAGES.matcher(section).matches()) {
        dependency(key, from, to);
      } else if (from.or(() -> to).flatMap(Yaml::mapping).isPresent()
          && to.or(() -> from).flatMap(Yaml::mapping).isPresent()) {
        table(path, entry.old(), entry.now());
      } else {
        boolean quality = QUALITY.matcher(path).matches();
        found.add(quality ? ChangeKind.K22 : ChangeKind.K23, line(key), Shown.quoted(path));
      }
    }
  }

  private void dependency(String name, Optional<Yaml> from, Optional<Yaml> to) {
    if (to.isEmpty()) {
      change.removed(name);
    } else if (from.isPresent() && !taken(from.get()).equals(taken(to.get()))) {
      found.add(ChangeKind.K23, line(name), "how " + name + " is taken");
    } else if (from.isPresent()) {
      change.version(name, version(from.get()), version(to.get()), line(name));
    } else {
      Set<String> how = taken(to.get()).keySet();
      boolean elsewhere = how.contains("git") || how.contains("path") || how.contains("url");
      change.added(name, elsewhere ? "from: " + to.get() : version(to.get()), line(name));
    }
  }

  private static String version(Yaml value) {
    return value.mapping().map(m -> m.text("version").orElse("")).orElse(value.toString());
  }

  /** Everything about a package but its version. */
  private static Map<String, Yaml> taken(Yaml value) {
    Map<String, Yaml> rest = new TreeMap<>(value.asMapping().entries());
    rest.remove("version");
    return rest;
  }

  private static String rows(Optional<Yaml> list) {
    return list.flatMap(Yaml::sequence).stream()
        .flatMap(s -> s.items().stream())
        .map(Yaml::toString)
        .collect(Collectors.joining("\n"));
  }

  /** The library tells no lines: the first new one that begins with the key. */
  private int line(String key) {
    for (int i = 0; i < lines.size(); i++) {
      String row = lines.get(i).replaceFirst("^[\\s\"'\\[]+", "");
      if (row.startsWith(key) && !known.contains(lines.get(i))) {
        return i + 1;
      }
    }
    return 0;
  }
}
