package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.Comparator;
import java.util.Optional;

/** Where things stand in the text of a YAML file, and how a value is written into it. */
final class YamlText {
  private YamlText() {}

  static Yaml.Key first(Mapping mapping) {
    return mapping.entries().keySet().stream()
        .flatMap(name -> mapping.key(name).stream())
        .min(Comparator.comparingInt(key -> key.span().start()))
        .orElseThrow(() -> new IllegalArgumentException("an empty mapping"));
  }

  static boolean isFirstOfItem(WorkflowFile file, Yaml.Key key) {
    int start = startOfLine(file.text(), key.span().start());
    return !file.text().substring(start, key.span().start()).isBlank();
  }

  static boolean isFlow(WorkflowFile file, Mapping mapping) {
    int start = mapping.span().start();
    return start < file.text().length() && file.text().charAt(start) == '{';
  }

  /** Behind the last character of a value: the end of a block mapping is where the next thing starts. */
  static int endOf(WorkflowFile file, Yaml value) {
    Optional<Scalar> scalar = value.scalar();
    if (scalar.isPresent()) {
      int end = scalar.get().span().end();
      return scalar.get().isBlock() ? lastCharacter(file.text(), end) : end;
    }
    int end = value.span().start();
    if (value.mapping().isPresent()) {
      for (Yaml item : value.mapping().get().entries().values()) {
        end = Math.max(end, endOf(file, item));
      }
    }
    if (value.sequence().isPresent()) {
      for (Yaml item : value.sequence().get().items()) {
        end = Math.max(end, endOf(file, item));
      }
    }
    boolean flow = value.span().start() < file.text().length()
        && "{[".indexOf(file.text().charAt(value.span().start())) >= 0;
    return flow ? value.span().end() : end;
  }

  static int lastCharacter(String text, int end) {
    int at = Math.min(end, text.length());
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  static int startOfLine(String text, int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /** Where the line break stands, or the text ends. */
  static int endOfLine(String text, int at) {
    int end = text.indexOf('\n', at);
    if (end < 0) {
      return text.length();
    }
    return end > 0 && text.charAt(end - 1) == '\r' && end - 1 >= at ? end - 1 : end;
  }

  static String lineBreak(WorkflowFile file) {
    return file.text().contains("\r\n") ? "\r\n" : "\n";
  }

  /** Plain where YAML reads it back as the same text, else in quotes. */
  static String plain(String value) {
    String name = "(?:-{0,2}|/)[A-Za-z](?:[A-Za-z0-9 ._/*${}()@+=-]*[A-Za-z0-9._/*})@+=-])?";
    boolean word = (value.matches(name) && !value.matches("(?i)null|true|false|yes|no|on|off|y|n"))
        || value.matches("[0-9][0-9.]*\\.x|\\.nvmrc|\\.[a-z]+-version");
    return isSafe(value) || word ? value : quoted(value);
  }

  /** A number or version that stays what it is without quotes: 22 and 1.25.1, but not 3.10. */
  static boolean isSafe(String value) {
    return value.matches("0|[1-9][0-9]{0,5}|[0-9]+\\.[0-9]+\\.[0-9][0-9.]*"
        + "|(?:0|[1-9][0-9]*)\\.[0-9]*[1-9]|true|false");
  }

  static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
