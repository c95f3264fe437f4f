package io.github.cicdmonitor.redact;

import java.util.Locale;

/**
 * Values that stand before what names them: {@code value="…" name="password"}, {@code X is the
 * password}, {@code stored X as secret}, {@code '…',  # API token}, {@code expected <X> for token}.
 */
final class ValueFirst {
  private static final int REACH = 120;
  private static final int MOST_WORDS = 5; // between the value and its name
  private static final int LONGEST_PLAIN = 14;
  private static final int SHORTEST_HEX = 20;
  private static final int COMMIT = 40;
  private static final int DIGEST = 64;
  private static final String BETWEEN = " \t\"'`()[]{}<>,;:=|│┃║→";

  private ValueFirst() {}

  /** Looks before a name that begins at {@code start} and has no value behind it. */
  static void find(ScannedLine scan, int start, boolean isPassword) {
    String text = scan.text();
    int limit = Math.max(Prefixes.end(text), start - REACH);
    int to = scan.at(start - 1) == '$' ? start - 1 : start;
    if (to <= limit || BETWEEN.indexOf(text.charAt(to - 1)) < 0) {
      return;
    }
    for (int word = 0; word <= MOST_WORDS; word++) {
      while (to > limit && BETWEEN.indexOf(text.charAt(to - 1)) >= 0) {
        to--;
      }
      int from = to;
      while (from > limit && BETWEEN.indexOf(text.charAt(from - 1)) < 0) {
        from--;
      }
      if (from == to || scan.isFound(from, to)) {
        return;
      }
      if (isSecret(scan, from, to, isPassword)) {
        scan.found(SecretRule.KEY_WORD, from, to);
        return;
      }
      if (!isPlain(text, from, to)) {
        return;
      }
      to = from;
    }
  }

  private static boolean isSecret(ScannedLine scan, int from, int to, boolean isPassword) {
    String text = scan.text();
    if (ValueShape.isHex(text, from, to)) {
      boolean isCommit = to - from == COMMIT || to - from == DIGEST;
      return to - from >= SHORTEST_HEX
          && (!isCommit || isGiven(scan, from))
          && SecretLook.isRandom(text, from, to);
    }
    boolean isQuoted = Values.isQuoted(scan, from, to);
    return SecretLook.isRandom(text, from, to)
        || TypedLook.isSurelyTyped(text, from, to)
        || (isPassword && isQuoted && TypedLook.isTyped(text, from, to))
        || (isPassword
            && (isQuoted || text.startsWith(" is the ", to))
            && isGiven(scan, isQuoted ? from - 1 : from)
            && ChosenWord.isChosen(text, from, to));
  }

  /** {@code value="…"}: told from the number of a commit that a sentence names. */
  private static boolean isGiven(ScannedLine scan, int from) {
    int begin = Math.min(from, Math.max(Prefixes.end(scan.text()), from - 12));
    String before = scan.text().substring(begin, from).toLowerCase(Locale.ROOT);
    return before.contains("value") || before.isBlank();
  }

  /** A word of a sentence, or a mark such as {@code #}, {@code ->}, {@code //}. */
  private static boolean isPlain(String text, int from, int to) {
    return to - from <= LONGEST_PLAIN
        && (Alphabet.LETTER.runEnd(text, from) >= to
            || text.substring(from, to).chars().noneMatch(c -> Alphabet.ALNUM.has((char) c)));
  }
}
