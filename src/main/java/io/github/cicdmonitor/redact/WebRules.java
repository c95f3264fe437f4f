package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Credentials in URLs, in HTTP headers, and in the options of curl and wget. */
final class WebRules {
  private static final int MAX_AUTHORITY = 2048;
  private static final int MAX_USER_INFO = 128;
  private static final int MIN_PASSWORD = 6;
  private static final Set<String> SCHEMES = Set.of(
      "basic",
      "bearer",
      "token",
      "digest",
      "negotiate",
      "apikey",
      "oauth",
      "key",
      "genie-key",
      "aws4-hmac-sha256");
  /** Of a query, whose names hold no word for a key. */
  private static final List<String> PARAMETERS = List.of(
      "sig=", "signature=", "sign=", "code=", "key=", "appid=", "app_id=", "ticket=", "hmac=");

  private static final String[] WHOLE_LINE = {"cookie", "set-cookie"};

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
        new Triggers.Entry(", response=", WebRules::digest),
        new Triggers.Entry("-h \"", (scan, from, to) -> anyHeader(scan, to)),
        new Triggers.Entry("-h '", (scan, from, to) -> anyHeader(scan, to)),
        new Triggers.Entry("> x-", (scan, from, to) -> anyHeader(scan, to - 2)),
        new Triggers.Entry("authorization", WebRules::header),
        new Triggers.Entry("private-token", WebRules::header),
        new Triggers.Entry("job-token", WebRules::header),
        new Triggers.Entry("x-vault-token", WebRules::header),
        new Triggers.Entry("x-auth-token", WebRules::header),
        new Triggers.Entry("api-key", WebRules::header),
        new Triggers.Entry("x-amz-security-token", WebRules::header),
        new Triggers.Entry("cookie", WebRules::header),
        new Triggers.Entry("bearer ", WebRules::bearer),
        new Triggers.Entry("basic ", WebRules::basic),
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

  /** {@code Digest username="…", response="…"} */
  private static void digest(ScannedLine scan, int from, int to) {
    Values.Value value = Values.at(scan, to);
    if (ValueShape.isHash(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.SIGNATURE, value.from(), value.to());
    }
  }

  /** {@code -H 'X-Any-Name: value'}: a header that a caller sets, unless its name says what for. */
  private static void anyHeader(ScannedLine scan, int start) {
    int end = Alphabet.WORD_DASH.runEnd(scan.text(), start);
    if (scan.at(end) != ':' || end == start) {
      return;
    }
    Values.Value value = Values.at(scan, Values.afterBlanks(scan, end + 1));
    boolean isNamed = KeyNames.words(scan.text().substring(start, end)).stream()
        .anyMatch(KeyNames::isHarmless);
    if (!isNamed && SecretLook.isRandom(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.HEADER, value.from(), value.to());
    }
  }

  /** Name, colon or equals sign, perhaps a scheme, value. Name and scheme stay. */
  private static void header(ScannedLine scan, int from, int to) {
    int start = Values.afterSeparator(scan, to);
    if (start < 0) {
      return;
    }
    Values.Value value = Values.at(scan, start);
    String text = scan.text();
    if (isWholeLine(text.substring(from, to))) {
      int end = scan.restEnd(value.from());
      if (end - value.from() >= 8
          && text.substring(value.from(), Math.min(end, value.from() + 128)).indexOf('=') > 0
          && !ValueShape.isPlaceholder(text, value.from(), end)) {
        scan.found(SecretRule.HEADER, value.from(), end);
      }
      return;
    }
    int first = value.from();
    int wordEnd = scan.runEnd(Alphabet.BEARER, first);
    boolean hasScheme = wordEnd - first < 20
        && SCHEMES.contains(text.substring(first, wordEnd).toLowerCase(Locale.ROOT));
    if (hasScheme && scan.at(wordEnd) == ' ') {
      int credentials = wordEnd + 1;
      int end = isQuoted(value) || scan.at(wordEnd + 1) == 'C'
          ? Math.min(scan.restEnd(credentials), Math.max(value.to(), credentials))
          : scan.runEnd(Alphabet.BARE_VALUE, credentials);
      if (!ValueShape.isPlainWord(text, credentials, end)
          && !ValueShape.isPlaceholder(text, credentials, end)) {
        scan.found(SecretRule.HEADER, credentials, Math.max(end, value.to()));
      }
      return;
    }
    int end = Math.max(wordEnd, isQuoted(value) ? value.to() : value.from());
    if (end - first >= 8
        && ValueShape.hasDigit(text, first, end)
        && !ValueShape.isPlaceholder(text, first, end)) {
      scan.found(SecretRule.HEADER, first, end);
    }
  }

  private static boolean isQuoted(Values.Value value) {
    return value.quoting() == Values.Quoting.QUOTED;
  }

  private static boolean isWholeLine(String name) {
    return WHOLE_LINE[0].equalsIgnoreCase(name) || WHOLE_LINE[1].equalsIgnoreCase(name);
  }

  private static void bearer(ScannedLine scan, int from, int to) {
    int end = scan.runEnd(Alphabet.BEARER, to);
    boolean isLong = end - to >= 16 && ValueShape.hasDigit(scan.text(), to, end);
    if ((isLong || SecretLook.isOnePiece(scan.text(), to, end))
        && !ValueShape.isPlaceholder(scan.text(), to, end)) {
      scan.found(SecretRule.HEADER, to, end);
    }
  }

  /** {@code Basic} and the base64 of user, colon, password. */
  private static void basic(ScannedLine scan, int from, int to) {
    int end = scan.runEnd(Alphabet.BASE64_PADDED, to);
    int whole = (end - to) / 4 * 4;
    if (whole < 8 || whole > 1024) {
      return;
    }
    if (whole >= 20 && SecretLook.isOnePiece(scan.text(), to, end)) {
      scan.found(SecretRule.HEADER, to, end);
      return;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(scan.text().substring(to, to + whole));
      String text = new String(bytes, ISO_8859_1);
      if (text.indexOf(':') >= 0 && text.chars().allMatch(c -> c >= ' ' && c < 127)) {
        scan.found(SecretRule.HEADER, to, end);
      }
    } catch (IllegalArgumentException e) {
      return; // no base64, so no credentials
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
