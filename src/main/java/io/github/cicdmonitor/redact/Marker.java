package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in place of a secret: {@code [redacted:<rule>:<4 hex>]} or {@code [blob <length> <8
 * hex>]}. The digits are a keyed hash, so that equal secrets stay recognisable as equal within one
 * run, and nobody without the key can test a guess. Neither form holds a quote or a backslash.
 */
final class Marker {
  private static final String HASH = "HmacSHA256";
  private static final int MAX_LENGTH = 48;
  private static final Pattern FORM =
      Pattern.compile("\\[redacted:([0-9a-z-]+):[0-9a-f]{4}\\]|\\[blob [0-9]{1,9} [0-9a-f]{8}\\]");

  /** Only these words stand in a marker: no secret hides as one. */
  private static final Set<String> LABELS = Stream.concat(
          SecretRule.IN_CODE.stream(), TokenFormats.ALL.stream().map(TokenFormat::rule))
      .map(SecretRule::label)
      .collect(Collectors.toUnmodifiableSet());

  private final Mac mac;

  Marker(byte[] key) {
    try {
      mac = Mac.getInstance(HASH);
      mac.init(new SecretKeySpec(key, HASH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HASH, e);
    }
  }

  String of(Finding finding, String secret) {
    String hash = HexFormat.of().formatHex(mac.doFinal(secret.getBytes(UTF_8)));
    return finding.style() == Finding.Style.BLOB
        ? "[blob " + secret.length() + " " + hash.substring(0, 8) + "]"
        : "[redacted:" + finding.rule().label() + ":" + hash.substring(0, 4) + "]";
  }

  /** Markers of an earlier pass are recognised, so that no rule looks inside them. */
  static List<Triggers.Entry> entries() {
    return List.of(
        new Triggers.Entry("[redacted:", Marker::protect),
        new Triggers.Entry("[blob ", Marker::protect));
  }

  private static void protect(ScannedLine scan, int from, int to) {
    int end = Math.min(scan.text().length(), from + MAX_LENGTH);
    Matcher matcher = FORM.matcher(scan.text().substring(from, end));
    if (matcher.lookingAt() && (matcher.group(1) == null || LABELS.contains(matcher.group(1)))) {
      scan.mark(from, from + matcher.end());
    }
  }
}
