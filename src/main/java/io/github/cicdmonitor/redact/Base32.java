package io.github.cicdmonitor.redact;

import java.util.Optional;

/** Base32 as RFC 4648 writes it: capitals and the digits 2 to 7, five bits each. */
public final class Base32 {
  private static final int BITS = 5;

  private Base32() {}

  /** The bytes that whole octets make, padding left off; empty if another character stands there. */
  public static Optional<byte[]> decoded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    byte[] bytes = new byte[end * BITS / Byte.SIZE];
    int held = 0;
    int bits = 0;
    int count = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean isLetter = c >= 'A' && c <= 'Z';
      if (!isLetter && (c < '2' || c > '7')) {
        return Optional.empty();
      }
      held = (held << BITS | (isLetter ? c - 'A' : c - '2' + 26)) & 0xffff;
      bits += BITS;
      if (bits >= Byte.SIZE) {
        bits -= Byte.SIZE;
        bytes[count++] = (byte) (held >> bits);
      }
    }
    return Optional.of(bytes);
  }
}
