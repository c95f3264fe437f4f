package io.github.cicdmonitor.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Values whose name says that they are secret: {@code export X_TOKEN=…}, {@code "password": "…"},
 * {@code --api-key …}. With a name that can mean nothing else, any value that is not a placeholder
 * goes; with one that merely holds a key word, the value must look random too.
 */
final class KeyWordRules {
  private static final int MAX_NAME = 64;
  private static final int MIN_RANDOM = 10;
  private static final int MAX_RANDOM = 150;

  private static final List<String> KEY_WORDS =
      List.of("pass", "pwd", "secret", "token", "key", "cred", "auth", "apikey");

  /** Compared with the name in lower case without dots, dashes and underscores. */
  private static final List<String> STRONG = List.of(
      "password",
      "passwd",
      "passphrase",
      "secret",
      "token",
      "apikey",
      "appkey",
      "accesskey",
      "privatekey",
      "signingkey",
      "encryptionkey",
      "accountkey",
      "credential",
      "authkey",
      "keydata",
      "masterkey",
      "licensekey",
      "sshkey",
      "deploykey",
      "sharedkey",
      "storagekey",
      "storepass",
      "keypass",
      "npmauth");

  private static final List<String> HARMLESS = List.of(
      "public",
      "primary",
      "foreign",
      "keyboard",
      "keyword",
      "author",
      "monkey",
      "tokeniz",
      "tokens",
      "tokentype",
      "tokencount",
      "tokenlimit",
      "cachekey",
      "passed",
      "passing",
      "bypass",
      "compass",
      "passthrough",
      "secretname",
      "secretref",
      "secretkeyref",
      "unexpectedtoken",
      "keepalive",
      "passes",
      "pwdir",
      "secrets",
      "authenticat",
      "tokenkind",
      "credentialsid",
      "credentialid",
      "persistcredentials",
      "credentialhelper",
      "syntaxtoken",
      "keyframe",
      "sortkey",
      "idtoken:write");

  /** A name ending so says where the secret is or what it is called, not the secret. */
  private static final Pattern ABOUT = Pattern.compile(
      "(file|path|dir|url|uri|endpoint|host|name|type|count|length|size|ttl|expiry|expires|"
          + "expiresin|expiresat|version|alias|policy|policies|stdin|provider|id|format|regex|"
          + "pattern|prefix|enabled|required|hash|lifetime|timeout|scope|scopes|usage|status)$");

  private KeyWordRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (String word : KEY_WORDS) {
      entries.add(new Triggers.Entry(word, KeyWordRules::named));
    }
    for (String word : List.of("twilio", "mailgun", "vault", "cargo", "crates")) {
      entries.add(new Triggers.Entry(word, (scan, from, to) -> scan.keyWordAt(to)));
    }
    for (String word : List.of("aws", "secret", "akia", "asia")) {
      entries.add(new Triggers.Entry(word, (scan, from, to) -> scan.awsWordAt(to)));
    }
    for (String word : List.of("datadog", "dd_a", "dd-a", "sentry", "newrelic")) {
      entries.add(new Triggers.Entry(word, (scan, from, to) -> scan.monitoringWordAt(to)));
    }
    entries.add(new Triggers.Entry("docker login", KeyWordRules::dockerLogin));
    entries.add(new Triggers.Entry("_auth", (scan, from, to) -> registryAuth(scan, to)));
    entries.add(new Triggers.Entry("\"auth\"", (scan, from, to) -> registryAuth(scan, to - 1)));
    entries.add(new Triggers.Entry("\"auth\\\"", (scan, from, to) -> registryAuth(scan, to - 2)));
    return entries;
  }

  private static void named(Scan scan, int from, int to) {
    scan.keyWordAt(to);
    String text = scan.text();
    int end = to;
    while (end < to + MAX_NAME && Alphabet.DOTTED.has(scan.at(end))) {
      end++;
    }
    int value = Values.afterSeparator(scan, end);
    boolean flag = false;
    if (value < 0 && scan.at(end) == ' ') {
      flag = true;
      value = Values.afterBlanks(scan, end);
    }
    if (value < 0 || scan.isKnownName(end)) {
      return;
    }
    int start = Alphabet.DOTTED.runStart(text, from, MAX_NAME);
    if (flag && !(text.startsWith("--", start) || text.startsWith("-pass", start))) {
      return;
    }
    judge(scan, text.substring(start, end), end, Values.at(scan, value), flag ? 1 : 0);
  }

  private static void judge(Scan scan, String rawName, int nameEnd, Values.Value value, int flag) {
    String text = scan.text();
    if (Looks.isPlaceholder(text, value.from(), value.to()) || text.startsWith("://", nameEnd)) {
      return;
    }
    String name = normal(rawName);
    boolean isPrivateKeyId = name.endsWith("privatekeyid");
    if (!isPrivateKeyId && isHarmless(name)) {
      return;
    }
    if (isPrivateKeyId || isStrong(name)) {
      if (isAssigned(scan, nameEnd, value, flag)) {
        scan.found(SecretRule.ASSIGNMENT, value.from(), value.to());
        return;
      }
    }
    if (flag == 0
        && scan.depth() == 0
        && !name.equals("key")
        && !name.equals("keys")
        && isRandom(text, value)) {
      scan.found(SecretRule.KEY_WORD, value.from(), value.to());
    }
  }

  private static String normal(String name) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = Character.toLowerCase(name.charAt(i));
      if (c != '.' && c != '-' && c != '_') {
        letters.append(c);
      }
    }
    return letters.toString();
  }

  private static boolean isHarmless(String name) {
    for (String word : HARMLESS) {
      if (name.contains(word)) {
        return true;
      }
    }
    return ABOUT.matcher(name).find();
  }

  private static boolean isStrong(String name) {
    for (String word : STRONG) {
      if (name.contains(word)) {
        return true;
      }
    }
    return name.endsWith("pwd") || name.endsWith("pass") || name.equals("auth");
  }

  /** Whether the syntax is that of giving a value, rather than of prose that mentions the word. */
  private static boolean isAssigned(Scan scan, int nameEnd, Values.Value value, int flag) {
    String text = scan.text();
    int length = value.to() - value.from();
    char first = scan.at(value.from());
    boolean isPath =
        first == '/' || first == '~' || first == '.' || scan.at(value.from() + 1) == ':';
    boolean isUrl =
        text.substring(value.from(), Math.min(value.to(), value.from() + 12)).contains("://");
    if (length < 4 || isUrl || (isPath && value.quoting() == Values.Quoting.BARE)) {
      return false;
    }
    boolean quoted = value.quoting() == Values.Quoting.QUOTED;
    boolean attached = scan.at(nameEnd) == '=' && value.from() - nameEnd <= (quoted ? 3 : 1);
    if (flag == 1) {
      return first != '-';
    }
    if (attached) {
      return scan.at(value.to()) != '(';
    }
    if (quoted) {
      return text.substring(value.from(), Math.min(value.to(), value.from() + 256))
              .indexOf(' ')
          < 0;
    }
    boolean alone = text.substring(value.to()).isBlank();
    boolean jsonNumber = Values.isQuote(scan.at(nameEnd)) || scan.at(nameEnd) == '\\';
    return length >= 6
        && alone
        && !jsonNumber
        && Looks.hasDigit(text, value.from(), value.to())
        && Looks.hasLetter(text, value.from(), value.to())
        && !Looks.isBuilt(text, value.from(), value.to());
  }

  private static boolean isRandom(String text, Values.Value value) {
    int from = value.from();
    int to = value.to();
    int length = to - from;
    if (length < MIN_RANDOM
        || length > MAX_RANDOM
        || !Looks.hasDigit(text, from, to)
        || !Looks.hasLetter(text, from, to)
        || text.substring(from, to).indexOf(' ') >= 0) {
      return false;
    }
    if (Looks.isHex(text, from, to)) {
      return length >= 24 && !Looks.isHash(text, from, to) && Looks.entropy(text, from, to) >= 3.0;
    }
    char first = text.charAt(from);
    boolean isPath = first == '/' || first == '~' || first == '.';
    return !isPath
        && Looks.entropy(text, from, to) >= 3.5
        && !Looks.isBuilt(text, from, to)
        && Looks.restlessness(text, from, to) >= 0.3;
  }

  /** {@code docker login -u name -p password}. */
  private static void dockerLogin(Scan scan, int from, int to) {
    String text = scan.text();
    int end = Math.min(text.length(), to + 256);
    int option = text.substring(to, end).indexOf(" -p ");
    if (option < 0) {
      return;
    }
    Values.Value value = Values.at(scan, to + option + 4);
    if (!Looks.isPlaceholder(text, value.from(), value.to())) {
      scan.found(SecretRule.DOCKER_TOKEN, value.from(), value.to());
    }
  }

  /** {@code "auth": "<base64 of user:password>"} and {@code _auth=…} of an npm configuration. */
  private static void registryAuth(Scan scan, int nameEnd) {
    int start = Values.afterSeparator(scan, nameEnd);
    if (start < 0) {
      return;
    }
    Values.Value value = Values.at(scan, start);
    if (value.to() - value.from() >= 12
        && scan.runEnd(Alphabet.BASE64_PADDED, value.from()) >= value.to()
        && !Looks.isPlaceholder(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.DOCKER_TOKEN, value.from(), value.to());
    }
  }
}
