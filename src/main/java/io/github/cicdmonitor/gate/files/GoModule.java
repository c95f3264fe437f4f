package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.workflow.Shown;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code go.mod}: directives, one a line or in a block. */
final class GoModule {
  private GoModule() {}

  static void compare(String before, String after, VersionEvidence evidence, FileFindings found) {
    Map<String, String[]> old = read(before);
    Map<String, String[]> now = read(after);
    PackageChange change = new PackageChange(found, evidence);
    Set<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      Optional<String[]> from = Optional.ofNullable(old.get(key));
      Optional<String[]> to = Optional.ofNullable(now.get(key));
      String was = from.map(v -> v[0]).orElse("");
      String is = to.map(v -> v[0]).orElse("");
      if (from.isPresent() && to.isPresent() && was.equals(is)) {
        continue;
      }
      int line = to.map(v -> Integer.parseInt(v[1])).orElse(0);
      String directive = key.substring(0, key.indexOf(' '));
      String name = key.substring(key.indexOf(' ') + 1);
      switch (directive) {
        case "require" -> {
          if (to.isEmpty()) {
            change.removed(name);
          } else if (from.isEmpty()) {
            change.added(name, is, line);
          } else {
            change.version(name, was, is, line);
          }
        }
        case "go", "toolchain" -> {
          boolean plain = is.matches("(?:go)?[0-9]+(?:\\.[0-9]+){1,2}");
          found.add(
              plain ? ChangeKind.K6 : ChangeKind.K23, line, directive + " " + Shown.quoted(is));
        }
        case "replace" -> {
          found.add(ChangeKind.K15, line, "replace " + Shown.quoted(name + " " + is));
          found.ask("a module is replaced by another");
        }
        default -> found.add(ChangeKind.K23, line, Shown.quoted(directive + " " + name));
      }
    }
  }

  private static Map<String, String[]> read(String text) {
    Map<String, String[]> entries = new LinkedHashMap<>();
    String block = "";
    int line = 0;
    for (String row : EditSize.lines(text)) {
      line++;
      String plain = row.replaceFirst("//.*$", "").strip();
      if (plain.isEmpty()) {
        continue;
      }
      if (plain.equals(")")) {
        block = "";
      } else if (plain.endsWith("(")) {
        block = plain.substring(0, plain.length() - 1).strip();
      } else {
        String whole = block.isEmpty() ? plain : block + " " + plain;
        String[] words = whole.split("\\s+", 3);
        boolean named =
            words[0].equals("require") || words[0].equals("replace") || words[0].equals("exclude");
        String key = words[0] + " " + (named && words.length > 1 ? words[1] : "");
        String value = named
            ? (words.length > 2 ? words[2] : "")
            : String.join(" ", words).substring(words[0].length()).strip();
        while (entries.containsKey(key)) {
          key += "'";
        }
        entries.put(key, new String[] {value, String.valueOf(line)});
      }
    }
    return entries;
  }
}
