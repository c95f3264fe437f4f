package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Credentials in the headers of HTTP, as a client, a server or a program that calls one prints them. */
final class HeaderRules {
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

  private static final String[] WHOLE_LINE = {"cookie", "set-cookie"};

  private HeaderRules() {}

  static List<Triggers.Entry> entries() {
    return List.of(
        new Triggers.Entry(", response=", HeaderRules::digest),
        new Triggers.Entry("-h \"", (scan, from, to) -> anyHeader(scan, to)),
        new Triggers.Entry("-h '", (scan, from, to) -> anyHeader(scan, to)),
        new Triggers.Entry("> x-", (scan, from, to) -> anyHeader(scan, to - 2)),
        new Triggers.Entry("authorization", HeaderRules::header),
        new Triggers.Entry("private-token", HeaderRules::header),
        new Triggers.Entry("job-token", HeaderRules::header),
        new Triggers.Entry("x-vault-token", HeaderRules::header),
        new Triggers.Entry("x-auth-token", HeaderRules::header),
        new Triggers.Entry("api-key", HeaderRules::header),
        new Triggers.Entry("x-amz-security-token", HeaderRules::header),
        new Triggers.Entry("cookie", HeaderRules::header),
        new Triggers.Entry("bearer ", HeaderRules::bearer),
        new Triggers.Entry("basic ", HeaderRules::basic));
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
    boolean isNamed =
        KeyNames.words(scan.text().substring(start, end)).stream().anyMatch(KeyNames::isHarmless);
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
}
