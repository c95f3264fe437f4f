package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;

/** Credentials in URLs, of mail and databases, and in the options of curl and wget. */
final class WebRules {
  private static final int MAX_AUTHORITY = 2048;
  private static final int MAX_USER_INFO = 128;
  private static final int MIN_PASSWORD = 6;
  /** Of a query, whose names hold no word for a key. */
  private static final List<String> PARAMETERS = List.of(
      "sig=", "signature=", "sign=", "code=", "key=", "appid=", "app_id=", "ticket=", "hmac=");

  private WebRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (String parameter : PARAMETERS) {
      entries.add(new Triggers.Entry("?" + parameter, WebRules::signature));
      entries.add(new Triggers.Entry("&" + parameter, WebRules::signature));
    }
    entries.addAll(List.of(
        new Triggers.Entry("://", (scan, from, to) -> url(scan, to)),
        new Triggers.Entry(":\\/\\/", (scan, from, to) -> url(scan, to)),
        new Triggers.Entry(";sig=", WebRules::signature),
        new Triggers.Entry(", signature=", WebRules::signature),
        new Triggers.Entry("@", (scan, from, to) -> credentials(scan, from)),
        new Triggers.Entry("-signature=", WebRules::signature),
        new Triggers.Entry(":5432:", WebRules::passwordFile),
        new Triggers.Entry(":3306:", WebRules::passwordFile),
        new Triggers.Entry(":*:", WebRules::passwordFile),
        new Triggers.Entry("auth plain ", WebRules::plain),
        new Triggers.Entry("auth login", (scan, from, to) -> mail(scan, to)),
        new Triggers.Entry("334 ugfzc3dvcmq6", (scan, from, to) -> mail(scan, to)),
        new Triggers.Entry("httpie", (scan, from, to) -> scan.fetcherAt(to)),
        new Triggers.Entry("http ", (scan, from, to) -> scan.fetcherAt(to)),
        new Triggers.Entry(" -a ", WebRules::userOption),
        new Triggers.Entry("curl", (scan, from, to) -> scan.fetcherAt(to)),
        new Triggers.Entry("wget", (scan, from, to) -> scan.fetcherAt(to)),
        new Triggers.Entry(" -u", WebRules::userOption),
        new Triggers.Entry("--user", WebRules::userOption),
        new Triggers.Entry("--proxy-user", WebRules::userOption)));
    return entries;
  }

  /** {@code scheme://user:password@host}: the part before the last {@code @} of the authority. */
  private static void url(ScannedLine scan, int start) {
    int end = Math.min(scan.runEnd(Alphabet.AUTHORITY, start), start + MAX_AUTHORITY);
    String text = scan.text();
    int at = end - 1;
    while (at >= start && text.charAt(at) != '@') {
      at--;
    }
    if (at <= start) {
      slashed(scan, start, end);
      return;
    }
    int colon = text.substring(start, at).indexOf(':');
    if (colon < 0) {
      // A user alone is a name (git@host), unless it looks like a token.
      if (at - start >= 20
          && ValueShape.hasDigit(text, start, at)
          && !ValueShape.isBuilt(text, start, at)) {
        scan.found(SecretRule.URL_CREDENTIALS, start, at);
      }
      return;
    }
    int password = start + colon + 1;
    int query = indexOfEither(text, password, at);
    boolean isPort = query >= 0 && !ValueShape.hasLetter(text, password, query);
    boolean isImage = text.startsWith("@sha256:", at);
    if (isPort || isImage || ValueShape.isPlaceholder(text, password, at)) {
      return;
    }
    scan.found(SecretRule.URL_CREDENTIALS, start, at);
  }

  /** {@code scheme://user:pass/word@host}: a slash that should have been written as an escape. */
  private static void slashed(ScannedLine scan, int start, int slash) {
    String text = scan.text();
    int colon = text.indexOf(':', start);
    if (scan.at(slash) != '/' || colon < start || colon >= slash) {
      return;
    }
    int end = scan.runEnd(Alphabet.SHELL_VALUE, start);
    int at = text.lastIndexOf('@', end - 1);
    boolean isPassword = at > slash
        && at - colon < MAX_USER_INFO
        && ValueShape.hasLetter(text, colon + 1, slash)
        && ValueShape.hasDigit(text, colon + 1, at)
        && Alphabet.ALNUM.has(scan.at(at + 1));
    if (isPassword) {
      scan.found(SecretRule.URL_CREDENTIALS, colon + 1, at);
    }
  }

  private static int indexOfEither(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '?' || text.charAt(i) == '#') {
        return i;
      }
    }
    return -1;
  }

  private static void signature(ScannedLine scan, int from, int to) {
    int end = scan.runEnd(Alphabet.URL_VALUE, to);
    boolean isLong = end - to >= 16 && ValueShape.hasDigit(scan.text(), to, end);
    if (isLong || SecretLook.isOnePiece(scan.text(), to, end)) {
      scan.found(SecretRule.SIGNATURE, to, end);
    }
  }

  /** {@code user:password@host} without a scheme, {@code user/password@host} of Oracle. */
  private static void credentials(ScannedLine scan, int at) {
    String text = scan.text();
    int start = Alphabet.USER_INFO.runStart(text, at, MAX_USER_INFO);
    boolean isOracle = text.contains("sqlplus") || text.contains("thin:");
    int colon = isOracle ? -1 : text.substring(start, at).indexOf(':');
    int slash = isOracle ? text.substring(start, at).lastIndexOf('/') : -1;
    int password = colon >= 0 ? start + colon + 1 : slash >= 0 ? start + slash + 1 : at;
    boolean isHost = Alphabet.ALNUM.has(scan.at(at + 1)) || text.startsWith("//", at + 1);
    if (at - password < MIN_PASSWORD
        || !isHost
        || text.startsWith("sha256:", at + 1)
        || scan.isFound(password, at)
        || !ValueShape.hasDigit(text, password, at)
        || !ValueShape.hasLetter(text, password, at)
        || ValueShape.isBuilt(text, password, at)
        || ValueShape.isPlaceholder(text, password, at)) {
      return;
    }
    scan.found(SecretRule.USER_OPTION, password, at);
  }

  /** {@code AUTH PLAIN} and base64 of user and password. */
  private static void plain(ScannedLine scan, int from, int to) {
    int end = scan.runEnd(Alphabet.BASE64_PADDED, to);
    if (end - to >= 12) {
      scan.found(SecretRule.HEADER, to, end);
    }
  }

  /** The answer to a mail server that asks for a password stands on the next line. */
  private static void mail(ScannedLine scan, int to) {
    if (scan.text().substring(to).isBlank()) {
      scan.await(NextLine.Await.BASE64);
    }
  }

  /** {@code host:port:database:user:password} of PostgreSQL's password file. */
  private static void passwordFile(ScannedLine scan, int from, int to) {
    String rest = scan.text().substring(to, Math.min(scan.text().length(), to + 200));
    String[] fields = rest.split(":", 3);
    if (fields.length == 3 && fields[1].indexOf(' ') < 0) {
      int start = to + fields[0].length() + fields[1].length() + 2;
      int end = scan.runEnd(Alphabet.BARE_VALUE, start);
      if (end - start >= 4
          && ValueShape.hasLetter(scan.text(), start, end)
          && !ValueShape.isPlaceholder(scan.text(), start, end)) {
        scan.found(SecretRule.URL_CREDENTIALS, start, end);
      }
    }
  }

  /** {@code -u user:password} after curl or wget; elsewhere the password must look random. */
  private static void userOption(ScannedLine scan, int from, int to) {
    int start = to;
    while (scan.at(start) == ' ' || scan.at(start) == '=') {
      start++;
    }
    Values.Value value = Values.at(scan, start);
    int colon = scan.text()
        .substring(value.from(), Math.min(value.to(), value.from() + 256))
        .indexOf(':');
    int password = value.from() + colon + 1;
    if (colon >= 0
        && value.to() > password
        && (scan.hasFetcher()
            || SecretLook.isRandom(scan.text(), password, value.to())
            || TypedLook.isTyped(scan.text(), password, value.to()))
        && !ValueShape.isPlaceholder(scan.text(), password, value.to())) {
      scan.found(SecretRule.USER_OPTION, password, value.to());
    }
  }
}
