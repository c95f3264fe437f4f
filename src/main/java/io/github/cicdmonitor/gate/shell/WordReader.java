package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.shell.Shell.Word;
import io.github.cicdmonitor.gate.shell.ShellWords.Substitutions;
import java.util.Set;

/** Reads one word of a script: quotes, expansions, substitutions. */
final class WordReader {
  private static final Set<Character> META =
      Set.of(' ', '\t', '\n', '\r', ';', '&', '|', '<', '>', '(', ')');

  private final ShellCursor in;
  private final Substitutions substitutions;

  WordReader(ShellCursor in, Substitutions substitutions) {
    this.in = in;
    this.substitutions = substitutions;
  }

  /** What is left in view up to the next blank or operator; a literal assignment is remembered. */
  Word word() {
    WordBuilder word = new WordBuilder();
    while (in.at < in.text.length() && !META.contains(in.text.charAt(in.at))) {
      part(word);
    }
    while (in.at < in.text.length()
        && (in.text.startsWith("<(", in.at) || in.text.startsWith(">(", in.at))
        && word.isEmpty()) {
      in.at += 2;
      substitution(word);
      while (in.at < in.text.length() && !META.contains(in.text.charAt(in.at))) {
        part(word);
      }
    }
    Word result = word.build();
    if (result.isAssignment() && !result.dynamic() && result.inner().isEmpty()) {
      int equals = result.text().indexOf('=');
      in.variables.put(result.text().substring(0, equals), result.text().substring(equals + 1));
    }
    return result;
  }

  private void part(WordBuilder word) {
    char c = in.text.charAt(in.at);
    switch (c) {
      case '\\' -> escape(word);
      case '\'' -> singleQuoted(word);
      case '"' -> {
        in.at++;
        word.quoted();
        doubleQuoted(word);
      }
      case '$' -> dollar(word);
      case '`' -> backtick(word);
      case '{' -> {
        // {a,b} makes several words of one
        int close = in.text.indexOf('}', in.at);
        if (close > in.at
            && in.text.substring(in.at, close).indexOf(',') > 0
            && in.text.substring(in.at, close).indexOf(' ') < 0) {
          word.dynamic();
        }
        word.append(c);
        in.at++;
      }
      default -> {
        word.append(c);
        in.at++;
      }
    }
  }

  private void escape(WordBuilder word) {
    char next = in.peekAt(in.at + 1);
    if (next == '\n') {
      in.line++;
    } else if (next != '\0') {
      word.append(next);
      word.quoted();
    }
    in.at = Math.min(in.text.length(), in.at + 2);
  }

  private void singleQuoted(WordBuilder word) {
    int end = in.text.indexOf('\'', in.at + 1);
    if (end < 0) {
      in.opaque.add("an open quote");
      end = in.text.length();
    }
    String inside = in.text.substring(Math.min(in.at + 1, end), end);
    in.line += (int) inside.chars().filter(c -> c == '\n').count();
    word.append(inside);
    word.quoted();
    in.at = Math.min(in.text.length(), end + 1);
  }

  private void doubleQuoted(WordBuilder word) {
    while (in.at < in.text.length()) {
      char c = in.text.charAt(in.at);
      if (c == '"') {
        in.at++;
        return;
      }
      if (c == '\\' && "\\\"$`\n".indexOf(in.peekAt(in.at + 1)) >= 0) {
        escape(word);
      } else if (c == '$') {
        dollar(word);
      } else if (c == '`') {
        backtick(word);
      } else {
        if (c == '\n') {
          in.line++;
        }
        word.append(c);
        in.at++;
      }
    }
    in.opaque.add("an open quote");
  }

  private void backtick(WordBuilder word) {
    int end = in.at + 1;
    while (end < in.text.length() && in.text.charAt(end) != '`') {
      end += in.text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= in.text.length()) {
      in.opaque.add("an open backtick");
      word.append(in.text.substring(in.at));
      in.at = in.text.length();
      return;
    }
    String inside = in.text.substring(in.at + 1, end);
    ShellWords nested = new ShellWords(in.inside(inside), substitutions);
    word.inner(substitutions.read(nested, in.opaque, in.depth + 1));
    in.line += (int) inside.chars().filter(c -> c == '\n').count();
    in.at = end + 1;
  }

  private void dollar(WordBuilder word) {
    if (in.text.startsWith("${{", in.at)) {
      int end = in.text.indexOf("}}", in.at);
      int stop = end < 0 ? in.text.length() : end + 2;
      word.append(in.text.substring(in.at, stop));
      word.dynamic();
      in.at = stop;
    } else if (in.text.startsWith("$((", in.at)) {
      int end = in.text.indexOf("))", in.at);
      word.append("$((…))");
      word.dynamic();
      in.at = end < 0 ? in.text.length() : end + 2;
    } else if (in.text.startsWith("$(", in.at)) {
      in.at += 2;
      substitution(word);
    } else if (in.text.startsWith("$'", in.at)) {
      in.at++;
      ansiQuoted(word);
    } else if (in.text.startsWith("$\"", in.at)) {
      in.at++;
    } else if (in.text.startsWith("${", in.at)) {
      int end = in.text.indexOf('}', in.at);
      if (end < 0) {
        in.opaque.add("an open ${");
        end = in.text.length() - 1;
      }
      String name = in.text.substring(Math.min(in.at + 2, end), end);
      in.at = end + 1;
      variable(name, word);
    } else {
      int end = in.at + 1;
      while (end < in.text.length()
          && (Character.isLetterOrDigit(in.peekAt(end)) || in.peekAt(end) == '_')) {
        end++;
      }
      String name = in.text.substring(in.at + 1, end);
      if (name.isEmpty() && "@*#?$!-".indexOf(in.peekAt(end)) >= 0 && in.peekAt(end) != '\0') {
        name = String.valueOf(in.peekAt(end));
        end++;
      }
      in.at = end;
      if (name.isEmpty()) {
        word.append('$');
      } else {
        variable(name, word);
      }
    }
  }

  private void variable(String name, WordBuilder word) {
    if (name.contains("$(") || name.indexOf('`') >= 0) {
      in.opaque.add("a command inside an expansion");
    }
    String known = in.variables.get(name);
    if (known == null) {
      word.append("${" + name + "}");
      word.dynamic();
    } else {
      word.append(known);
      word.assembled();
    }
  }

  private void substitution(WordBuilder word) {
    ShellCursor deeper = in.inside(in.text);
    deeper.at = in.at;
    ShellWords nested = new ShellWords(deeper, substitutions);
    word.inner(substitutions.read(nested, in.opaque, in.depth + 1));
    if (nested.peek().isOperator(")")) {
      nested.next();
    } else {
      in.opaque.add("an open substitution");
    }
    in.at = deeper.at;
    in.line = deeper.line;
  }

  private void ansiQuoted(WordBuilder word) {
    int end = in.at + 1;
    while (end < in.text.length() && in.text.charAt(end) != '\'') {
      end += in.text.charAt(end) == '\\' ? 2 : 1;
    }
    String inside =
        in.text.substring(Math.min(in.at + 1, in.text.length()), Math.min(end, in.text.length()));
    word.append(AnsiQuotes.decode(inside));
    word.quoted();
    if (inside.indexOf('\\') >= 0) {
      word.assembled();
    }
    in.at = Math.min(in.text.length(), end + 1);
  }
}
