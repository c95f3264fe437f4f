package io.github.cicdmonitor.redact;

import java.util.List;

/**
 * Where the value of a name stands when no equals sign or colon leads to it: an argument, an element,
 * a field called {@code value}, a column, the rest of a sentence.
 */
final class ValuePlaces {
  private static final int VALUE_FIELD = 24;
  private static final int OBJECT = 120;
  private static final int OWNER = 60; // characters of "for user admin"
  private static final List<String> LINKS =
      List.of(" is: ", " is ", " was ", " set to ", " to ", " -> ", " => ");
  private static final List<String> SETTERS = List.of(
      "ENV ",
      "setenv ",
      "set -x ",
      "set -gx ",
      "set -Ux ",
      "setx ",
      "configure set ",
      "config set ",
      "config --global ",
      "config ",
      "secret set ",
      "env:set ",
      "config:set ",
      "SET ");

  private ValuePlaces() {}

  /** {@code /password:value} of Windows programs. */
  static boolean isSwitch(ScannedLine scan, int start) {
    return scan.at(start - 1) == '/' && (start < 2 || scan.at(start - 2) == ' ');
  }

  /** {@code ::set-output name=token::value}, {@code name=token]value}. */
  static boolean isEcho(ScannedLine scan, int start, int end) {
    return scan.text().startsWith("::", end) && scan.text().startsWith("name=", start - 5);
  }

  /** {@code --name value} and {@code -Name value}; a variable set or a credential of netrc. */
  static boolean takesNextWord(ScannedLine scan, int start) {
    String text = scan.text();
    if (scan.at(start) == '-') {
      return scan.at(start + 1) == '-'
          || text.length() - start < 2
          || Character.isUpperCase(scan.at(start + 1))
          || text.startsWith("-pass", start)
          || text.startsWith("-storepass", start)
          || text.startsWith("-keypass", start)
          || text.startsWith("-token", start)
          || text.startsWith("-api", start);
    }
    String before = text.substring(Math.max(0, start - 40), start);
    return SETTERS.stream().anyMatch(before::endsWith)
        || (before.startsWith("//") && before.endsWith("/:"))
        || before.contains(" login ")
        || before.contains("machine ")
        || (before.contains("set //") && before.endsWith(":"));
  }

  /**
   * {@code <password>value</password>}, {@code <entry key="password">value</entry>}, with attributes
   * behind the name and elements around the value; else -1.
   */
  static int afterElement(ScannedLine scan, int start, int end) {
    boolean isTag = scan.at(start - 1) == '<' || scan.text().startsWith(":", start - 1);
    boolean isAttribute = Values.isQuote(scan.at(end));
    if (!isTag && !isAttribute) {
      return -1;
    }
    int close = isAttribute ? end + 1 : end;
    if (scan.at(close) == ' ') {
      close = scan.text().indexOf('>', close);
    }
    while (scan.at(close) == '>' && scan.at(close + 1) == '<' && scan.at(close + 2) != '/') {
      int inner = scan.text().indexOf('>', close + 1);
      close = inner < 0 || inner - end > OBJECT ? -1 : inner;
    }
    int value = close + 1;
    int next = scan.text().indexOf('<', value);
    boolean isElement = close >= end && scan.at(close) == '>' && next > value;
    return isElement && scan.at(next + 1) == '/' && scan.at(value) > ' ' ? value : -1;
  }

  /** {@code key="password" value="…"}, {@code "name":"TOKEN","value":"…"}; else -1. */
  static int afterValueField(ScannedLine scan, int end) {
    int i = end;
    while (i - end < VALUE_FIELD && "\"'\\, \t{(:=".indexOf(scan.at(i)) >= 0) {
      i++;
    }
    boolean isField = i > end
        && scan.text().regionMatches(true, i, "value", 0, 5)
        && !Alphabet.ALNUM.has(scan.at(i + 5));
    boolean isContent = i > end && scan.text().startsWith("content=", i);
    if (isField || isContent) {
      return Values.afterSeparator(scan, i + (isField ? 5 : 7));
    }
    boolean isObject = scan.text().substring(end, i).indexOf('{') >= 0;
    if (!isObject && !(Values.isQuote(scan.at(end)) && NextLine.isFieldName(scan, end))) {
      return -1;
    }
    int close = Math.min(scan.text().length(), i + OBJECT);
    int upper = scan.text().indexOf("\"Value\"", i);
    int value = upper < 0 ? scan.text().indexOf("\"value\"", i) : upper;
    int brace = scan.text().indexOf('}', i);
    return value > 0 && value < close && value < brace
        ? Values.afterSeparator(scan, value + 6)
        : -1;
  }

  /** A column, a further argument, an opening bracket, a word such as "is"; else -1. */
  static int afterLooseSeparator(ScannedLine scan, int start, int end) {
    int i = end;
    int close = Values.afterClosingQuote(scan, end);
    int comma = Values.afterBlanks(scan, close);
    if (scan.at(comma) == ',' && close > end) {
      return Values.afterBlanks(scan, comma + 1);
    }
    if (scan.at(end) == '(') {
      return Values.isQuote(scan.at(end + 1)) ? end + 1 : -1;
    }
    while (" \t|│┃║".indexOf(scan.at(i)) >= 0) {
      i++;
    }
    boolean isAlone =
        i - end == 1 && start == Prefixes.end(scan.text()) && scan.text().indexOf(' ', i) < 0;
    boolean isColumn = isAlone || i - end >= 2 || scan.at(end) == '\t';
    boolean isQuotedWord = i - end == 1 && Values.isQuote(scan.at(i));
    if (isQuotedWord && scan.text().startsWith("secret", start)) {
      int owned = afterOwner(scan, end);
      return owned < 0 ? i : owned;
    }
    if (isColumn || isQuotedWord) {
      return i;
    }
    for (String link : LINKS) {
      if (scan.text().startsWith(link, end)) {
        return end + link.length();
      }
    }
    boolean hasOwner = scan.text().startsWith(" for ", end)
        || (scan.at(end) == ' ' && Values.isQuote(scan.at(end + 1)));
    return hasOwner ? afterOwner(scan, end) : -1;
  }

  /** {@code password for user admin is …}, {@code Password for bob set to "…"}. */
  private static int afterOwner(ScannedLine scan, int end) {
    int first = Integer.MAX_VALUE;
    for (String link : LINKS) {
      int at = scan.text().indexOf(link, end);
      if (at >= 0 && at - end < OWNER && at + link.length() < first) {
        first = at + link.length();
      }
    }
    return first == Integer.MAX_VALUE ? -1 : first;
  }
}
