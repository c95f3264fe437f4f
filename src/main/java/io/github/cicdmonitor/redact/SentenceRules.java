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
  private static final int LICENCE = 15;
  private static final int LICENCE_REACH = 32;
  private static final double RESTLESS = 0.3;
  private static final int CODE_NAME = 40;
  private static final int SHORTEST_KEY = 12;
  private static final double RESTLESS_KEY = 0.42;
  private static final List<String> CODES = List.of(
      "one-time",
      "verification",
      "security",
      "login",
      "sms",
      "2fa",
      "two-factor",
      "mfa",
      "auth",
      "confirmation",
      "pass",
      "pin",
      "recovery",
      "backup",
      "access",
      "otp");
  private static final int SHORTEST_ANSWER = 8;

  private SentenceRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (String pin : List.of("pin:", "pin=", "pin is")) {
      entries.add(new Triggers.Entry(pin, SentenceRules::pin));
    }
    for (String phrase : Programs.SHIPPED.says()) {
      entries.add(new Triggers.Entry(phrase, SentenceRules::said));
    }
    for (String phrase : List.of("code is ", "code: ", "otp is ", "otp: ", "passcode is ")) {
      entries.add(new Triggers.Entry(phrase, SentenceRules::code));
    }
    for (String phrase : List.of("seed phrase", "recovery phrase", "mnemonic", "secret phrase")) {
      entries.add(new Triggers.Entry(phrase, (scan, from, to) -> phrase(scan, to)));
    }
    for (String word :
        List.of("license", "licence", "serial", "activation", "product key", "product code")) {
      entries.add(new Triggers.Entry(word, (scan, from, to) -> licence(scan, to)));
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

  /** {@code one-time code is 126287}; an exit code has fewer digits, an error code no such name. */
  private static void code(ScannedLine scan, int from, int to) {
    String before =
        scan.text().substring(Math.max(0, from - CODE_NAME), from).toLowerCase(Locale.ROOT);
    int end = Alphabet.DIGIT.runEnd(scan.text(), to);
    boolean isCode =
        scan.text().startsWith("otp", from) || CODES.stream().anyMatch(before::contains);
    if (isCode && end - to >= 6 && end - to <= 8 && !Alphabet.ALNUM.has(scan.at(end))) {
      scan.found(SecretRule.KEY_WORD, to, end);
    }
  }

  /** Twelve and more small words in a row behind a name for them. */
  private static void phrase(ScannedLine scan, int from) {
    String text = scan.text();
    int start = from;
    while (start - from < 16 && !Alphabet.LOWER.has(scan.at(start)) && scan.at(start) != '\n') {
      start++;
    }
    int words = 0;
    int end = start;
    int next = start;
    while (Alphabet.LOWER.has(scan.at(next))) {
      int stop = Alphabet.LOWER.runEnd(text, next);
      if (stop - next < 3 || stop - next > 8) {
        break;
      }
      words++;
      end = stop;
      next = stop;
      while (" ,\"'".indexOf(scan.at(next)) >= 0) {
        next++;
      }
    }
    if (words >= 12) {
      scan.found(SecretRule.ASSIGNMENT, start, end);
    }
  }

  /** Capitals and digits, perhaps in groups, behind a word for a licence. */
  private static void licence(ScannedLine scan, int end) {
    String text = scan.text();
    int limit = Math.min(text.length(), end + LICENCE_REACH);
    int i = end;
    while (i < limit) {
      int to = Alphabet.WORD_DASH.runEnd(text, i);
      boolean isGrouped = to - i >= LICENCE
          && ValueShape.hasDigit(text, i, to)
          && ValueShape.hasLetter(text, i, to)
          && text.substring(i, to).chars().noneMatch(c -> c == '_' || (c >= 'a' && c <= 'z'));
      if (isGrouped && ValueShape.restlessness(text, i, to) >= RESTLESS) {
        scan.found(SecretRule.KEY_WORD, i, to);
        return;
      }
      i = Math.max(to, i + 1);
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
      if (start == i || stop == start || (word > 0 && isNextOfList(text, i, start))) {
        return; // a call, the rest of a name, another name of a list
      }
      int user = start;
      start = SecretLook.afterUser(text, start, to);
      boolean isPaired = start > user
          && TypedLook.isTyped(text, start, to)
          && text.substring(start, to).indexOf('_') < 0;
      if (isPaired || SecretLook.isRandom(text, start, to)) {
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
