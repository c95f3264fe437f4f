package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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

  /** What makes a name worth a look; the literals of the table. */
  static final List<String> KEY_WORDS = List.of(
      "pass",
      "pwd",
      "psw",
      "pw",
      "secret",
      "token",
      "key",
      "cred",
      "auth",
      "jwt",
      "_pat",
      "kennwort",
      "senha",
      "contrase",
      "mnemonic",
      "seed",
      "signature",
      "license",
      "session",
      "salt",
      "connstr",
      "bearer",
      "otp");

  private static final Set<String> STRONG = Set.of(
      "password",
      "passwords",
      "passwd",
      "passwort",
      "passphrase",
      "passcode",
      "pwd",
      "psw",
      "pswd",
      "pw",
      "pass",
      "secret",
      "secrets",
      "token",
      "tokens",
      "apikey",
      "apikeys",
      "credential",
      "credentials",
      "creds",
      "cred",
      "kennwort",
      "senha",
      "contrasena",
      "contraseña",
      "mnemonic",
      "jwt",
      "pat",
      "connstr",
      "bearer",
      "otp",
      "passkey");

  /** Ends of words written together: {@code dbpassword}, {@code authtoken}. */
  private static final List<String> STRONG_ENDS = List.of(
      "password",
      "passwd",
      "passphrase",
      "pwd",
      "pswd",
      "secret",
      "token",
      "apikey",
      "accesskey",
      "secretkey",
      "privatekey",
      "authkey",
      "sshkey",
      "masterkey",
      "signingkey",
      "encryptionkey",
      "licensekey",
      "accountkey",
      "sharedkey",
      "storagekey",
      "deploykey",
      "appkey",
      "credentials",
      "storepass",
      "keypass",
      "dbpass",
      "userpass",
      "adminpass",
      "rootpass",
      "mypass",
      "passwort");

  /** A key of these opens something. */
  private static final Set<String> OPENING = Set.of(
      "api",
      "app",
      "access",
      "private",
      "signing",
      "encryption",
      "encrypt",
      "decryption",
      "account",
      "auth",
      "master",
      "license",
      "licence",
      "ssh",
      "deploy",
      "shared",
      "storage",
      "secret",
      "service",
      "session",
      "cipher",
      "aes",
      "hmac",
      "rsa",
      "gpg",
      "pgp",
      "jwt",
      "webhook",
      "admin",
      "root",
      "security",
      "subscription",
      "integration",
      "ingest",
      "sdk",
      "server",
      "consumer",
      "client",
      "recovery",
      "activation",
      "tls",
      "ssl",
      "wallet",
      "vault",
      "unseal",
      "preshared",
      "write",
      "function",
      "publishing",
      "signature");

  private static final Set<String> LABELS = Set.of(
      "public",
      "primary",
      "foreign",
      "cache",
      "sort",
      "partition",
      "restore",
      "unique",
      "object",
      "map",
      "row",
      "composite",
      "candidate",
      "host",
      "hot",
      "short",
      "arrow");

  /** A name ending so says where the secret is or what it is called, not the secret. */
  private static final Set<String> ABOUT = Set.of(
      "file",
      "files",
      "path",
      "dir",
      "directory",
      "url",
      "uri",
      "endpoint",
      "host",
      "name",
      "names",
      "type",
      "types",
      "count",
      "length",
      "len",
      "size",
      "ttl",
      "expiry",
      "expires",
      "expiresin",
      "expiresat",
      "in",
      "at",
      "version",
      "alias",
      "policy",
      "policies",
      "stdin",
      "provider",
      "id",
      "ids",
      "format",
      "regex",
      "pattern",
      "prefix",
      "enabled",
      "required",
      "hash",
      "lifetime",
      "timeout",
      "scope",
      "scopes",
      "usage",
      "status",
      "ref",
      "refs",
      "kind",
      "limit",
      "limits",
      "metadata",
      "helper",
      "manager",
      "store",
      "mode",
      "method",
      "location",
      "field",
      "fields",
      "parameter",
      "param",
      "error",
      "errors",
      "exception",
      "missing",
      "rotation",
      "age",
      "min",
      "max",
      "budget",
      "source",
      "service",
      "validation",
      "check",
      "map",
      "algorithm",
      "alg",
      "class",
      "handler",
      "test",
      "tests",
      "spec",
      "generator",
      "issuer",
      "audience",
      "index",
      "position",
      "permissions",
      "per",
      "used",
      "time",
      "show",
      "total",
      "input",
      "output",
      "prompt");

  /** {@code token} after one of these is a word of a language or a text. */
  private static final Set<String> GRAMMAR = Set.of(
      "unexpected",
      "syntax",
      "next",
      "current",
      "last",
      "first",
      "start",
      "end",
      "peek",
      "previous",
      "max",
      "min",
      "total",
      "prompt",
      "completion",
      "input",
      "output",
      "reasoning",
      "cached",
      "num",
      "lib",
      "libsecret",
      "persist",
      "invalid",
      "expected");

  private KeyNames() {}

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
    if (ABOUT.contains(words.get(last))) {
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
      if (isKey && OPENING.contains(before)) {
        return Strength.STRONG;
      }
      weak |= isKey ? i > 0 && !LABELS.contains(before) : !GRAMMAR.contains(before) && isWeak(word);
    }
    return weak ? Strength.WEAK : Strength.NONE;
  }

  private static boolean isStrong(String word, String before, int words) {
    if (GRAMMAR.contains(before) && (word.startsWith("token") || word.startsWith("cred"))) {
      return false;
    }
    if (STRONG.contains(word)) {
      return words > 1 || !word.equals("pat");
    }
    return STRONG_ENDS.stream().anyMatch(word::endsWith)
        && GRAMMAR.stream().noneMatch(word::startsWith);
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
          "salt" -> true;
      default ->
        word.endsWith("key")
            && !word.equals("monkey")
            && !word.equals("turkey")
            && LABELS.stream().noneMatch(word::startsWith);
    };
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
            || word.equals("psw")
            || word.equals("pw")
            || word.endsWith("passwd"));
  }
}
