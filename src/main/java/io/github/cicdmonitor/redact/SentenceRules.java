package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values in sentences: {@code password X failed}, {@code Invalid API key provided: X}, {@code token
 * X is expired}, {@code Password for bot: X}. Only a word that looks like nothing else goes, and only
 * from among the first few behind the name.
 */
final class SentenceRules {
  private static final int REACH = 80;
  private static final int WORDS = 6;
  private static final String OPENING = " \t\"'`([{<)]}>:;,?|+：（「『“”‘’│┃║";
  private static final String TRAILING = ".,:;!?";
  private static final int SHORTEST_KEY = 12;
  private static final double RESTLESS_KEY = 0.42;
  private static final int SHORTEST_ANSWER = 8;

  private SentenceRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (String phrase : Programs.SHIPPED.says()) {
      entries.add(new Triggers.Entry(phrase, SentenceRules::said));
    }
    for (String word : KeyNames.spoken()) {
      entries.add(new Triggers.Entry(word, SentenceRules::spoken));
    }
    return entries;
  }

  private static void said(ScannedLine scan, int from, int to) {
    boolean isWord = !Alphabet.WORD_DASH.has(scan.at(from - 1)) && " :".indexOf(scan.at(to)) >= 0;
    if (isWord && scan.depth() == 0 && !scan.hasFindingFrom(to)) {
      find(scan, to, scan.text().startsWith("secret", to - 6));
    }
  }

  private static void spoken(ScannedLine scan, int from, int to) {
    if (!Alphabet.ALNUM.has(scan.at(from - 1)) && scan.depth() == 0) {
      answer(scan, to);
    }
  }

  /** {@code key X is not authorized}, {@code (key=X)}: of one piece, as hashes and names are keys. */
  static void key(ScannedLine scan, int from, int end) {
    String text = scan.text();
    if (end - from != 3 || !text.startsWith("ey", from + 1) || scan.depth() > 0) {
      return;
    }
    boolean isApart = scan.at(end) == ' ';
    int start = isApart ? end + 1 : Values.afterSeparator(scan, end);
    if (start < 0) {
      return;
    }
    Values.Value value = Values.at(scan, start);
    boolean isKey = isApart
        || (value.to() - value.from() >= SHORTEST_KEY
            && ValueShape.restlessness(text, value.from(), value.to()) >= RESTLESS_KEY);
    if (isKey && SecretLook.isOnePiece(text, value.from(), value.to())) {
      scan.found(SecretRule.KEY_WORD, value.from(), value.to());
    }
  }

  /** Words for a password that are not written in ASCII. */
  static void foreign(ScannedLine scan) {
    String text = scan.text().toLowerCase(Locale.ROOT);
    for (String word : KeyNames.foreign()) {
      int at = text.indexOf(word);
      if (at >= 0 && text.length() == scan.text().length()) {
        answer(scan, at + word.length());
      }
    }
  }

  /** The first word of ASCII behind a word for a password, among the next few. */
  private static void answer(ScannedLine scan, int end) {
    String text = scan.text();
    int limit = Math.min(text.length(), end + REACH);
    int i = end;
    for (int word = 0; word < WORDS && i < limit; word++) {
      while (i < limit
          && (text.charAt(i) >= 128
              || text.charAt(i) == '='
              || OPENING.indexOf(text.charAt(i)) >= 0)) {
        i++;
      }
      int stop = i;
      while (stop < text.length()
          && text.charAt(stop) < 128
          && Alphabet.SENTENCE_WORD.has(text.charAt(stop))) {
        stop++;
      }
      int to = stop;
      while (to > i && ".,:;?".indexOf(text.charAt(to - 1)) >= 0) {
        to--;
      }
      if (to > i
          && (SecretLook.isRandom(text, i, to)
              || TypedLook.isTyped(text, i, to)
              || (isPrompted(scan, i, to) && ChosenWord.isChosen(text, i, to)))) {
        scan.found(SecretRule.KEY_WORD, i, to);
        return;
      }
      i = Math.max(stop, i + 1);
    }
  }

  /** Looks behind a name that ends at {@code end}. */
  static void find(ScannedLine scan, int end, boolean isPassword) {
    String text = scan.text();
    int limit = Math.min(text.length(), end + REACH);
    int i = end;
    for (int word = 0; word < WORDS && i < limit; word++) {
      int start = i;
      while (start < limit && OPENING.indexOf(text.charAt(start)) >= 0) {
        start++;
      }
      int stop = Alphabet.SENTENCE_WORD.runEnd(text, start);
      int to = stop;
      while (to > start && TRAILING.indexOf(text.charAt(to - 1)) >= 0) {
        to--;
      }
      if (start == i || stop == start || (word > 0 && isNextOfList(text, i, start))) {
        return; // a call, the rest of a name, another name of a list
      }
      int user = start;
      start = SecretLook.afterUser(text, start, to);
      boolean isPaired = start > user
          && TypedLook.isTyped(text, start, to)
          && text.substring(start, to).indexOf('_') < 0;
      boolean isTyped = word == 0
          && TypedLook.signs(text, start, to) > 0
          && TypedLook.isSurelyTyped(text, start, to);
      if (isPaired || isTyped || SecretLook.isRandom(text, start, to)) {
        scan.found(SecretRule.KEY_WORD, start, to);
        return;
      }
      if (isPassword
          && (isAnswer(scan, end, start, to)
              || (word == 0 && TypedLook.isTyped(text, start, to))
              || TypedLook.isSurelyTyped(text, start, to))) {
        scan.found(SecretRule.ASSIGNMENT, start, to);
        return;
      }
      if (!isPlain(text, start, to)) {
        return;
      }
      i = stop;
    }
  }

  /** {@code Password for bot: value}, {@code Password [hidden]: value}: what was typed at a prompt. */
  private static boolean isAnswer(ScannedLine scan, int end, int from, int to) {
    String text = scan.text();
    boolean isQuoted =
        Values.isQuoted(scan, from, to) && text.substring(end, from).indexOf(',') < 0;
    if ((isQuoted || isPrompted(scan, from, to)) && ChosenWord.isChosen(text, from, to)) {
      return true;
    }
    if (to - from < SHORTEST_ANSWER
        || to < text.stripTrailing().length()
        || !text.startsWith(": ", from - 2)
        || ValueShape.isPlaceholder(text, from, to)
        || ValueShape.isIdentifier(text, from, to)
        || text.charAt(from) == '/') {
      return false;
    }
    String between = text.substring(end, from);
    return between.startsWith(" for ") || between.startsWith(" [") || between.startsWith(" (");
  }

  /** The last word of its line, behind a colon, an arrow or "is". */
  private static boolean isPrompted(ScannedLine scan, int from, int to) {
    String text = scan.text();
    String before = text.substring(Math.max(0, from - 4), from);
    return to >= text.stripTrailing().length() - 1
        && (before.endsWith(": ")
            || before.endsWith("：")
            || before.endsWith("> ")
            || before.endsWith(" is ")
            || before.endsWith(" to "));
  }

  /** {@code "…", "…"} */
  private static boolean isNextOfList(String text, int from, int to) {
    String gap = text.substring(from, to);
    return gap.indexOf(',') >= 0 && (gap.indexOf('"') >= 0 || gap.indexOf('\'') >= 0);
  }

  /** A word of a sentence, after which the secret may still follow. */
  private static boolean isPlain(String text, int from, int to) {
    if (to - from == 1) {
      return text.charAt(from) != '#';
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 128 && !Alphabet.ALNUM.has(c) && "-_'@./".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
