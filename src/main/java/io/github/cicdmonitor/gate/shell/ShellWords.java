package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.shell.Shell.Item;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Words and operators of a shell script, one at a time with one in view. */
final class ShellWords {
  private static final List<String> OPERATORS =
      List.of(";;&", "&&", "||", ";;", ";&", "|&", "|", "&", ";", "(", ")", "\n");
  private static final List<String> REDIRECTS =
      List.of("&>>", "<<<", "<<-", "<<", ">>", "<&", ">&", "<>", ">|", "&>", ">", "<");
  private static final Set<Character> META =
      Set.of(' ', '\t', '\n', '\r', ';', '&', '|', '<', '>', '(', ')');

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

  private final String text;
  private final Map<String, String> variables;
  private final List<String> opaque;
  private final Substitutions substitutions;
  private final int depth;
  private final List<Heredoc> waiting = new ArrayList<>();
  private int at;
  private int line;
  private Optional<Token> ahead = Optional.empty();

  private record Heredoc(String delimiter, boolean tabs, StringBuilder body) {}

  ShellWords(
      String text,
      int firstLine,
      Map<String, String> variables,
      List<String> opaque,
      Substitutions substitutions,
      int depth) {
    this.text = text;
    this.line = firstLine;
    this.variables = variables;
    this.opaque = opaque;
    this.substitutions = substitutions;
    this.depth = depth;
  }

  int position() {
    return ahead.isPresent() ? at - 1 : at;
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
    at = text.length();
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
      int lineEnd = text.indexOf('\n', at);
      if (lineEnd >= 0) {
        readBody(heredoc, lineEnd + 1);
      } else {
        opaque.add("a here-document without text");
      }
      String body = heredoc.body().toString();
      if (!word.quoted() && (body.contains("$(") || body.indexOf('`') >= 0)) {
        opaque.add("a command inside a here-document");
      }
      return new Word(body, !word.quoted(), false, true, List.of());
    }
    return word;
  }

  private int readBody(Heredoc heredoc, int from) {
    int position = from;
    while (position < text.length()) {
      int end = text.indexOf('\n', position);
      String row = text.substring(position, end < 0 ? text.length() : end);
      position = end < 0 ? text.length() : end + 1;
      String compared = heredoc.tabs() ? row.replaceFirst("^\t+", "") : row;
      if (compared.stripTrailing().equals(heredoc.delimiter())) {
        return position;
      }
      heredoc.body().append(row).append('\n');
    }
    opaque.add("a here-document without end");
    return position;
  }

  private Token read() {
    skipBlanks();
    if (at >= text.length()) {
      return new Token("", false, false, Optional.empty(), line);
    }
    int here = line;
    String redirect = redirectAt();
    if (!redirect.isEmpty()) {
      return new Token(redirect, false, true, Optional.empty(), here);
    }
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        at += operator.length();
        if (operator.equals("\n")) {
          line++;
          skipHeredocs();
        }
        return new Token(operator, true, false, Optional.empty(), here);
      }
    }
    Word word = word();
    return new Token(word.text(), false, false, Optional.of(word), here);
  }

  private void skipHeredocs() {
    for (Heredoc heredoc : waiting) {
      heredoc.body().setLength(0);
      int after = readBody(heredoc, at);
      line += (int) text.substring(at, after).chars().filter(c -> c == '\n').count();
      at = after;
    }
    waiting.clear();
  }

  private String redirectAt() {
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    for (String redirect : REDIRECTS) {
      if (text.startsWith(redirect, at)) {
        boolean process = (redirect.equals("<") || redirect.equals(">")) && peekAt(at + 1) == '(';
        if (!process) {
          at += redirect.length();
          return redirect;
        }
      }
    }
    at = start;
    return "";
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '\\' && (text.startsWith("\\\n", at) || text.startsWith("\\\r\n", at))) {
        at += text.charAt(at + 1) == '\n' ? 2 : 3;
        line++;
      } else if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        return;
      }
    }
  }

  private char peekAt(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private Word word() {
    WordBuilder word = new WordBuilder();
    while (at < text.length() && !META.contains(text.charAt(at))) {
      part(word);
    }
    while (at < text.length()
        && (text.startsWith("<(", at) || text.startsWith(">(", at))
        && word.isEmpty()) {
      at += 2;
      substitution(word);
      while (at < text.length() && !META.contains(text.charAt(at))) {
        part(word);
      }
    }
    Word result = word.build();
    if (result.isAssignment() && !result.dynamic() && result.inner().isEmpty()) {
      int equals = result.text().indexOf('=');
      variables.put(result.text().substring(0, equals), result.text().substring(equals + 1));
    }
    return result;
  }

  private void part(WordBuilder word) {
    char c = text.charAt(at);
    switch (c) {
      case '\\' -> escape(word);
      case '\'' -> singleQuoted(word);
      case '"' -> {
        at++;
        word.quoted();
        doubleQuoted(word);
      }
      case '$' -> dollar(word);
      case '`' -> backtick(word);
      case '{' -> {
        // {a,b} makes several words of one
        int close = text.indexOf('}', at);
        if (close > at
            && text.substring(at, close).indexOf(',') > 0
            && text.substring(at, close).indexOf(' ') < 0) {
          word.dynamic();
        }
        word.append(c);
        at++;
      }
      default -> {
        word.append(c);
        at++;
      }
    }
  }

  private void escape(WordBuilder word) {
    char next = peekAt(at + 1);
    if (next == '\n') {
      line++;
    } else if (next != '\0') {
      word.append(next);
      word.quoted();
    }
    at = Math.min(text.length(), at + 2);
  }

  private void singleQuoted(WordBuilder word) {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      opaque.add("an open quote");
      end = text.length();
    }
    String inside = text.substring(Math.min(at + 1, end), end);
    line += (int) inside.chars().filter(c -> c == '\n').count();
    word.append(inside);
    word.quoted();
    at = Math.min(text.length(), end + 1);
  }

  private void doubleQuoted(WordBuilder word) {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return;
      }
      if (c == '\\' && "\\\"$`\n".indexOf(peekAt(at + 1)) >= 0) {
        escape(word);
      } else if (c == '$') {
        dollar(word);
      } else if (c == '`') {
        backtick(word);
      } else {
        if (c == '\n') {
          line++;
        }
        word.append(c);
        at++;
      }
    }
    opaque.add("an open quote");
  }

  private void backtick(WordBuilder word) {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '`') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      opaque.add("an open backtick");
      word.append(text.substring(at));
      at = text.length();
      return;
    }
    String inside = text.substring(at + 1, end);
    ShellWords nested = new ShellWords(inside, line, variables, opaque, substitutions, depth + 1);
    word.inner(substitutions.read(nested, opaque, depth + 1));
    line += (int) inside.chars().filter(c -> c == '\n').count();
    at = end + 1;
  }

  private void dollar(WordBuilder word) {
    if (text.startsWith("${{", at)) {
      int end = text.indexOf("}}", at);
      int stop = end < 0 ? text.length() : end + 2;
      word.append(text.substring(at, stop));
      word.dynamic();
      at = stop;
    } else if (text.startsWith("$((", at)) {
      int end = text.indexOf("))", at);
      word.append("$((…))");
      word.dynamic();
      at = end < 0 ? text.length() : end + 2;
    } else if (text.startsWith("$(", at)) {
      at += 2;
      substitution(word);
    } else if (text.startsWith("$'", at)) {
      at++;
      ansiQuoted(word);
    } else if (text.startsWith("$\"", at)) {
      at++;
    } else if (text.startsWith("${", at)) {
      int end = text.indexOf('}', at);
      if (end < 0) {
        opaque.add("an open ${");
        end = text.length() - 1;
      }
      String name = text.substring(Math.min(at + 2, end), end);
      at = end + 1;
      variable(name, word);
    } else {
      int end = at + 1;
      while (end < text.length()
          && (Character.isLetterOrDigit(peekAt(end)) || peekAt(end) == '_')) {
        end++;
      }
      String name = text.substring(at + 1, end);
      if (name.isEmpty() && "@*#?$!-".indexOf(peekAt(end)) >= 0 && peekAt(end) != '\0') {
        name = String.valueOf(peekAt(end));
        end++;
      }
      at = end;
      if (name.isEmpty()) {
        word.append('$');
      } else {
        variable(name, word);
      }
    }
  }

  private void variable(String name, WordBuilder word) {
    if (name.contains("$(") || name.indexOf('`') >= 0) {
      opaque.add("a command inside an expansion");
    }
    String known = variables.get(name);
    if (known == null) {
      word.append("${" + name + "}");
      word.dynamic();
    } else {
      word.append(known);
      word.assembled();
    }
  }

  private void substitution(WordBuilder word) {
    ShellWords nested = new ShellWords(text, line, variables, opaque, substitutions, depth + 1);
    nested.at = at;
    word.inner(substitutions.read(nested, opaque, depth + 1));
    if (nested.peek().isOperator(")")) {
      nested.next();
    } else {
      opaque.add("an open substitution");
    }
    at = nested.at;
    line = nested.line;
  }

  private void ansiQuoted(WordBuilder word) {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '\'') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    String inside = text.substring(Math.min(at + 1, text.length()), Math.min(end, text.length()));
    word.append(AnsiQuotes.decode(inside));
    word.quoted();
    if (inside.indexOf('\\') >= 0) {
      word.assembled();
    }
    at = Math.min(text.length(), end + 1);
  }

  private static final class WordBuilder {
    private final StringBuilder text = new StringBuilder();
    private final List<List<Item>> inner = new ArrayList<>();
    private boolean dynamic;
    private boolean assembled;
    private boolean quoted;
    private boolean any;

    void append(char c) {
      text.append(c);
      any = true;
    }

    void append(String s) {
      text.append(s);
      any = true;
    }

    void inner(List<Item> list) {
      inner.add(list);
      text.append("$()");
      dynamic = true;
      any = true;
    }

    void dynamic() {
      dynamic = true;
      any = true;
    }

    void assembled() {
      assembled = true;
      any = true;
    }

    void quoted() {
      quoted = true;
      any = true;
    }

    boolean isEmpty() {
      return !any;
    }

    Word build() {
      return new Word(text.toString(), dynamic, assembled, quoted, List.copyOf(inner));
    }
  }
}
