package io.github.cicdmonitor.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Whether a single word, of which nothing but its neighbourhood says that it may be secret, looks like
 * a key or a password: nobody would write it as a word, a name, a path, a version or a time.
 */
final class SecretLook {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 512;
  private static final int SHORTEST_HEX = 16;
  private static final int SHORTEST_SCRAMBLED = 12;
  private static final int MANY_DIGITS = 3;
  private static final double RESTLESS = 0.35;
  private static final double ENTROPY = 2.7;
  private static final Set<String> ALGORITHMS =
      Set.of("sha", "md", "aes", "hmac", "rsa", "hmacsha", "secp", "ed", "blake", "utf", "base");
  private static final String STRONG = "!#$^*?&";

  private SecretLook() {}

  /** Of any alphabet; hexadecimal of the size of a hash counts. */
  static boolean isRandom(String text, int from, int to) {
    int length = to - from;
    if (length < SHORTEST
        || length > LONGEST
        || "/~.@:-+<>=%$&".indexOf(text.charAt(from)) >= 0
        || !ValueShape.hasLetter(text, from, to)
        || holdsAny(text, from, to, "()\\: \t")
        || isVariable(text, from, to)
        || isAddress(text, from, to)
        || isEquation(text, from, to)
        || ValueShape.isPlaceholder(text, from, to)) {
      return false;
    }
    if (!ValueShape.hasDigit(text, from, to)) {
      return isScrambled(text, from, to);
    }
    if (ValueShape.isHex(text, from, to)) {
      return length >= SHORTEST_HEX && ValueShape.entropy(text, from, to) >= ENTROPY;
    }
    if (holdsAny(text, from + 1, to, STRONG)) {
      return !holdsAny(text, from, to, "/,");
    }
    return !ValueShape.isBuilt(text, from, to)
        && isWild(text, from, to)
        && !isVersioned(text, from, to)
        && !isAlgorithm(text, from)
        && ValueShape.entropy(text, from, to) >= ENTROPY;
  }

  /** Where the secret begins in {@code name=secret}, {@code user:secret}, {@code user/secret}. */
  static int start(String text, int from, int to) {
    int name = Alphabet.DOTTED.runEnd(text, from);
    boolean isNamed = name > from && name + 1 < to && text.charAt(name) == '=';
    return afterUser(text, isNamed ? name + 1 : from, to);
  }

  /** Where the secret begins in {@code user:secret}, {@code user/secret}. */
  static int afterUser(String text, int start, int to) {
    int user = Alphabet.DOTTED.runEnd(text, start);
    boolean isPair = user > start
        && user + 1 < to
        && (text.charAt(user) == ':'
            || (text.charAt(user) == '/' && text.substring(user + 1, to).indexOf('/') < 0));
    if (!isPair || isRandom(text, start, user)) {
      return start;
    }
    return text.charAt(user) == ':' ? afterUser(text, user + 1, to) : user + 1;
  }

  /** Random, and neither a hash nor words, numbers or both joined by dashes, slashes or dots. */
  static boolean isOnePiece(String text, int from, int to) {
    return isRandom(text, from, to)
        && !holdsAny(text, from, to, "-_/.")
        && !ValueShape.isHex(text, from, to);
  }

  /** Letters whose case changes as in no name: humps of one or two letters. */
  private static boolean isScrambled(String text, int from, int to) {
    if (to - from < SHORTEST_SCRAMBLED || Alphabet.LETTER.runEnd(text, from) < to) {
      return false;
    }
    int runs = 0;
    int brief = 0;
    int i = from;
    while (i < to) {
      int end = Math.min(to, Alphabet.LOWER.runEnd(text, i));
      runs += end > i ? 1 : 0;
      brief += end > i && end - i <= 2 ? 1 : 0;
      i = end + 1;
    }
    return runs >= 3 && brief * 5 >= runs * 3;
  }

  /** Many digits, or kinds of characters that change often. */
  private static boolean isWild(String text, int from, int to) {
    int digits = 0;
    for (int i = from; i < to; i++) {
      digits += ValueShape.isDigit(text.charAt(i)) ? 1 : 0;
    }
    return digits >= MANY_DIGITS || ValueShape.restlessness(text, from, to) >= RESTLESS;
  }

  /** {@code SHA256withRSA} */
  static boolean isAlgorithm(String text, int from) {
    int digits = from;
    while (digits < text.length() && Alphabet.LETTER.has(text.charAt(digits))) {
      digits++;
    }
    String name = text.substring(from, digits).toLowerCase(Locale.ROOT);
    return ALGORITHMS.contains(name) && ValueShape.isDigit(text.charAt(digits));
  }

  /** {@code v1.2.3-rc1}, {@code node18.20.4}: ends as it began, in a name and a version. */
  private static boolean isVersioned(String text, int from, int to) {
    int dots = 0;
    for (int i = from; i < to; i++) {
      boolean isPoint = text.charAt(i) == '.'
          && i > from
          && i + 1 < to
          && ValueShape.isDigit(text.charAt(i - 1))
          && ValueShape.isDigit(text.charAt(i + 1));
      dots += isPoint ? 1 : 0;
    }
    return dots > 0;
  }

  /** {@code x$NAME}, {@code x${…}} */
  private static boolean isVariable(String text, int from, int to) {
    int sign = text.indexOf('$', from);
    boolean isSign = sign >= from && sign + 1 < to;
    return isSign && (text.charAt(sign + 1) == '{' || Alphabet.UPPER.has(text.charAt(sign + 1)));
  }

  /** {@code name@host}, {@code package@version}; {@code P@ss…} is none. */
  private static boolean isAddress(String text, int from, int to) {
    int at = text.indexOf('@', from);
    return at >= from && at < to && (at - from > 3 || text.substring(at, to).indexOf('.') >= 0);
  }

  /** {@code name=value}; the padding of base64 stands at the end. */
  private static boolean isEquation(String text, int from, int to) {
    int end = to;
    while (end > from && text.charAt(end - 1) == '=') {
      end--;
    }
    return text.substring(from, end).indexOf('=') >= 0;
  }

  private static boolean holdsAny(String text, int from, int to, String characters) {
    for (int i = from; i < to; i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
