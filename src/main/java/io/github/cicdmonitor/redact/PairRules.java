package io.github.cicdmonitor.redact;

import java.util.List;
import java.util.Locale;

/** A user and a password side by side, where neither has a name: of a call, a driver, a database. */
final class PairRules {
  private static final int MAX_PAIR = 128;
  private static final int MIN_PASSWORD = 4;

  private static final int CHAIN_KEY = 64;
  private static final List<String> OWNERS =
      List.of("accounts", "private", "wallet", "signer", "deployer", "seed", "secret");

  private PairRules() {}

  static List<Triggers.Entry> entries() {
    return List.of(
        new Triggers.Entry("auth=(", (scan, from, to) -> tuple(scan, to)),
        new Triggers.Entry("auth=[", (scan, from, to) -> tuple(scan, to)),
        new Triggers.Entry("args: (", (scan, from, to) -> tuple(scan, to)),
        new Triggers.Entry("args: [", (scan, from, to) -> tuple(scan, to)),
        new Triggers.Entry("args=(", (scan, from, to) -> tuple(scan, to)),
        new Triggers.Entry("auth: [", (scan, from, to) -> tuple(scan, to)),
        new Triggers.Entry("auth\": [", (scan, from, to) -> tuple(scan, to)),
        new Triggers.Entry("auth\":[", (scan, from, to) -> tuple(scan, to)),
        new Triggers.Entry("pass ", PairRules::verb),
        new Triggers.Entry("login ", PairRules::login),
        new Triggers.Entry("auth ", PairRules::authenticated),
        new Triggers.Entry("auth\\r\\n$", (scan, from, to) -> protocol(scan, to)),
        new Triggers.Entry("0x", PairRules::account),
        new Triggers.Entry(".logon ", (scan, from, to) -> logon(scan, to)),
        new Triggers.Entry(" using ", PairRules::using),
        new Triggers.Entry("@tcp(", (scan, from, to) -> dialled(scan, from)),
        new Triggers.Entry("@unix(", (scan, from, to) -> dialled(scan, from)),
        new Triggers.Entry("@//", (scan, from, to) -> dialled(scan, from)),
        new Triggers.Entry("@(description", (scan, from, to) -> dialled(scan, from)));
  }

  /** {@code auth=('user', 'password')}: the second of two strings. */
  private static void tuple(ScannedLine scan, int start) {
    Values.Value user = Values.at(scan, Values.afterBlanks(scan, start));
    if (user.quoting() != Values.Quoting.QUOTED) {
      return;
    }
    int comma = Values.afterBlanks(scan, Values.afterClosingQuote(scan, user.to()));
    int second = Values.afterBlanks(scan, comma + 1);
    if (scan.at(comma) == ',' && Values.isQuote(scan.at(second))) {
      Values.Value password = Values.at(scan, second);
      looked(scan, password.from(), password.to());
    }
  }

  /** {@code USER x PASS y}, {@code C: PASS y}: FTP and POP3; a test runner's line has no user. */
  private static void verb(ScannedLine scan, int from, int to) {
    String before = scan.text().substring(Math.max(0, from - MAX_PAIR), from);
    boolean isVerb = scan.text().startsWith("PASS", from)
        && (before.contains("USER ")
            || before.endsWith("C: ")
            || before.endsWith("> ")
            || before.endsWith(">>> "));
    if (isVerb) {
      CommandRules.value(scan, to);
    }
  }

  /** {@code a001 LOGIN user word}, {@code +login user word}: only a word with digits. */
  private static void login(ScannedLine scan, int from, int to) {
    int user = Alphabet.DOTTED.runEnd(scan.text(), to);
    if (!Alphabet.WORD_DASH.has(scan.at(from - 1))
        && user > to
        && scan.at(to) != '-'
        && scan.at(user) == ' ') {
      Values.Value value = Values.at(scan, user + 1);
      looked(scan, value.from(), value.to());
    }
  }

  /** {@code AUTH value}, {@code AUTH user value} of a protocol. */
  private static void authenticated(ScannedLine scan, int from, int to) {
    boolean isVerb =
        scan.text().startsWith("AUTH", from) && " \n>\"]".indexOf(scan.at(from - 1)) >= 0;
    int user = Alphabet.WORD_DASH.runEnd(scan.text(), to);
    if (isVerb) {
      Values.Value value = Values.at(scan, to);
      looked(scan, value.from(), value.to());
      if (scan.at(user) == ' ') {
        Values.Value second = Values.at(scan, user + 1);
        looked(scan, second.from(), second.to());
      }
    }
  }

  /** The protocol of Redis: the word AUTH, the length of the value, the value. */
  private static void protocol(ScannedLine scan, int start) {
    int digits = Alphabet.DIGIT.runEnd(scan.text(), start);
    if (scan.text().startsWith("\\r\\n", digits)) {
      Values.Value value = Values.at(scan, digits + 4);
      scan.found(SecretRule.COMMAND, value.from(), value.to());
    }
  }

  /** {@code accounts: ["0x…"]}: 32 bytes are a private key where accounts are set up. */
  private static void account(ScannedLine scan, int from, int to) {
    int end = Alphabet.HEX.runEnd(scan.text(), to);
    if (end - to != CHAIN_KEY || Alphabet.ALNUM.has(scan.at(end))) {
      return;
    }
    String before =
        scan.text().substring(Math.max(0, from - MAX_PAIR), from).toLowerCase(Locale.ROOT);
    if (OWNERS.stream().anyMatch(before::contains)) {
      scan.found(SecretRule.KEY_WORD, to, end);
    }
  }

  /** {@code .logon server/user,password;} of Teradata's tools. */
  private static void logon(ScannedLine scan, int start) {
    int comma = scan.text().indexOf(',', start);
    if (comma > start && comma - start < MAX_PAIR) {
      Values.Value value = Values.at(scan, comma + 1);
      looked(scan, value.from(), value.to());
    }
  }

  /** {@code connect to X user Y using Z} of Db2. */
  private static void using(ScannedLine scan, int from, int to) {
    int user = scan.text().lastIndexOf(" user ", from);
    if (user >= 0 && from - user < MAX_PAIR) {
      Values.Value value = Values.at(scan, to);
      looked(scan, value.from(), value.to());
    }
  }

  /** {@code user:password@tcp(host)} of Go's driver, {@code user/password@//host} of Oracle's. */
  private static void dialled(ScannedLine scan, int at) {
    String text = scan.text();
    int start = at;
    while (start > 0
        && at - start < MAX_PAIR
        && text.charAt(start - 1) > ' '
        && !Values.isQuote(text.charAt(start - 1))) {
      start--;
    }
    int sign = start;
    while (sign < at && ":/".indexOf(text.charAt(sign)) < 0) {
      sign++;
    }
    if (sign > start && at - sign > MIN_PASSWORD && !ValueShape.isPlaceholder(text, sign + 1, at)) {
      scan.found(SecretRule.URL_CREDENTIALS, sign + 1, at);
    }
  }

  private static void looked(ScannedLine scan, int from, int to) {
    if (SecretLook.isRandom(scan.text(), from, to) || TypedLook.isTyped(scan.text(), from, to)) {
      scan.found(SecretRule.USER_OPTION, from, to);
    }
  }
}
