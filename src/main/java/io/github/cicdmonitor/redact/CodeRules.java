package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Codes that are typed once, numbers of licences, and the words that restore a wallet. */
final class CodeRules {
  private static final int LICENCE = 15;
  private static final int LICENCE_REACH = 32;
  private static final double RESTLESS = 0.3;
  private static final int CODE_NAME = 40;
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

  private CodeRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (String pin : List.of("pin:", "pin=", "pin is")) {
      entries.add(new Triggers.Entry(pin, CodeRules::pin));
    }
    for (String phrase : List.of("code is ", "code: ", "otp is ", "otp: ", "passcode is ")) {
      entries.add(new Triggers.Entry(phrase, CodeRules::code));
    }
    for (String phrase : List.of("seed phrase", "recovery phrase", "mnemonic", "secret phrase")) {
      entries.add(new Triggers.Entry(phrase, (scan, from, to) -> phrase(scan, to)));
    }
    for (String word :
        List.of("license", "licence", "serial", "activation", "product key", "product code")) {
      entries.add(new Triggers.Entry(word, (scan, from, to) -> licence(scan, to)));
    }
    return entries;
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
}
