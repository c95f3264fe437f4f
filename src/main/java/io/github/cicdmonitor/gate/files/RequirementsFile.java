package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.workflow.Shown;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code requirements.txt} and its kin: one package a line. */
final class RequirementsFile {
  private static final Pattern PACKAGE = Pattern.compile(
      "([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(\\[[^\\]]*\\])?\\s*((?:===|[=~<>!]=|<|>)?[^;#\\s]*(?:\\s*,\\s*[=~<>!]+[^;#\\s]*)*)\\s*(;[^#]*)?(?:\\s#.*)?");

  private final Map<String, String[]> packages = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Map<String, Integer> others = new LinkedHashMap<>();

  private RequirementsFile(String text) {
    String joined = text.replace("\\\r\n", " ").replace("\\\n", " ");
    int number = 0;
    for (String row : joined.split("\n", -1)) {
      number++;
      String line = row.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String hashes = line.contains("--hash") ? line.substring(line.indexOf("--hash")) : "";
      Matcher form =
          PACKAGE.matcher(line.substring(0, line.length() - hashes.length()).strip());
      if (form.matches() && !line.startsWith("-")) {
        String name = form.group(1).toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
        String marker = (form.group(2) == null ? "" : form.group(2))
            + (form.group(4) == null ? "" : form.group(4));
        if (packages.containsKey(name)) {
          others.put(line, number);
        }
        packages.put(name, new String[] {form.group(3).strip(), hashes, marker});
        lines.put(name, number);
      } else {
        others.put(line, number);
      }
    }
  }

  static void compare(String before, String after, VersionEvidence evidence, FileFindings found) {
    RequirementsFile old = new RequirementsFile(before);
    RequirementsFile now = new RequirementsFile(after);
    PackageChange change = new PackageChange(found, evidence);
    now.packages.forEach((name, spec) -> {
      int line = now.lines.getOrDefault(name, 0);
      String[] known = old.packages.get(name);
      if (known == null) {
        change.added(name, spec[0], line);
        return;
      }
      change.version(name, known[0], spec[0], line);
      if (!known[1].isEmpty() && spec[1].isEmpty()) {
        found.add(ChangeKind.K20, line, name + " is no longer checked by hash");
        found.ask(name + " is no longer checked by hash");
      } else if (!known[1].equals(spec[1])) {
        if (known[0].equals(spec[0])) {
          found.block("B-PIN", line, "another hash for the same version of " + name);
        }
        found.add(ChangeKind.K23, line, "hash of " + name);
      }
      if (!known[2].equals(spec[2])) {
        found.add(ChangeKind.K23, line, "extras or condition of " + name);
      }
    });
    old.packages.keySet().stream()
        .filter(name -> !now.packages.containsKey(name))
        .forEach(change::removed);
    Set<String> options = new TreeSet<>(now.others.keySet());
    options.removeAll(old.others.keySet());
    for (String option : options) {
      boolean source = option.matches(
          "(?s)(?:-i|-f|--index|--extra|--find|--trusted|-e|--editable|git\\+|https?:|.*@).*");
      found.add(
          source ? ChangeKind.K15 : ChangeKind.K23,
          now.others.getOrDefault(option, 0),
          Shown.quoted(option));
    }
    old.others.keySet().stream()
        .filter(option -> !now.others.containsKey(option))
        .forEach(option -> found.add(ChangeKind.K23, 0, "gone: " + Shown.quoted(option)));
  }
}
