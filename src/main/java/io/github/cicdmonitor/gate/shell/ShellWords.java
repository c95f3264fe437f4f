package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.shell.Shell.Item;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words and operators of a shell script, one at a time with one in view. */
final class ShellWords {
  private static final List<String> OPERATORS =
      List.of(";;&", "&&", "||", ";;", ";&", "|&", "|", "&", ";", "(", ")", "\n");
  private static final List<String> REDIRECTS =
      List.of("&>>", "<<<", "<<-", "<<", ">>", "<&", ">&", "<>", ">|", "&>", ">", "<");

  /** Reads the script of a substitution up to its closing parenthesis. */
  interface Substitutions {
    List<Item> read(ShellWords words, List<String> opaque, int depth);
  }

  record Token(String text, boolean operator, boolean redirect, Optional<Word> parsed, int line) {
    boolean isOperator(String... any) {
      return operator && List.of(any).contains(text);
    }

    /** A word that could be a keyword: not quoted and not put together. */
    boolean isPlainWord() {
      return parsed.map(w -> !w.quoted() && !w.dynamic() && !w.assembled()).orElse(false);
    }

    Word word() {
      return parsed.orElse(new Word(text, false, false, false, List.of()));
    }
  }

  private final ShellCursor in;
  private final WordReader words;
  private final List<Heredoc> waiting = new ArrayList<>();
  private Optional<Token> ahead = Optional.empty();

  private record Heredoc(String delimiter, boolean tabs, StringBuilder body) {}

  ShellWords(ShellCursor in, Substitutions substitutions) {
    this.in = in;
    this.words = new WordReader(in, substitutions);
  }

  int position() {
    return ahead.isPresent() ? in.at - 1 : in.at;
  }

  boolean atEnd() {
    Token token = peek();
    return !token.operator() && !token.redirect() && token.parsed().isEmpty();
  }

  Token peek() {
    if (ahead.isEmpty()) {
      ahead = Optional.of(read());
    }
    return ahead.get();
  }

  Token next() {
    Token token = peek();
    ahead = Optional.empty();
    return token;
  }

  void skipNewlines() {
    while (peek().isOperator("\n")) {
      next();
    }
  }

  void skipAll() {
    in.at = in.text.length();
    ahead = Optional.empty();
  }

  /** The word after a redirection; for a here-document its body, once it has been read. */
  Word redirectTarget(String operator) {
    Token token = next();
    Word word = token.word();
    if (operator.equals("<<") || operator.equals("<<-")) {
      Heredoc heredoc = new Heredoc(word.text(), operator.equals("<<-"), new StringBuilder());
      waiting.add(heredoc);
      // The body stands after the end of this line; look for it from here without moving on.
      int lineEnd = in.text.indexOf('\n', in.at);
      if (lineEnd >= 0) {
        readBody(heredoc, lineEnd + 1);
      } else {
        in.opaque.add("a here-document without text");
      }
      String body = heredoc.body().toString();
      if (!word.quoted() && (body.contains("$(") || body.indexOf('`') >= 0)) {
        in.opaque.add("a command inside a here-document");
      }
      return new Word(body, !word.quoted(), false, true, List.of());
    }
    return word;
  }

  private int readBody(Heredoc heredoc, int from) {
    int position = from;
    while (position < in.text.length()) {
      int end = in.text.indexOf('\n', position);
      String row = in.text.substring(position, end < 0 ? in.text.length() : end);
      position = end < 0 ? in.text.length() : end + 1;
      String compared = heredoc.tabs() ? row.replaceFirst("^\t+", "") : row;
      if (compared.stripTrailing().equals(heredoc.delimiter())) {
        return position;
      }
      heredoc.body().append(row).append('\n');
    }
    in.opaque.add("a here-document without end");
    return position;
  }

  private Token read() {
    skipBlanks();
    if (in.at >= in.text.length()) {
      return new Token("", false, false, Optional.empty(), in.line);
    }
    int here = in.line;
    String redirect = redirectAt();
    if (!redirect.isEmpty()) {
      return new Token(redirect, false, true, Optional.empty(), here);
    }
    for (String operator : OPERATORS) {
      if (in.text.startsWith(operator, in.at)) {
        in.at += operator.length();
        if (operator.equals("\n")) {
          in.line++;
          skipHeredocs();
        }
        return new Token(operator, true, false, Optional.empty(), here);
      }
    }
    Word word = words.word();
    return new Token(word.text(), false, false, Optional.of(word), here);
  }

  private void skipHeredocs() {
    for (Heredoc heredoc : waiting) {
      heredoc.body().setLength(0);
      int after = readBody(heredoc, in.at);
      in.line +=
          (int) in.text.substring(in.at, after).chars().filter(c -> c == '\n').count();
      in.at = after;
    }
    waiting.clear();
  }

  private String redirectAt() {
    int start = in.at;
    while (in.at < in.text.length() && Character.isDigit(in.text.charAt(in.at))) {
      in.at++;
    }
    for (String redirect : REDIRECTS) {
      if (in.text.startsWith(redirect, in.at)) {
        boolean process =
            (redirect.equals("<") || redirect.equals(">")) && in.peekAt(in.at + 1) == '(';
        if (!process) {
          in.at += redirect.length();
          return redirect;
        }
      }
    }
    in.at = start;
    return "";
  }

  private void skipBlanks() {
    while (in.at < in.text.length()) {
      char c = in.text.charAt(in.at);
      if (c == ' ' || c == '\t' || c == '\r') {
        in.at++;
      } else if (c == '\\'
          && (in.text.startsWith("\\\n", in.at) || in.text.startsWith("\\\r\n", in.at))) {
        in.at += in.text.charAt(in.at + 1) == '\n' ? 2 : 3;
        in.line++;
      } else if (c == '#') {
        int end = in.text.indexOf('\n', in.at);
        in.at = end < 0 ? in.text.length() : end;
      } else {
        return;
      }
    }
  }
}
