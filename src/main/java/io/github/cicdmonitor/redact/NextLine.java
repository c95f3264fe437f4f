package io.github.cicdmonitor.redact;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * Names whose value stands on the next line: block scalars and long keys of YAML, continued
 * properties, here-documents, {@code name:} and {@code value:} of a manifest, property lists.
 */
final class NextLine {
  enum Await {
    NOTHING,
    /** A value alone on its line. */
    VALUE,
    /** A value alone on the next line that is not empty. */
    PROMPTED,
    /** Base64 alone on its line. */
    BASE64,
    /** The cell below, in each following line of as many cells. */
    COLUMN,
    /** {@code value: …} */
    FIELD,
    /** Whatever stands there, up to the word that ends a here-document. */
    DOCUMENT
  }

  private static final int MIN_LENGTH = 6;
  /** What the field is called that holds the name of a value. */
  private static final Pattern NAME_FIELD = Pattern.compile(
      "(?i)(?:name|key|variable|var|property|param|parameter|id|<string)[\"']?\\s*[:=>]");

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
    } else if (rest.startsWith("</")) {
      scan.await(Await.VALUE);
    } else if (rest.isEmpty() || rest.equals("\"") || rest.equals("\",") || rest.equals("',")) {
      scan.await(isFieldName(scan, end) ? Await.FIELD : Await.NOTHING);
    } else if (rest.length() <= 4 && isSeparator(rest) && !KeyNames.isPlural(words)) {
      scan.await(Await.VALUE);
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

  private static boolean isFieldName(ScannedLine scan, int end) {
    return NAME_FIELD.matcher(scan.text().substring(0, end)).find();
  }

  static void mark(List<ScannedLine> scans) {
    for (int line = 0; line + 1 < scans.size(); line++) {
      switch (scans.get(line).awaited()) {
        case NOTHING -> {}
        case VALUE -> value(scans.get(line), scans.get(line + 1));
        case PROMPTED -> prompted(scans, line);
        case BASE64 -> base64(scans.get(line), scans.get(line + 1));
        case COLUMN -> Columns.mark(scans, line);
        case FIELD -> field(scans.get(line + 1));
        case DOCUMENT -> document(scans, line + 1);
      }
    }
  }

  private static void value(ScannedLine named, ScannedLine scan) {
    String text = scan.text();
    int from = Prefixes.sharedEnd(named.text(), text);
    if (text.startsWith("<", from)) {
      from = text.indexOf('>', from) + 1; // of an element around the value
    }
    Values.Value value = Values.at(scan, from);
    int to = value.quoting() == Values.Quoting.BARE
        ? Math.max(value.to(), scan.runEnd(Alphabet.SHELL_VALUE, from))
        : value.to();
    while (to > value.from() && "\"',;\\".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    boolean isAlone = text.substring(to).chars().allMatch(c -> " \t\r\"',;\\│|".indexOf(c) >= 0)
        || text.startsWith("</", to);
    if (isAlone
        && to - value.from() >= MIN_LENGTH
        && ValueShape.hasDigit(text, value.from(), to)
        && ValueShape.hasLetter(text, value.from(), to)
        && !ValueShape.isBuilt(text, value.from(), to)
        && !ValueShape.isPlaceholder(text, value.from(), to)) {
      scan.found(SecretRule.ASSIGNMENT, value.from(), to);
    }
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

  private static void field(ScannedLine scan) {
    String text = scan.text();
    int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("value");
    int start = at < 0 ? -1 : Values.afterSeparator(scan, at + 5);
    if (start < 0) {
      return;
    }
    Values.Value value = Values.at(scan, start);
    if (!ValueShape.isPlaceholder(text, value.from(), value.to())) {
      scan.found(SecretRule.ASSIGNMENT, value.from(), value.to());
    }
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
