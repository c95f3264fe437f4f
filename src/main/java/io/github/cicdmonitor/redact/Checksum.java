package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.zip.CRC32;

/** How a token says that it is one: nothing but a token has the right check characters. */
enum Checksum {
  NONE {
    @Override
    boolean isRight(String token) {
      return false;
    }
  },
  /** The last six characters are the CRC-32 of what lies between prefix and them, in base 62. */
  CRC32 {
    @Override
    boolean isRight(String token) {
      int body = token.indexOf('_') + 1;
      int check = token.length() - 6;
      return check > body
          && token.substring(check).equals(Checksum.crc32(token.substring(body, check)));
    }
  },
  /** Bech32 with its six check characters, as age and Nostr write keys. */
  BECH32 {
    @Override
    boolean isRight(String token) {
      return Checksum.remainder(token.toLowerCase(java.util.Locale.ROOT)) == 1;
    }
  };

  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String BECH32_DIGITS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  /** Whether the check characters fit the rest; false where the format has none. */
  abstract boolean isRight(String token);

  /** Six digits in base 62. */
  static String crc32(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(US_ASCII));
    StringBuilder digits = new StringBuilder();
    long rest = sum.getValue();
    for (int i = 0; i < 6; i++) {
      digits.insert(0, BASE62.charAt((int) (rest % 62)));
      rest /= 62;
    }
    return digits.toString();
  }

  /** Of the polynomial that prefix and digits make: 1 for a right string, -1 for no Bech32. */
  static int remainder(String text) {
    int separator = text.lastIndexOf('1');
    int sum = 1;
    for (int i = 0; i < separator; i++) {
      sum = step(sum, text.charAt(i) >> 5);
    }
    sum = step(sum, 0);
    for (int i = 0; i < text.length(); i++) {
      if (i == separator) {
        continue;
      }
      int digit = i < separator ? text.charAt(i) & 31 : BECH32_DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      sum = step(sum, digit);
    }
    return sum;
  }

  private static int step(int sum, int digit) {
    int top = sum >>> 25;
    int next = (sum & 0x1ffffff) << 5 ^ digit;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (top >> i & 1) == 0 ? 0 : GENERATOR[i];
    }
    return next;
  }
}
