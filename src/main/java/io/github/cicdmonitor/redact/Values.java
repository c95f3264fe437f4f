package io.github.cicdmonitor.redact;

import java.util.List;
import java.util.Set;

/** Where the value of a {@code name = value} begins and ends, in code, JSON, YAML and shells. */
final class Values {
  enum Quoting {
    QUOTED,
    BARE
  }

  record Value(int from, int to, Quoting quoting) {}

  private static final int MAX_BLANKS = 64; // columns are filled with them
  private static final int MAX_QUOTED = 8192;

  private static final int MAX_WRAPPER = 40;

  /** What languages write before a value that may be missing, or that is kept from being shown. */
  private static final Set<String> MAYBE =
      Set.of("Some", "Just", "Right", "Ok", "Secret", "Optional", "new", "SecretString", "Present");

  private Values() {}

  /** Past the closing quote of a name, blanks and {@code :}, {@code =} or {@code =>}; else -1. */
  static int afterSeparator(ScannedLine scan, int nameEnd) {
    int i = afterQuote(scan, nameEnd);
    while (scan.at(i) == ']' || scan.at(i) == ')') {
      i++; // of a subscript or a getter
    }
    i = afterBlanks(scan, i);
    if ("!?+~".indexOf(scan.at(i)) >= 0 && scan.at(i + 1) == '=') {
      i++; // of a comparison, of a makefile
    }
    int separator = i;
    while (i - separator < 3 && (scan.at(i) == '=' || scan.at(i) == ':')) {
      i++;
    }
    if (i == separator) {
      return -1;
    }
    if (scan.at(i) == '>') {
      i++;
    }
    return afterBlanks(scan, i);
  }

  /** Past the type and the equals sign in {@code NAME: &str = "…"}, {@code name: String = '…'}. */
  static int afterType(ScannedLine scan, int from) {
    int i = from;
    while (i - from < MAX_WRAPPER
        && (Alphabet.DOTTED.has(scan.at(i)) || "&'<>?: ".indexOf(scan.at(i)) >= 0)) {
      i++;
    }
    int value = afterBlanks(scan, i + 1);
    boolean isTyped = from > 0 && i > from && scan.at(i) == '=' && isQuote(scan.at(value));
    return isTyped && scan.at(i - 1) == ' ' ? value : from;
  }

  /** Past {@code !!str}, {@code !tag} and {@code &anchor} of YAML. */
  static int afterTag(ScannedLine scan, int from) {
    boolean isPrefixed = "NbruBRUf@$".indexOf(scan.at(from)) >= 0 && isQuote(scan.at(from + 1));
    if (isPrefixed) {
      return from + 1; // of a literal of SQL, Python or C#
    }
    if (scan.at(from) != '!' && scan.at(from) != '&') {
      return from;
    }
    int end = from;
    while (scan.at(end) > ' ' && end - from < MAX_BLANKS) {
      end++;
    }
    int value = afterBlanks(scan, end);
    return scan.at(end) == ' ' && scan.at(value) != '\n' ? value : from;
  }

  /**
   * Past what a printer of some language puts around a value: {@code Some(}, {@code Just }, {@code
   * Secret(}, {@code string(11) }, {@code new X(}, the braces of ODBC, a list of one.
   */
  static int afterWrapper(ScannedLine scan, int from) {
    int i = from;
    if ((scan.at(i) == '{' || scan.at(i) == '[') && !scan.text().startsWith("{{", i)) {
      int inner = scan.at(i + 1) == '<' ? i + 3 : i + 1;
      int to = Alphabet.BARE_VALUE.runEnd(scan.text(), inner);
      char closing = scan.at(i) == '{' ? '}' : ']';
      boolean isOne = scan.at(to) == closing && scan.at(to + 1) != closing && inner == i + 1;
      return isOne || isQuote(scan.at(inner)) ? inner : from;
    }
    int word = i;
    while (i - from < MAX_WRAPPER && (Alphabet.DOTTED.has(scan.at(i)) || isPath(scan, i))) {
      i++;
    }
    if (i == word) {
      return from;
    }
    if (scan.at(i) == '(') {
      int inner = i + 1;
      int close = Alphabet.DIGIT.runEnd(scan.text(), inner);
      if (scan.at(close) == ')' && close > inner && isQuote(scan.at(close + 2))) {
        return close + 2;
      }
      return isQuote(scan.at(inner)) || isMaybe(scan, word, i) ? inner : from;
    }
    return scan.at(i) == ' ' && isQuote(scan.at(i + 1)) && isMaybe(scan, word, i) ? i + 1 : from;
  }

  private static boolean isPath(ScannedLine scan, int at) {
    return scan.at(at) == ':' && (scan.at(at + 1) == ':' || scan.at(at - 1) == ':');
  }

  private static boolean isMaybe(ScannedLine scan, int from, int to) {
    return MAYBE.contains(scan.text().substring(from, to));
  }

  static int afterBlanks(ScannedLine scan, int from) {
    int i = from;
    while (i - from < MAX_BLANKS && (scan.at(i) == ' ' || scan.at(i) == '\t')) {
      i++;
    }
    return i;
  }

  /** Past the quote at {@code from}, which may be escaped; {@code from} if there is none. */
  static int afterClosingQuote(ScannedLine scan, int from) {
    return afterQuote(scan, from);
  }

  /**
   * A bare value of a shell's variable goes to the next blank whatever it holds, one of a plural name
   * over its commas, and a phrase to the end of the line.
   */
  static Value whole(ScannedLine scan, int nameStart, Value value, List<String> words) {
    if (value.quoting() == Quoting.QUOTED) {
      return value;
    }
    int to = value.to();
    if (KeyNames.isPhrase(words)) {
      to = scan.restEnd(value.from());
    } else if (isVariable(scan, nameStart)) {
      to = scan.runEnd(Alphabet.SHELL_VALUE, value.from());
    } else if (KeyNames.isPlural(words)) {
      while (scan.at(to) == ',' && Alphabet.BARE_VALUE.has(scan.at(to + 1))) {
        to = Alphabet.BARE_VALUE.runEnd(scan.text(), to + 1);
      }
    }
    return new Value(value.from(), Math.max(to, value.to()), Quoting.BARE);
  }

  /** {@code NAME=value} at the beginning of a line, or behind {@code export} or {@code -e}. */
  private static boolean isVariable(ScannedLine scan, int nameStart) {
    int begin = Prefixes.end(scan.text());
    String before =
        scan.text().substring(Math.max(begin, nameStart - 8), Math.max(begin, nameStart));
    char first = scan.at(nameStart);
    return first >= 'A'
        && first <= 'Z'
        && (before.isEmpty()
            || before.endsWith("export ")
            || before.endsWith("-e ")
            || before.endsWith("ENV ")
            || before.endsWith("set ")
            || before.endsWith("env "));
  }

  private static int afterQuote(ScannedLine scan, int from) {
    int i = from;
    while (i - from < MAX_BLANKS && scan.at(i) == '\\') {
      i++;
    }
    return isQuote(scan.at(i)) ? i + 1 : from;
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  /** Whether the word has quotes around it and is not the name of a field. */
  static boolean isQuoted(ScannedLine scan, int from, int to) {
    return isQuote(scan.at(from - 1))
        && scan.at(to) == scan.at(from - 1)
        && scan.at(afterBlanks(scan, to + 1)) != ':';
  }

  /** The value at {@code start}; a quote may be escaped, as in JSON inside JSON. */
  static Value at(ScannedLine scan, int start) {
    int open = afterQuote(scan, start);
    if (open == start) {
      int from = "“«„「『‘".indexOf(scan.at(start)) >= 0 ? start + 1 : start;
      return new Value(from, bareEnd(scan, from), Quoting.BARE);
    }
    // In JSON, the quote after "token=" closes the string that ends there.
    if (",}]:\n".indexOf(scan.at(afterBlanks(scan, open))) >= 0) {
      return new Value(start, start, Quoting.BARE);
    }
    int escapes = open - start - 1;
    return new Value(open, closing(scan.text(), open, escapes), Quoting.QUOTED);
  }

  /** An ampersand ends a value only where a shell goes on or another name of a query follows. */
  private static int bareEnd(ScannedLine scan, int start) {
    int end = scan.runEnd(Alphabet.BARE_VALUE, start);
    while (end > start && scan.at(end) == '&' && Alphabet.BARE_VALUE.has(scan.at(end + 1))) {
      int name = Alphabet.DOTTED.runEnd(scan.text(), end + 1);
      if (scan.at(name) == '=' || scan.at(name) == ';' || name == end + 1) {
        break;
      }
      end = Alphabet.BARE_VALUE.runEnd(scan.text(), end + 1);
    }
    while (end > start && "”»“」』’".indexOf(scan.at(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  /**
   * How many of the backslashes before a quote are its own when it ends the value or a JSON string
   * that the value is in; -1 when it is part of the value. JSON in JSON doubles the backslashes and
   * adds one: the opening quote has 0, 1, 3, 7 … of them, by its depth.
   */
  private static int ownEscapes(int backslashes, int escapes) {
    if (backslashes % 2 == 0) {
      return 0;
    }
    int inner = escapes == 0 ? -1 : ownEscapes((backslashes - 1) / 2, (escapes - 1) / 2);
    return inner < 0 ? -1 : 2 * inner + 1;
  }

  /** The closing quote is the next one with no more backslashes before it than the opening one. */
  private static int closing(String text, int open, int escapes) {
    char quote = text.charAt(open - 1);
    int backslashes = 0;
    int end = Math.min(text.length(), open + MAX_QUOTED);
    for (int i = open; i < end; i++) {
      char c = text.charAt(i);
      if (c == '"' && quote != '"' && backslashes % 2 == 0) {
        return i; // the end of the JSON string that all of this is in
      }
      if (c == quote && quote == '"' && (escapes & (escapes + 1)) == 0) {
        int own = ownEscapes(backslashes, escapes);
        if (own >= 0) {
          return i - own;
        }
      } else if (c == quote && backslashes <= escapes) {
        return i - backslashes;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return end;
  }
}
