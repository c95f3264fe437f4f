package io.github.cicdmonitor.redact;

import java.util.Locale;
import java.util.Random;

/** Tokens of the formats, put together at run time so that no source file holds one. */
final class TokenSamples {
  private static final int LONGER = 24;
  private static final int BECH32_CHECK = 6;

  /**
   * @param text the token with a word before it that names its provider, where the shape alone is
   *     not enough
   * @param secret what must not be seen again
   */
  record Sample(TokenFormat format, String text, String token, String secret) {
    boolean isBare() {
      return format.near().isEmpty() && secret.equals(token);
    }

    @Override
    public String toString() {
      return format.rule().label() + " of " + format.provider();
    }
  }

  private final Random random;

  TokenSamples(long seed) {
    random = new Random(seed);
  }

  Sample of(TokenFormat format) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      StringBuilder token = new StringBuilder();
      int secret = 0;
      for (int i = 0; i < format.shape().parts().size(); i++) {
        secret = i == format.shape().secretPart() ? token.length() : secret;
        token.append(piece(format.shape().parts().get(i)));
      }
      String whole = checked(format.checksum(), token.toString());
      if (isTypical(format, whole, secret)) {
        String before = format.near().isEmpty()
            ? ""
            : format.near().stream().sorted().toList().get(0) + " ";
        return new Sample(format, before + whole, whole, whole.substring(secret));
      }
    }
    throw new AssertionError("no sample of " + format);
  }

  private String piece(TokenShape.Part part) {
    if (part.isLiteral()) {
      return part.literal();
    }
    int span = Math.min(LONGER, part.most() - part.least());
    int length = part.least() + random.nextInt(span + 1);
    StringBuilder out = new StringBuilder();
    boolean upper = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      char c = character(part.alphabet(), upper);
      while ((i == 0 || i == length - 1) && !Alphabet.ALNUM.has(c)) {
        c = character(part.alphabet(), upper);
      }
      out.append(c);
    }
    return out.toString();
  }

  /** Letters and digits mostly, and what else belongs to the alphabet as often as it does in one. */
  private char character(Alphabet alphabet, boolean upper) {
    while (true) {
      char c = (char) ('!' + random.nextInt('~' - '!' + 1));
      boolean fits = alphabet.has(c) && c != '=' && c != '%' && c != '.' && c != '~';
      boolean oneCase =
          alphabet != Alphabet.HEX || Character.isDigit(c) || Character.isUpperCase(c) == upper;
      if (fits && oneCase) {
        return c;
      }
    }
  }

  private String checked(Checksum checksum, String token) {
    return switch (checksum) {
      case NONE -> token;
      case CRC32 -> {
        int body = token.indexOf('_') + 1;
        int check = token.length() - 6;
        yield token.substring(0, check) + Checksum.crc32(token.substring(body, check));
      }
      case BECH32 -> bech32(token);
    };
  }

  private String bech32(String token) {
    String digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    int separator = token.indexOf('1');
    StringBuilder out = new StringBuilder(token.substring(0, separator + 1));
    for (int i = separator + 1; i < token.length() - BECH32_CHECK; i++) {
      out.append(digits.charAt(random.nextInt(32)));
    }
    int sum = Checksum.remainder(out.toString().toLowerCase(Locale.ROOT) + "qqqqqq") ^ 1;
    for (int i = 0; i < BECH32_CHECK; i++) {
      out.append(digits.charAt((sum >> (5 * (BECH32_CHECK - 1 - i))) & 31));
    }
    boolean isUpper = Character.isUpperCase(token.charAt(0));
    return isUpper ? out.toString().toUpperCase(Locale.ROOT) : out.toString();
  }

  /** A random string may lack what nearly all tokens have: such a one is drawn again. */
  private static boolean isTypical(TokenFormat format, String token, int secret) {
    int from = secret > 0 ? secret : format.shape().parts().get(0).literal().length();
    return format.need() == TokenFormat.Need.NOTHING
        || ValueShape.hasDigit(token, from, token.length());
  }
}
