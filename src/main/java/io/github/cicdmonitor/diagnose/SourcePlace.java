package io.github.cicdmonitor.diagnose;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;
import java.util.Optional;

/** Where in the project a message points to, whatever tool prints it: a file and a line, or a test. */
final class SourcePlace {
  private static final int NEAR = 4;

  private static final Pattern FILE_LINE = Pattern.compile(
      "((?:[A-Za-z]:)?[\\w@.+/\\\\()\\[\\]-]*[\\w)\\]-]\\.[A-Za-z][A-Za-z0-9]{0,9})(?::(\\d{1,6})\\b|\\((\\d{1,6})(?:,\\d+)?\\)|\", line (\\d{1,6})\\b)");

  private static final Pattern TEST = Pattern.compile(
      "^\\s*(?:--- FAIL: (\\S+)|FAIL:? +(\\S*[./:]\\S+)|● (.{1,100} › .{1,120})|[✗✘✖×] (\\S.{2,120}?)(?: \\(?\\d[\\d.]* ?m?s\\)?)?$|Test Case '(.{1,120})' failed)");

  private static final Pattern FOREIGN = Pattern.compile(
      "node_modules|site-packages|dist-packages|[.]cargo[/\\\\]registry|hostedtoolcache|/usr/|/opt/|\\bgo/pkg/mod|node:internal|\\w+://|\\.(?:com|org|net|io|dev)$");

  private SourcePlace() {}

  /** In the line itself, else in those just below, else in those just above it. */
  static Optional<String> near(Excerpt excerpt, int line) {
    for (int distance = 0; distance <= NEAR; distance++) {
      Optional<String> below = excerpt.line(line + distance).flatMap(SourcePlace::in);
      if (below.isPresent()) {
        return below;
      }
    }
    for (int distance = 1; distance <= NEAR; distance++) {
      Optional<String> above = line > distance
          ? excerpt.line(line - distance).flatMap(SourcePlace::in)
          : Optional.empty();
      if (above.isPresent()) {
        return above;
      }
    }
    return Optional.empty();
  }

  /** Whether the text names a place already. */
  static boolean isNamedIn(String text) {
    return FILE_LINE.matcher(text).find();
  }

  private static Optional<String> in(LogLine line) {
    String text = line.text().value();
    Matcher test = TEST.matcher(text);
    if (test.find()) {
      for (int group = 1; group <= test.groupCount(); group++) {
        if (test.group(group) != null) {
          return Optional.of(test.group(group).strip());
        }
      }
    }
    Matcher file = FILE_LINE.matcher(text);
    while (file.find()) {
      String number = file.group(2) != null
          ? file.group(2)
          : file.group(3) != null ? file.group(3) : file.group(4);
      if (!FOREIGN.matcher(file.group(1)).find()) {
        return Optional.of(file.group(1) + ":" + number);
      }
    }
    return Optional.empty();
  }
}
