package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lock files of yarn, pnpm and Go as lists of entries. */
final class LockFormats {
  private LockFormats() {}

  static List<LockChange.Entry> yarn(String text) {
    List<LockChange.Entry> entries = new ArrayList<>();
    String header = "";
    String[] values = {"", "", ""};
    StringBuilder rest = new StringBuilder();
    int start = 0;
    List<String> rows = EditSize.lines(text);
    for (int i = 0; i <= rows.size(); i++) {
      String row = i < rows.size() ? rows.get(i) : "end:";
      if (row.isBlank() || row.startsWith("#")) {
        continue;
      }
      if (!row.startsWith(" ")) {
        if (!header.isEmpty()) {
          entries.add(new LockChange.Entry(
              header, nameOf(header), values[0], values[1], values[2], rest.toString(), start));
        }
        header = row.replace("\"", "").replaceFirst(":$", "");
        values = new String[] {"", "", ""};
        rest = new StringBuilder();
        start = i + 1;
        continue;
      }
      String[] pair = row.strip().split(":?\\s+", 2);
      String value = pair.length > 1 ? pair[1].replace("\"", "") : "";
      switch (pair[0]) {
        case "version" -> values[0] = value;
        case "resolved" -> values[1] = value.replaceFirst("#.*$", "");
        // "left-pad@npm:1.3.0": the version stands in its own line already
        case "resolution" -> values[1] = value.replaceFirst(":[^:]*$", "");
        case "integrity", "checksum" -> values[2] = value;
        default -> rest.append(row.strip()).append('\n');
      }
    }
    // What a package depends on follows from its version; only unknown settings count.
    return entries.stream()
        .map(e -> new LockChange.Entry(
            e.key(), e.name(), e.version(), e.source(), e.hash(), "", e.line()))
        .toList();
  }

  private static String nameOf(String header) {
    String first = header.split(",", -1)[0].strip();
    int at = first.indexOf('@', 1);
    return at < 0 ? first : first.substring(0, at);
  }

  /** Refused when it is no YAML of one reading. */
  static void pnpm(String before, String after, VersionEvidence evidence, Findings found) {
    try {
      Mapping old = Reach.mapping(StrictYaml.readJson(before));
      Mapping now = Reach.mapping(StrictYaml.readJson(after));
      for (String key : now.entries().keySet()) {
        boolean follows = List.of(
                "packages",
                "importers",
                "snapshots",
                "dependencies",
                "devDependencies",
                "specifiers")
            .contains(key);
        if (!old.get(key).equals(now.get(key)) && !key.equals("packages")) {
          found.add(follows ? ChangeKind.K1 : ChangeKind.K23, now.lineOf(key), key);
          if (now.get(key).toString().matches("(?s).*(?:https?://|file:|git\\+).*")) {
            found.add(ChangeKind.K15, now.lineOf(key), "a source of its own");
          }
        }
      }
      new LockChange(found, evidence).compare(pnpm(old), pnpm(now));
    } catch (StrictYaml.Refused e) {
      found.add(ChangeKind.K19, e.line(), e.reason());
      found.block("B-YAML", e.line(), e.reason());
    }
  }

  private static List<LockChange.Entry> pnpm(Mapping lock) {
    List<LockChange.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Yaml> entry : lock.sub("packages").entries().entrySet()) {
      String key = entry.getKey().replaceFirst("^/", "");
      int at = key.indexOf('@', 1);
      Mapping resolution = Reach.mapping(entry.getValue()).sub("resolution");
      boolean script = Reach.mapping(entry.getValue())
          .text("requiresBuild")
          .map("true"::equals)
          .orElse(false);
      entries.add(new LockChange.Entry(
          key,
          at < 0 ? key : key.substring(0, at),
          at < 0 ? "" : key.substring(at + 1).replaceFirst("\\(.*", ""),
          resolution.text("tarball").orElse(""),
          resolution.text("integrity").orElse(""),
          script ? "hasInstallScript=true" : "",
          lock.sub("packages").lineOf(entry.getKey())));
    }
    return entries;
  }

  static List<LockChange.Entry> goSum(String text) {
    List<LockChange.Entry> entries = new ArrayList<>();
    int line = 0;
    for (String row : EditSize.lines(text)) {
      line++;
      String[] words = row.strip().split("\\s+", -1);
      if (words.length == 3) {
        entries.add(new LockChange.Entry(
            words[0] + " " + words[1],
            words[0],
            words[1].replace("/go.mod", ""),
            "",
            words[2],
            "",
            line));
      } else if (!row.isBlank()) {
        entries.add(new LockChange.Entry(row, row, "", "", "", "", line));
      }
    }
    return entries;
  }
}
