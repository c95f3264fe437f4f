package io.github.cicdmonitor.redact;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Long runs of base64 or hexadecimal. They are decoded and searched first (a compromised action
 * prints secrets base64-encoded twice, because the masking of logs cannot see through that); what
 * stays opaque is hidden when it is as random as a key, or folded when it is merely long.
 */
final class BlobRules {
  /** Base64 of the shortest token, 15 bytes, has 20 characters. */
  static final int SHORTEST = 20;

  private static final int SHORTEST_BASE32 = 24;
  private static final int MAX_PADDING = 6; // of base32; base64 has two

  /** Of the shortest token, 15 bytes. */
  private static final int SHORTEST_HEX = 30;

  private static final int RANDOM_FROM = 40;
  private static final int BLOB_FROM = 100;
  private static final int MAX_DEPTH = 3;
  private static final int PRINTABLE_FROM = 12;
  private static final int CONTEXT = 24;
  // SHA-1, SHA-256, SHA-384 and SHA-512 in base64, with and without padding
  private static final Set<Integer> HASH_LENGTHS = Set.of(27, 28, 43, 44, 64, 86, 88);

  private static final byte[] SEXTETS = new byte[128];

  static {
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < digits.length(); i++) {
      SEXTETS[digits.charAt(i)] = (byte) i;
    }
  }

  private BlobRules() {}

  /** A run of base64 characters, padding not included, in its line. */
  static void run(ScannedLine scan, int from, int to) {
    String text = scan.text();
    scan.longRun();
    if (scan.isMarked(from)) {
      return;
    }
    if (isDiscordBot(text, from, to)) {
      int middle = Alphabet.WORD_DASH.runEnd(text, to + 1);
      scan.found(SecretRule.DISCORD_TOKEN, from, Alphabet.WORD_DASH.runEnd(text, middle + 1));
      return;
    }
    int end = withPadding(text, to);
    Optional<SecretRule> inside = mayHoldText(text, from, to)
        ? inside(scan.own(), scan.depth(), text.substring(from, to))
        : insideBase32(scan, from, to);
    if (inside.isPresent()) {
      scan.found(inside.get(), from, end);
      return;
    }
    if (to - from == 40
        && scan.isNearAwsWord(from)
        && !ValueShape.isHex(text, from, to)
        && ValueShape.restlessness(text, from, to) > 0.35) {
      scan.found(SecretRule.AWS_SECRET, from, to);
    } else if (scan.depth() == 0 && PlacedValue.find(scan, from, to)) {
      return;
    } else if (scan.depth() == 0
        && isOpaque(text, from, to)
        && !isIntegrity(text, from, end)
        && !isPageReference(text, from)) {
      scan.add(new Finding(
          from,
          end,
          SecretRule.RANDOM,
          to - from > BLOB_FROM ? Finding.Style.BLOB : Finding.Style.SECRET));
    }
  }

  /** {@code …try again.</p>0U1pda…}: what a proxy's error page is to be found by. */
  static boolean isPageReference(String text, int from) {
    return from > 3
        && text.charAt(from - 1) == '>'
        && text.startsWith("</", text.lastIndexOf('<', from));
  }

  /** {@code <base64 of the bot's number>.<6 characters>.<27 and more>}: no literal gives it away. */
  private static boolean isDiscordBot(String text, int from, int to) {
    int length = to - from;
    if (length < 23 || length > 28 || to >= text.length() || text.charAt(to) != '.') {
      return false;
    }
    int middle = Alphabet.WORD_DASH.runEnd(text, to + 1);
    if (middle - to - 1 < 5
        || middle - to - 1 > 7
        || middle >= text.length()
        || text.charAt(middle) != '.'
        || Alphabet.WORD_DASH.runEnd(text, middle + 1) - middle - 1 < 27) {
      return false;
    }
    int word = 0;
    for (int i = from; i < to; i++) {
      word = word << 6 | SEXTETS[text.charAt(i)];
      boolean whole = (i - from) % 4 == 3;
      if (whole && !(isDigit(word >> 16) && isDigit(word >> 8) && isDigit(word))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(int octet) {
    return (octet & 0xff) >= '0' && (octet & 0xff) <= '9';
  }

  private static int withPadding(String text, int to) {
    int end = to;
    while (end < text.length() && end < to + MAX_PADDING && text.charAt(end) == '=') {
      end++;
    }
    return end;
  }

  /**
   * Whether twelve bytes in a row would be printable at one of the alignments, or the run is
   * hexadecimal: a cheap look before anything is decoded.
   */
  private static boolean mayHoldText(String text, int from, int to) {
    int[] printable = new int[4];
    int word = 0;
    for (int i = from; i < to; i++) {
      word = word << 6 | SEXTETS[text.charAt(i)];
      if (i - from < 3) {
        continue;
      }
      boolean isText = isPrintable((byte) (word >> 16))
          && isPrintable((byte) (word >> 8))
          && isPrintable((byte) word);
      int alignment = i & 3;
      printable[alignment] = isText ? printable[alignment] + 3 : 0;
      if (printable[alignment] >= PRINTABLE_FROM) {
        return true;
      }
    }
    return ValueShape.isHex(text, from, to)
        || (text.charAt(from) == '0' && ValueShape.isHex(text, from + 2, to));
  }

  /** Symbols of C++, Swift and Rust in stack traces look random. */
  static boolean isMangledName(String text, int from) {
    int start = from;
    while (start > 0
        && from - start < 2000
        && (Alphabet.WORD.has(text.charAt(start - 1)) || text.charAt(start - 1) == '$')) {
      start--;
    }
    return text.startsWith("$s", start)
        || text.startsWith("_$s", start)
        || text.startsWith("_Z", start)
        || text.startsWith("_T", start)
        || text.startsWith("_R", start);
  }

  /** Random enough not to be words, a path, or a hash that the diagnosis may need. */
  static boolean isOpaque(String text, int from, int to) {
    if (to - from < RANDOM_FROM
        || ValueShape.isHash(text, from, to)
        || (!ValueShape.hasDigit(text, from, to) && to - from < 64)
        || !ValueShape.hasLetter(text, from, to)) {
      return false;
    }
    boolean isHex = ValueShape.isHex(text, from, to);
    if (isHex) {
      return to - from > BLOB_FROM;
    }
    return ValueShape.entropy(text, from, to) >= (to - from > BLOB_FROM ? 3.5 : 4.5)
        && ValueShape.restlessness(text, from, to) >= 0.42
        && !hasWordBetweenSlashes(text, from, to)
        && !isMangledName(text, from)
        && !text.startsWith("AAAA", from);
  }

  private static boolean hasWordBetweenSlashes(String text, int from, int to) {
    int start = from;
    int words = 0;
    int segments = 0;
    int end = Math.min(to, from + 512);
    for (int i = from; i <= end; i++) {
      if (i == end || text.charAt(i) == '/') {
        segments++;
        if (ValueShape.isHash(text, start, i)) {
          return true; // the address of a file in a cache
        }
        words +=
            i - start >= 3 && (ValueShape.isPlainWord(text, start, i) || isCache(text, start, i))
                ? 1
                : 0;
        start = i + 1;
      }
    }
    return segments > 1 && words > 0 && words * 8 >= segments;
  }

  /** The part of a content-addressed path that names the kind of hash. */
  private static boolean isCache(String text, int from, int to) {
    return to - from <= 6 && text.startsWith("sha", from);
  }

  /** {@code sha512-…}, {@code h1:…}: the base64 of a hash, of exactly a hash's length. */
  private static boolean isIntegrity(String text, int from, int end) {
    int length = end - from;
    if (!HASH_LENGTHS.contains(length)) {
      return false;
    }
    String before = text.substring(Math.max(0, from - CONTEXT), from);
    return before.matches(
        "(?is).*(sha\\d+[-:= ]|h1:|content hash |integrity.{0,12}|digest.{0,12}|checksum.{0,12})");
  }

  /** The rule that fires in what the run decodes to, whichever of the four alignments it has. */
  static Optional<SecretRule> inside(OwnSecrets own, int depth, String run) {
    if (depth >= MAX_DEPTH) {
      return Optional.empty();
    }
    for (int offset = 0; offset < 4; offset++) {
      int length = (run.length() - offset) / 4 * 4;
      int rest = (run.length() - offset) % 4;
      length += rest == 1 ? 0 : rest;
      if (length < SHORTEST - 4) {
        break;
      }
      byte[] bytes = Base64.getDecoder().decode(run.substring(offset, offset + length));
      Optional<SecretRule> rule = search(own, depth, bytes);
      if (rule.isPresent()) {
        return rule;
      }
    }
    return insideHex(own, depth, run);
  }

  /** Of capitals and few digits, which base64 of a text never is. */
  private static Optional<SecretRule> insideBase32(ScannedLine scan, int from, int to) {
    boolean isDeep = scan.depth() >= MAX_DEPTH || to - from < SHORTEST_BASE32;
    return isDeep
        ? Optional.empty()
        : Base32.decoded(scan.text().substring(from, to))
            .flatMap(bytes -> search(scan.own(), scan.depth(), bytes));
  }

  private static Optional<SecretRule> insideHex(OwnSecrets own, int depth, String digits) {
    String run = digits.startsWith("0x") || digits.startsWith("0X") ? digits.substring(2) : digits;
    if (run.length() < SHORTEST_HEX || !ValueShape.isHex(run, 0, run.length())) {
      return Optional.empty();
    }
    for (int offset = 0; offset < 2; offset++) {
      byte[] bytes = new byte[(run.length() - offset) / 2];
      for (int i = 0; i < bytes.length; i++) {
        int high = Character.digit(run.charAt(offset + 2 * i), 16);
        bytes[i] = (byte) (16 * high + Character.digit(run.charAt(offset + 2 * i + 1), 16));
      }
      Optional<SecretRule> rule = search(own, depth, bytes);
      if (rule.isPresent()) {
        return rule;
      }
    }
    return Optional.empty();
  }

  /** Only the printable stretches are searched: random bytes are not worth a scan. */
  private static Optional<SecretRule> search(OwnSecrets own, int depth, byte[] bytes) {
    StringBuilder printable = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i < bytes.length && isPrintable(bytes[i])) {
        continue;
      }
      if (i - start >= PRINTABLE_FROM) {
        for (int k = start; k < i; k++) {
          printable.append((char) bytes[k]);
        }
        printable.append('\n');
      }
      start = i + 1;
    }
    if (printable.length() == 0) {
      return Optional.empty();
    }
    List<String> lines = List.of(printable.toString().split("\n", -1));
    return new Examination(own, depth + 1, lines).firstRule();
  }

  private static boolean isPrintable(byte b) {
    return (b >= ' ' && b < 127) || b == '\n' || b == '\t' || b == '\r';
  }
}
