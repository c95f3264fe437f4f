package io.github.cicdmonitor.redact;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values under {@code data:} of a {@code kind: Secret}; keys stay, values go. */
final class KubernetesSecrets {
  private static final int MAX_LINES = 60;
  private static final Pattern SECTION = Pattern.compile("(\\s*)(data|stringData):\\s*");
  private static final Pattern ENTRY = Pattern.compile("(\\s*)[\\w.-]{1,200}: +(?=\\S)");

  private KubernetesSecrets() {}

  static List<Triggers.Entry> entries() {
    return List.of(
        new Triggers.Entry("kind: secret", (scan, from, to) -> scan.manifestOfSecret()),
        new Triggers.Entry("\"kind\":\"secret\"", KubernetesSecrets::json),
        new Triggers.Entry("\"kind\": \"secret\"", KubernetesSecrets::json));
  }

  /** A manifest on one line: every string of the data object. */
  private static void json(ScannedLine scan, int from, int to) {
    if (scan.isManifestOfSecret()) {
      return;
    }
    scan.manifestOfSecret();
    String text = scan.text();
    int data = text.indexOf("ata\":", 0);
    int open = data < 0 ? -1 : text.indexOf('{', data);
    int close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0 || open - data > 8) {
      return;
    }
    int i = open;
    while (i < close) {
      int colon = text.indexOf(':', i);
      if (colon < 0 || colon > close) {
        return;
      }
      Values.Value value = Values.at(scan, Values.afterBlanks(scan, colon + 1));
      if (value.quoting() == Values.Quoting.QUOTED) {
        scan.found(SecretRule.KUBERNETES_SECRET, value.from(), value.to());
      }
      i = Math.max(colon + 1, value.to());
    }
  }

  static void mark(List<ScannedLine> scans) {
    int previous = 0;
    for (int line = 0; line < scans.size(); line++) {
      if (scans.get(line).isManifestOfSecret()) {
        int begin = Math.max(previous, line - MAX_LINES);
        int end = line + 1;
        for (int i = begin; i < line; i++) {
          begin = isSeparator(scans.get(i)) ? i : begin;
        }
        while (end < Math.min(scans.size(), line + MAX_LINES)
            && !isSeparator(scans.get(end))
            && !scans.get(end).isManifestOfSecret()) {
          end++;
        }
        markSections(scans, begin, end);
        previous = line;
      }
    }
  }

  private static boolean isSeparator(ScannedLine scan) {
    return content(scan).startsWith("---");
  }

  private static void markSections(List<ScannedLine> scans, int begin, int end) {
    for (int line = begin; line < end; line++) {
      Matcher section = SECTION.matcher(content(scans.get(line)));
      if (section.matches()) {
        markEntries(scans, line + 1, end, section.group(1).length());
      }
    }
  }

  private static void markEntries(List<ScannedLine> scans, int first, int last, int indent) {
    for (int line = first; line < last; line++) {
      String content = content(scans.get(line));
      Matcher entry = ENTRY.matcher(content);
      if (!entry.lookingAt() || entry.group(1).length() <= indent) {
        return;
      }
      ScannedLine scan = scans.get(line);
      int offset = scan.text().length() - content.length();
      Values.Value value = Values.at(scan, offset + entry.end());
      boolean quoted = value.quoting() == Values.Quoting.QUOTED;
      int to = quoted ? value.to() : scan.text().length();
      if (!ValueShape.isPlaceholder(scan.text(), value.from(), to)) {
        scan.found(SecretRule.KUBERNETES_SECRET, value.from(), to);
      }
    }
  }

  /** The line without its time; the indentation is kept. */
  private static String content(ScannedLine scan) {
    String text = scan.text();
    int start = Prefixes.afterTime(text);
    return text.substring(start);
  }
}
