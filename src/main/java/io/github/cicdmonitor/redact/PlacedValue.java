package io.github.cicdmonitor.redact;

import java.util.List;

/**
 * A key that no name gives away: of one piece, random in all three kinds of letters and digits, and
 * in a place where only values stand. What hashes and identities are called tells those apart.
 */
final class PlacedValue {
  private static final int LONGEST = 99;
  private static final int MAX_NAME = 40;
  private static final double RESTLESS = 0.42;
  private static final double ENTROPY = 3.7;
  private static final String BEFORE = " \"'`=:(>[";
  private static final String AFTER = " \"'`,;)<=&]}\\\t\r\n";

  private PlacedValue() {}

  /** Looks at a run of base64; what it found is in the line's findings. */
  static boolean find(ScannedLine scan, int from, int to) {
    String text = scan.text();
    int start = Alphabet.WORD_DASH.runStart(text, from, LONGEST);
    int end = Alphabet.WORD_DASH_EQ.runEnd(text, to);
    if (end - start > LONGEST
        || BEFORE.indexOf(scan.at(start - 1)) < 0
        || AFTER.indexOf(scan.at(end)) < 0
        || BlobRules.isMangledName(text, from)
        || BlobRules.isPageReference(text, start)
        || !hasAllKinds(text, start, end)
        || ValueShape.restlessness(text, from, to) < RESTLESS
        || ValueShape.entropy(text, from, to) < ENTROPY
        || ValueShape.isBuilt(text, start, end)
        || !hasName(scan, start)) {
      return false;
    }
    scan.found(SecretRule.KEY_WORD, start, end);
    return true;
  }

  private static boolean hasAllKinds(String text, int from, int to) {
    int upper = 0;
    int lower = 0;
    int digits = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '/') {
        return false;
      }
      upper += Alphabet.UPPER.has(c) ? 1 : 0;
      lower += Alphabet.LOWER.has(c) ? 1 : 0;
      digits += Alphabet.DIGIT.has(c) ? 1 : 0;
    }
    return upper > 1 && lower > 1 && digits > 0;
  }

  /** Whether the word before the value names it, and not as something that opens nothing. */
  private static boolean hasName(ScannedLine scan, int value) {
    String text = scan.text();
    int end = value;
    while (end > 0 && value - end < MAX_NAME && isGap(text.charAt(end - 1))) {
      end--;
    }
    int start = Alphabet.DOTTED.runStart(text, end, MAX_NAME);
    if (start == end || end <= Prefixes.end(text)) {
      return false;
    }
    List<String> words = KeyNames.words(text.substring(start, end));
    boolean isApart = value - end > 1 || scan.at(end) != ' ';
    boolean isGiven = isApart || scan.at(start) == '-' || words.contains("value");
    return isGiven && !words.isEmpty() && words.stream().noneMatch(KeyNames::isHarmless);
  }

  private static boolean isGap(char c) {
    return " \"'`=:([{\\>".indexOf(c) >= 0;
  }
}
