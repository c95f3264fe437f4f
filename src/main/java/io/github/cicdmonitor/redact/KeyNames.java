package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which names of values say that the value is secret. A name is read as its words ({@code
 * DB_PASSWORD}, {@code dbPassword}, {@code db-password} are the same two), so that a harmless word
 * beside a strong one changes nothing: {@code AUTHOR_TOKEN} is a token.
 */
final class KeyNames {
  enum Strength {
    NONE,
    /** Holds a key word: the value must look random. */
    WEAK,
    /** Can mean nothing else. */
    STRONG
  }

  private static final NameWords WORDS = NameWords.read();

  private KeyNames() {}

  /** What makes a name worth a look; the literals of the table. */
  static List<String> triggers() {
    return WORDS.triggers();
  }

  /** Whether a value so called opens nothing, however random it is. */
  static boolean isHarmless(String word) {
    return WORDS.harmless().contains(word);
  }

  /** Words for a password in other languages that are written in ASCII. */
  static List<String> spoken() {
    return WORDS.spoken();
  }

  /** Words for a password or a key that are not. */
  static List<String> foreign() {
    return WORDS.foreign();
  }

  /** The words of a name in lower case, trailing digits left off. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || isBreak(name, i, start)) {
        addWord(name.substring(start, i), words);
        start = i;
      }
    }
    return words;
  }

  private static boolean isBreak(String name, int i, int start) {
    if (i == start) {
      return false;
    }
    char c = name.charAt(i);
    char before = name.charAt(i - 1);
    boolean hump = Character.isUpperCase(c) && Character.isLowerCase(before);
    boolean afterCapitals = Character.isUpperCase(before)
        && Character.isUpperCase(c)
        && i + 1 < name.length()
        && Character.isLowerCase(name.charAt(i + 1));
    return hump
        || afterCapitals
        || Character.isLetterOrDigit(c) != Character.isLetterOrDigit(before);
  }

  private static void addWord(String text, List<String> words) {
    int end = text.length();
    while (end > 0 && Character.isDigit(text.charAt(end - 1))) {
      end--;
    }
    if (end > 0 && Character.isLetterOrDigit(text.charAt(0))) {
      words.add(text.substring(0, end).toLowerCase(Locale.ROOT));
    }
  }

  static Strength strength(List<String> words) {
    if (words.isEmpty()) {
      return Strength.NONE;
    }
    int last = words.size() - 1;
    if (isPrivateKeyId(words)) {
      return Strength.STRONG;
    }
    if (words.equals(List.of("public", "key", "token"))) {
      return Strength.NONE; // of a .NET assembly
    }
    if (last > 0 && WORDS.strongPairs().contains(words.get(last - 1) + "+" + words.get(last))) {
      return Strength.STRONG;
    }
    if (last > 0 && words.get(last).equals("id") && words.get(last - 1).equals("session")) {
      return Strength.WEAK;
    }
    if (WORDS.about().contains(words.get(last))) {
      return Strength.NONE;
    }
    boolean weak = false;
    for (int i = 0; i <= last; i++) {
      String word = words.get(i);
      String before = i == 0 ? "" : words.get(i - 1);
      if (isStrong(word, before, words.size())) {
        return Strength.STRONG;
      }
      boolean isKey = word.equals("key") || word.equals("keys");
      if (isKey && WORDS.opening().contains(before)) {
        return Strength.STRONG;
      }
      weak |= isKey
          ? i > 0 && !WORDS.labels().contains(before)
          : !WORDS.grammar().contains(before) && isWeak(word);
    }
    return weak ? Strength.WEAK : Strength.NONE;
  }

  private static boolean isStrong(String word, String before, int words) {
    if (WORDS.grammar().contains(before) && (word.startsWith("token") || word.startsWith("cred"))) {
      return false;
    }
    if (WORDS.strong().contains(word)) {
      return words > 1 || !word.equals("pat");
    }
    return WORDS.strongEnds().stream().anyMatch(word::endsWith)
        && WORDS.grammar().stream().noneMatch(word::startsWith);
  }

  private static boolean isWeak(String word) {
    return switch (word) {
      case "auth",
          "authentication",
          "authorization",
          "seed",
          "signature",
          "license",
          "licence",
          "session",
          "sessionid",
          "sk",
          "private",
          "signing",
          "login",
          "salt" -> true;
      default ->
        word.endsWith("key")
            && !word.equals("monkey")
            && !word.equals("turkey")
            && WORDS.labels().stream().noneMatch(word::startsWith);
    };
  }

  /** {@code --key}, {@code --auth}: as an option of a program, it may be given a secret. */
  static boolean isKeyOption(List<String> words) {
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    boolean isLabel = words.size() > 1 && WORDS.labels().contains(words.get(words.size() - 2));
    return !isLabel
        && (last.equals("key")
            || last.equals("auth")
            || last.equals("login")
            || last.equals("creds")
            || last.equals("credentials"));
  }

  private static boolean isPrivateKeyId(List<String> words) {
    int size = words.size();
    return size >= 3 && words.subList(size - 3, size).equals(List.of("private", "key", "id"));
  }

  /** {@code token} or {@code pass} alone: parsers and test runners use the word, too. */
  static boolean isAmbiguous(List<String> words) {
    return words.size() == 1
        && switch (words.get(0)) {
          case "token", "tokens", "pass", "pw", "cred", "secrets", "otp", "bearer", "jwt" -> true;
          default -> false;
        };
  }

  /** A list of secrets: its value may hold commas. */
  static boolean isPlural(List<String> words) {
    return words.stream()
        .anyMatch(word -> word.equals("tokens")
            || word.equals("secrets")
            || word.equals("passwords")
            || word.equals("keys")
            || word.equals("credentials"));
  }

  /** Several words are one secret. */
  static boolean isPhrase(List<String> words) {
    return words.contains("passphrase")
        || words.contains("mnemonic")
        || (words.contains("seed") && words.contains("phrase"));
  }

  static boolean isPassword(List<String> words) {
    return words.stream()
        .anyMatch(word -> word.startsWith("pass")
            || word.endsWith("password")
            || word.equals("pwd")
            || word.equals("pswd")
            || word.equals("psw")
            || word.equals("pw")
            || word.equals("psk")
            || WORDS.spoken().contains(word)
            || word.endsWith("passwd"));
  }
}
