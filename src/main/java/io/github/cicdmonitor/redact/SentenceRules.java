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
  private static final List<String> FOREIGN = List.of(
      "пароль",
      "ключ",
      "токен",
      "密码",
      "密碼",
      "口令",
      "令牌",
      "密钥",
      "パスワード",
      "トークン",
      "暗証番号",
      "비밀번호",
      "암호",
      "토큰",
      "contraseña",
      "mật khẩu",
      "hasło",
      "lösenord",
      "şifre",
      "clé",
      "jelszó",
      "parolă",
      "σύνθημα",
      "رمز",
      "كلمة المرور",
      "סיסמה",
      "पासवर्ड",
      "รหัสผ่าน");
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
    return entries;
  }

  private static void said(ScannedLine scan, int from, int to) {
    boolean isWord = !Alphabet.WORD_DASH.has(scan.at(from - 1)) && " :".indexOf(scan.at(to)) >= 0;
    if (isWord && scan.depth() == 0 && !scan.hasFindingFrom(to)) {
      find(scan, to, false);
    }
  }

  /** {@code key X is not authorized}: of one piece, as hashes and names are keys, too. */
  static void key(ScannedLine scan, int from, int end) {
    if (scan.at(end) != ' ' || end - from != 3 || scan.depth() > 0) {
      return;
    }
    Values.Value value = Values.at(scan, end + 1);
    if (SecretLook.isOnePiece(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.KEY_WORD, value.from(), value.to());
    }
  }

  /** Words for a password that are not written in ASCII. */
  static void foreign(ScannedLine scan) {
    String text = scan.text().toLowerCase(Locale.ROOT);
    for (String word : FOREIGN) {
      int at = text.indexOf(word);
      if (at >= 0 && text.length() == scan.text().length()) {
        find(scan, at + word.length(), true);
      }
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
      start = SecretLook.afterUser(text, start, to);
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
