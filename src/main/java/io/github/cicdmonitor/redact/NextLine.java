package io.github.cicdmonitor.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/**
 * Names whose value stands on another line: block scalars, lists and long keys of YAML, continued
 * properties, here-documents, {@code name:} and {@code value:} of a manifest, property lists.
 */
final class NextLine {
  enum Await {
    NOTHING,
    /** A value alone on its line; empty lines and comments may stand before it. */
    VALUE,
    /** The same, and letters alone may be one. */
    PASSWORD,
    /** Values of a list or of names that stand further in. */
    LIST,
    /** A value alone on the next line that is not empty. */
    PROMPTED,
    /** Base64 alone on its line. */
    BASE64,
    /** The cell below, in each following line of as many cells. */
    COLUMN,
    /** {@code value: …} or {@code default = …}, among other fields. */
    FIELD,
    /** Whatever stands there, up to the word that ends a here-document. */
    DOCUMENT
  }

  private static final int MIN_LENGTH = 6;
  /** What the field is called that holds the name of a value. */
  private static final Pattern NAME_FIELD = Pattern.compile(
      "(?i)(?:name|key|variable|var|property|param|parameter|id|<string)[\"']?\\s*[:=>]");

  /** What holds the value then. */
  private static final Pattern VALUE_FIELD = Pattern.compile(
      "(?i)(?:^|[^\\w.])[\"']?(?:value|default|data|content|plaintext|current|result)[\"']?\\s*[:=]");

  private static final Pattern COMMENT = Pattern.compile("#|//|;|--|<!--|/?\\*");
  private static final int MAX_BLOCK = 40;
  private static final int MAX_SKIPPED = 2;
  private static final int MAX_LIST = 12;
  private static final int MAX_FIELDS = 5;
  private static final int MAX_PROSE = 80;
  private static final int MAX_DOCUMENT = 8;

  private NextLine() {}

  /** {@code |}, {@code >-} and their kind: the value begins on the next line. */
  static boolean isBlockMark(ScannedLine scan, int from) {
    String rest = scan.text().substring(Math.min(from, scan.text().length())).strip();
    return rest.length() <= 2 && !rest.isEmpty() && "|>\\\"'".indexOf(rest.charAt(0)) >= 0;
  }

  /** Called at a name without a value: remembers what the next line may be. */
  static void await(ScannedLine scan, int end, List<String> words, KeyNames.Strength strength) {
    if (strength != KeyNames.Strength.STRONG) {
      return;
    }
    String rest = withoutComment(scan.text().substring(end)).strip();
    if (Columns.isHeading(scan, end)) {
      scan.await(Await.COLUMN);
    } else if (withoutSeparator(rest).startsWith("<<")) {
      scan.await(Await.DOCUMENT);
    } else if (rest.startsWith("</") || rest.equals(">") || rest.endsWith("]=>")) {
      scan.await(Await.PASSWORD);
    } else if (rest.isEmpty() || rest.equals("\"") || rest.equals("\",") || rest.equals("',")) {
      scan.await(isFieldName(scan, end) ? Await.FIELD : Await.NOTHING);
    } else if (rest.endsWith("{")
        && (rest.length() <= 6 || (Values.isQuote(scan.at(end)) && rest.length() < MAX_BLOCK))) {
      scan.await(Await.FIELD);
    } else if (rest.length() <= 4 && isSeparator(rest)) {
      scan.await(
          KeyNames.isPlural(words)
              ? Await.LIST
              : KeyNames.isPassword(words) ? Await.PASSWORD : Await.VALUE);
    }
  }

  /** Called at a password's name behind which nothing was found. */
  static void awaitAnswer(ScannedLine scan, int end) {
    String text = scan.text();
    if (scan.awaited() == Await.NOTHING && text.length() - end < MAX_PROSE) {
      String rest = text.substring(end).strip();
      scan.await(rest.length() > 1 && rest.endsWith(":") ? Await.PROMPTED : Await.NOTHING);
    }
  }

  /** A comment of YAML stands behind a blank. */
  private static String withoutComment(String rest) {
    int comment = rest.indexOf(" #");
    return comment < 0 ? rest : rest.substring(0, comment);
  }

  private static String withoutSeparator(String rest) {
    String stripped = rest.startsWith("=") || rest.startsWith(":") ? rest.substring(1) : rest;
    return stripped.strip();
  }

  private static boolean isSeparator(String rest) {
    String mark =
        rest.startsWith("\"") || rest.startsWith("'") ? rest.substring(1).strip() : rest;
    boolean isContinued = rest.equals("\\") || rest.equals("`") || rest.equals("^");
    boolean isMarked = mark.startsWith(":") || mark.startsWith("=");
    return isContinued
        || (isMarked
            && mark.substring(1).strip().chars().allMatch(c -> "|>-+\\\"'".indexOf(c) >= 0));
  }

  /** Whether what stands before the name says that it is the name of a value. */
  static boolean isFieldName(ScannedLine scan, int end) {
    return NAME_FIELD.matcher(scan.text().substring(0, end)).find();
  }

  static void mark(List<ScannedLine> scans) {
    for (int line = 0; line < scans.size(); line++) {
      NextLine.Await what = scans.get(line).awaited();
      if (line + 1 == scans.size() && what != Await.FIELD) {
        return;
      }
      switch (what) {
        case NOTHING -> {}
        case VALUE, PASSWORD -> value(scans, line);
        case LIST -> list(scans, line);
        case PROMPTED -> prompted(scans, line);
        case BASE64 -> base64(scans.get(line), scans.get(line + 1));
        case COLUMN -> Columns.mark(scans, line);
        case FIELD -> fields(scans, line);
        case DOCUMENT -> document(scans, line + 1);
      }
    }
  }

  private static void value(List<ScannedLine> scans, int asked) {
    int line = asked + 1;
    while (line < scans.size() - 1 && line <= asked + MAX_SKIPPED && isSkipped(scans.get(line))) {
      line++;
    }
    value(scans.get(asked), scans.get(line));
  }

  /** An empty line, a comment. */
  private static boolean isSkipped(ScannedLine scan) {
    String text = scan.text().substring(Prefixes.end(scan.text())).strip();
    return text.isEmpty() || COMMENT.matcher(text).lookingAt();
  }

  private static void value(ScannedLine named, ScannedLine scan) {
    String text = scan.text();
    int from = Prefixes.sharedEnd(named.text(), text);
    if (text.startsWith("<", from)) {
      from = text.indexOf('>', from) + 1; // of an element around the value
    }
    Values.Value value = Values.at(scan, Values.afterWrapper(scan, from));
    int to = value.quoting() == Values.Quoting.BARE
        ? Math.max(value.to(), scan.runEnd(Alphabet.SHELL_VALUE, from))
        : value.to();
    int close = text.indexOf("</", value.from());
    to = close < 0 ? to : Math.min(to, close);
    while (to > value.from() && "\"',;\\".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    boolean isAlone = text.substring(to).chars().allMatch(c -> " \t\r\"',;\\│|".indexOf(c) >= 0)
        || text.startsWith("</", to);
    boolean isPassword = named.awaited() == Await.PASSWORD
        && (ChosenWord.isChosen(text, value.from(), to)
            || TypedLook.isTyped(text, value.from(), to));
    if (isAlone
        && to - value.from() >= MIN_LENGTH
        && (isPassword || ValueShape.isMixed(text, value.from(), to))
        && !ValueShape.isPlaceholder(text, value.from(), to)) {
      scan.found(SecretRule.ASSIGNMENT, value.from(), to);
    }
  }

  /** {@code - value} and {@code name: value} below {@code secrets:}, as long as they stand further in. */
  private static void list(List<ScannedLine> scans, int asked) {
    String above = scans.get(asked).text();
    int indent = indent(above);
    for (int line = asked + 1; line < Math.min(scans.size(), asked + MAX_LIST); line++) {
      ScannedLine scan = scans.get(line);
      String text = scan.text();
      int from = indent(text);
      if (from < indent || (from == indent && scan.at(from) != '-')) {
        return;
      }
      int colon = text.indexOf(": ", from);
      int item = scan.at(from) == '-' ? from + 1 : from;
      Values.Value value = Values.at(scan, Values.afterBlanks(scan, colon > 0 ? colon + 1 : item));
      if (SecretLook.isRandom(text, value.from(), value.to())
          || TypedLook.isTyped(text, value.from(), value.to())) {
        scan.found(SecretRule.ASSIGNMENT, value.from(), value.to());
      }
    }
  }

  private static int indent(String text) {
    int i = Prefixes.afterTime(text);
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  /** {@code use the following password to go on:} */
  private static void prompted(List<ScannedLine> scans, int asked) {
    int last = Math.min(scans.size() - 1, asked + 3);
    for (int line = asked + 1; line <= last; line++) {
      ScannedLine scan = scans.get(line);
      int from = Prefixes.end(scan.text());
      int to = scan.text().stripTrailing().length();
      if (from >= to) {
        continue;
      }
      boolean isHex = to - from >= 20 && ValueShape.isHex(scan.text(), from, to);
      if (isHex
          || SecretLook.isRandom(scan.text(), from, to)
          || TypedLook.isTyped(scan.text(), from, to)) {
        scan.found(SecretRule.ASSIGNMENT, from, to);
      }
      return;
    }
  }

  private static void base64(ScannedLine asked, ScannedLine scan) {
    int from = Prefixes.sharedEnd(asked.text(), scan.text());
    int to = Alphabet.BASE64_PADDED.runEnd(scan.text(), from);
    if (to - from >= MIN_LENGTH && scan.text().substring(to).isBlank()) {
      scan.found(SecretRule.HEADER, from, to);
    }
  }

  /** The value of what was named: in one of the next lines, or before the name. */
  private static void fields(List<ScannedLine> scans, int named) {
    for (int line = named + 1; line < Math.min(scans.size(), named + MAX_FIELDS); line++) {
      if (field(scans.get(line)) || NAME_FIELD.matcher(scans.get(line).text()).find()) {
        return;
      }
    }
    String text = scans.get(named).text();
    boolean isFirst = text.startsWith("- ", indent(text));
    for (int line = named - 1; !isFirst && line >= Math.max(0, named - MAX_FIELDS); line--) {
      if (NAME_FIELD.matcher(scans.get(line).text()).find() || field(scans.get(line))) {
        return;
      }
    }
  }

  private static boolean field(ScannedLine scan) {
    String text = scan.text();
    Matcher field = VALUE_FIELD.matcher(text);
    if (!field.find()) {
      return false;
    }
    Values.Value value = Values.at(scan, Values.afterBlanks(scan, field.end()));
    if (!ValueShape.isPlaceholder(text, value.from(), value.to())) {
      scan.found(SecretRule.ASSIGNMENT, value.from(), value.to());
    }
    return true;
  }

  private static void document(List<ScannedLine> scans, int first) {
    String begun = scans.get(first - 1).text();
    String word = begun.substring(begun.lastIndexOf("<<") + 2).replaceAll("[-'\"\\s]", "");
    int end = first;
    while (end < Math.min(scans.size(), first + MAX_DOCUMENT)) {
      ScannedLine scan = scans.get(end);
      int from = Prefixes.sharedEnd(begun, scan.text());
      if (word.isEmpty() || scan.text().substring(from).strip().equals(word)) {
        for (int line = first; line < end; line++) {
          ScannedLine held = scans.get(line);
          held.found(
              SecretRule.ASSIGNMENT,
              Prefixes.sharedEnd(begun, held.text()),
              held.text().length());
        }
        return;
      }
      end++;
    }
  }
}
