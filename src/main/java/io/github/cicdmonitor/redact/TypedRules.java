package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Passwords that a person thought out, told by a sign inside a word with digits, and in part by the
 * place: {@code Word2024!} is written for nothing else, {@code Word#12} may be the number of a build.
 */
final class TypedRules {
  private static final int LONGEST = 48;
  private static final int MANY_DIGITS = 2;
  private static final int MANY_LETTERS = 3;
  private static final int YEAR = 4;
  private static final int MAX_CALL = 300;
  private static final Set<String> NUMBERED = Set.of(
      "pr", "issue", "issues", "build", "job", "run", "test", "tests", "step", "gh", "pull", "bug",
      "ticket", "case", "channel", "row", "line", "task", "page", "mr", "item", "node", "worker",
      "thread", "attempt", "shard", "commit", "version", "release", "chapter", "section", "part");
  private static final Set<String> USERS = Set.of(
      "root",
      "sa",
      "ci",
      "admin",
      "administrator",
      "user",
      "postgres",
      "app",
      "deploy",
      "guest",
      "test",
      "system",
      "dba",
      "sys",
      "super",
      "superuser",
      "operator",
      "service",
      "svc",
      "bot",
      "jenkins",
      "git",
      "www",
      "api",
      "scott",
      "elastic",
      "neo4j",
      "rabbit",
      "mysql",
      "backup");

  private TypedRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (String sign : List.of("!", "#", "^", "*", "$", "@")) {
      entries.add(new Triggers.Entry(sign, TypedRules::sign));
    }
    for (String call : List.of(
        "connect(",
        "getconnection(",
        "auth(",
        "auth\", (",
        "login(",
        "pdo(",
        "open(",
        "sign(",
        "verify(",
        "database(",
        "credential(",
        "credentials(",
        "userpwd, ",
        "credentials.of(",
        "auth '",
        "auth \"",
        ".open \"",
        "hmac(",
        "begin(",
        "protect(",
        "decrypt(",
        "unlock(",
        "authenticate(")) {
      entries.add(new Triggers.Entry(call, (scan, from, to) -> call(scan, to)));
    }
    return entries;
  }

  private static void sign(ScannedLine scan, int at, int to) {
    String text = scan.text();
    if (at == 0 || scan.depth() > 0 || !Alphabet.ALNUM.has(text.charAt(at - 1))) {
      return;
    }
    int start = at;
    while (start > 0 && at - start < LONGEST && isPart(text.charAt(start - 1))) {
      start--;
    }
    int end = at;
    while (end < text.length() && end - start < LONGEST && isPart(text.charAt(end))) {
      end++;
    }
    while (end > at + 1 && ".?".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    boolean isPlaced = isPlaced(scan, start, end);
    boolean isApart = isPlaced
        || (" \t,(\n".indexOf(scan.at(start - 1)) >= 0 && " \t,)\n\r.".indexOf(scan.at(end)) >= 0);
    if (isApart
        && TypedLook.isTyped(text, start, end)
        && hasLetters(text, start, end)
        && (isUnmistakable(text, start, end) || (isPlaced && isNoNumber(text, start, end)))) {
      scan.found(SecretRule.KEY_WORD, start, end);
    }
  }

  private static boolean isPart(char c) {
    return Alphabet.WORD_DASH.has(c) || "!#^*$@&%?.+".indexOf(c) >= 0;
  }

  /** Behind an equals sign, a colon, an option, or in quotes. */
  private static boolean isPlaced(ScannedLine scan, int start, int end) {
    char before = scan.at(start - 1);
    if (Values.isQuote(before)) {
      return scan.at(end) == before || scan.at(end) == '\\';
    }
    if (" \t\n,;)}\r<&\"'".indexOf(scan.at(end)) < 0) {
      return false;
    }
    if ("=:/,>".indexOf(before) >= 0) {
      return before != '/' || scan.at(start - 2) == ' ';
    }
    if (before != ' ') {
      return false;
    }
    int word = start - 1;
    while (word > 0 && scan.at(word - 1) > ' ') {
      word--;
    }
    char last = scan.at(start - 2);
    return last == ':' || last == '=' || last == '/' || scan.at(word) == '-';
  }

  private static boolean hasLetters(String text, int from, int to) {
    int letters = 0;
    int digits = 0;
    for (int i = from; i < to; i++) {
      letters += Alphabet.LETTER.has(text.charAt(i)) ? 1 : 0;
      digits += ValueShape.isDigit(text.charAt(i)) ? 1 : 0;
    }
    return letters >= MANY_LETTERS
        && (digits >= MANY_DIGITS
            || (digits > 0 && TypedLook.signs(text, from, to) >= MANY_LETTERS));
  }

  /** A sign that no name holds at that place, or several of them. */
  private static boolean isUnmistakable(String text, int from, int to) {
    int signs = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean isLast = i == to - 1;
      boolean isYear = isLast && i - Alphabet.DIGIT.runStart(text, i, YEAR) >= YEAR;
      if (c == '!' || c == '^') {
        signs += !isLast || isYear ? 2 : 1;
      } else if (c == '$' && isYear && Alphabet.UPPER.has(text.charAt(from))) {
        signs += 2;
      } else if ("#*$@&".indexOf(c) >= 0) {
        boolean isNumber = Alphabet.DIGIT.runEnd(text, i + 1) >= to;
        boolean isHash = Alphabet.HEX.runEnd(text, i + 1) >= to;
        signs += isNumber || isHash ? 0 : 1;
      }
    }
    return signs > 1 && text.substring(from, to).indexOf('%') < 0;
  }

  /** Not {@code Build#42}, {@code Type@1a2b3c}, {@code Outer$1}, {@code a%20b}, {@code a&b1}. */
  private static boolean isNoNumber(String text, int from, int to) {
    int sign = from;
    while (sign < to
        && (Alphabet.ALNUM.has(text.charAt(sign)) || "-_".indexOf(text.charAt(sign)) >= 0)) {
      sign++;
    }
    if (sign >= to || "&%+?*".indexOf(text.charAt(sign)) >= 0) {
      return false;
    }
    String word = text.substring(from, sign).toLowerCase(Locale.ROOT);
    int rest = to - sign - 1;
    return switch (text.charAt(sign)) {
      case '$' -> rest == 0 && ValueShape.hasDigit(text, from, sign);
      case '@' ->
        Alphabet.UPPER.has(text.charAt(from))
            && rest >= 3
            && rest <= 4
            && Alphabet.DIGIT.runEnd(text, sign + 1) >= to;
      case '#' ->
        !NUMBERED.contains(word)
            && rest <= 4
            && Alphabet.UPPER.has(text.charAt(from))
            && Alphabet.LETTER.runEnd(text, from) == sign;
      default -> true;
    };
  }

  /** The strings a call for a connection is given: a password behind a user, or surely one. */
  static void call(ScannedLine scan, int start) {
    if (scan.depth() > 0) {
      return;
    }
    String text = scan.text();
    int limit = Math.min(text.length(), start + MAX_CALL);
    // What opens a document or a device is given nothing but its password.
    boolean isAfterUser = scan.text().startsWith("protect(", start - 8)
        || scan.text().startsWith("unlock(", start - 7);
    int i = Values.isQuote(scan.at(start - 1)) ? start - 1 : start;
    while (i < limit && text.charAt(i) != ';') {
      if (!Values.isQuote(text.charAt(i))) {
        i++;
        continue;
      }
      Values.Value value = Values.at(scan, i);
      int from = SecretLook.afterUser(text, value.from(), value.to());
      String word = text.substring(value.from(), value.to());
      boolean isPair = from > value.from() || isAfterUser;
      boolean isSecret = word.indexOf(' ') < 0
          && (SecretLook.isRandom(text, from, value.to())
              || TypedLook.isSurelyTyped(text, from, value.to())
              || (isPair && TypedLook.isTyped(text, from, value.to())));
      if (isSecret) {
        scan.found(SecretRule.USER_OPTION, from, value.to());
      }
      isAfterUser = USERS.contains(word.toLowerCase(Locale.ROOT)) || word.indexOf('@') > 0;
      i = Math.max(value.to(), value.from()) + 1;
    }
  }
}
