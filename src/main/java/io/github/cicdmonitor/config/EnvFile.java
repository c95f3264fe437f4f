package io.github.cicdmonitor.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a {@code .env} file: {@code KEY=value} a line, with {@code export} before it if
 * liked, {@code #} comments, and quotes. In single quotes all is literal; in double quotes {@code
 * \n \t \" \\ \$} are known; both may span lines, as private keys do. Nothing is expanded or run.
 * Of a key set twice the last counts, as in a shell.
 */
final class EnvFile {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*");
  private static final Pattern NOTHING = Pattern.compile("[ \\t]*(?:#[^\\n]*)?(?:\\n|$)");

  /** One that begins in the middle of a word, as in {@code a#b}, is part of the value. */
  private static final Pattern COMMENT = Pattern.compile("(?:^|[ \\t])#");

  private final String text;
  private final String name;
  private final Mistakes mistakes;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private int at;

  private EnvFile(String text, String name, Mistakes mistakes) {
    this.text = text.replace("\r\n", "\n").replace('\r', '\n');
    this.name = name;
    this.mistakes = mistakes;
  }

  /** The variables in the order of the file; lines that are none go to the mistakes, unquoted. */
  static Map<String, String> parse(String text, String name, Mistakes mistakes) {
    EnvFile file = new EnvFile(text, name, mistakes);
    while (file.at < file.text.length()) {
      file.readLine();
    }
    return file.variables;
  }

  private void readLine() {
    Matcher nothing = NOTHING.matcher(text).region(at, text.length());
    if (nothing.lookingAt()) {
      at = nothing.end();
      return;
    }
    Matcher assignment = ASSIGNMENT.matcher(text).region(at, text.length());
    if (!assignment.lookingAt()) {
      refuse("must be KEY=value, a # comment or empty");
      return;
    }
    int start = at;
    at = assignment.end();
    char quote = at < text.length() ? text.charAt(at) : '\n';
    if (quote != '"' && quote != '\'') {
      variables.put(assignment.group(1), unquoted());
      return;
    }
    StringBuilder value = new StringBuilder();
    boolean closed = quote == '"' ? readDoubleQuoted(value) : readSingleQuoted(value);
    Matcher rest = NOTHING.matcher(text).region(Math.min(at, text.length()), text.length());
    if (!closed) {
      at = start;
      refuse("the value's quote is not closed");
    } else if (!rest.lookingAt()) {
      refuse("something follows after the closing quote");
    } else {
      at = rest.end();
      variables.put(assignment.group(1), value.toString());
    }
  }

  private String unquoted() {
    String line = text.substring(at, endOfLine());
    at = Math.min(text.length(), endOfLine() + 1);
    Matcher comment = COMMENT.matcher(line);
    return (comment.find() ? line.substring(0, comment.start()) : line).strip();
  }

  private boolean readSingleQuoted(StringBuilder value) {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      return false;
    }
    value.append(text, at + 1, end);
    at = end + 1;
    return true;
  }

  private boolean readDoubleQuoted(StringBuilder value) {
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        at = i + 1;
        return true;
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        value.append(unescaped(text.charAt(i)));
      } else {
        value.append(c);
      }
    }
    return false;
  }

  private static String unescaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case '"', '\\', '$' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }

  /** Names the line, never what is on it: it may be half a token. */
  private void refuse(String rule) {
    long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    mistakes.add(name + ": line " + line, rule);
    at = Math.min(text.length(), endOfLine() + 1);
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
