package io.github.cicdmonitor.redact;

import java.util.List;

/**
 * Values in sentences: {@code password X failed}, {@code Invalid API key provided: X}, {@code token
 * X is expired}, {@code Password for bot: X}. Only a word that looks like nothing else goes, and only
 * from among the first few behind the name.
 */
final class SentenceRules {
  private static final int REACH = 80;
  private static final int WORDS = 5;
  private static final String OPENING = " \t\"'`([{<)]}>:,|";
  private static final String TRAILING = ".,:;!?";
  private static final int SHORTEST_ANSWER = 8;

  private SentenceRules() {}

  static List<Triggers.Entry> entries() {
    return List.of(
        new Triggers.Entry("pin:", SentenceRules::pin),
        new Triggers.Entry("pin=", SentenceRules::pin),
        new Triggers.Entry("pin is", SentenceRules::pin));
  }

  /** {@code Enter PIN: 482913}; a pin of a chip is written small. */
  private static void pin(ScannedLine scan, int from, int to) {
    String text = scan.text();
    if (Alphabet.ALNUM.has(scan.at(from - 1))) {
      return;
    }
    Values.Value value = Values.at(scan, Values.afterBlanks(scan, to));
    int length = value.to() - value.from();
    boolean isNumber = text.startsWith("PIN", from)
        && length >= 4
        && length <= 12
        && Alphabet.DIGIT.runEnd(text, value.from()) == value.to();
    if (isNumber || SecretLook.isRandom(text, value.from(), value.to())) {
      scan.found(SecretRule.KEY_WORD, value.from(), value.to());
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
      if (start == i || stop == start) {
        return; // a bracket, a call, the rest of a name
      }
      start = afterUser(text, start, to);
      if (SecretLook.isRandom(text, start, to)) {
        scan.found(SecretRule.KEY_WORD, start, to);
        return;
      }
      if (isPassword && isAnswer(scan, end, start, to)) {
        scan.found(SecretRule.ASSIGNMENT, start, to);
        return;
      }
      if (!isPlain(text, start, to)) {
        return;
      }
      i = stop;
    }
  }

  /** Behind the user of {@code bot:value} and {@code bot/value}. */
  private static int afterUser(String text, int from, int to) {
    int user = Alphabet.WORD_DASH.runEnd(text, from);
    boolean isPair = user > from
        && user + 1 < to
        && (text.charAt(user) == ':'
            || (text.charAt(user) == '/' && text.substring(user + 1, to).indexOf('/') < 0))
        && ValueShape.isIdentifier(text, from, user);
    return isPair ? user + 1 : from;
  }

  /** {@code Password for bot: value}, {@code Password [hidden]: value}: what was typed at a prompt. */
  private static boolean isAnswer(ScannedLine scan, int end, int from, int to) {
    String text = scan.text();
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

  /** A word of a sentence, after which the secret may still follow. */
  private static boolean isPlain(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!Alphabet.ALNUM.has(c) && c != '-' && c != '_' && c != '\'' && c != '@' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
