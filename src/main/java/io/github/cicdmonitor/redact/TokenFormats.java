package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The formats this program ships with, read once from {@code formats.tsv}. */
final class TokenFormats {
  private static final int COLUMNS = 8;
  private static final String NOTHING = "-";

  static final List<TokenFormat> ALL = read();

  private static final int LEAST_BEGINNING = 2;
  private static final Set<String> BEGINNINGS = beginnings();

  private TokenFormats() {}

  private static Set<String> beginnings() {
    Set<String> beginnings = new HashSet<>();
    for (TokenFormat format : ALL) {
      String literal = format.shape().literal().orElse("");
      for (int length = LEAST_BEGINNING; length < literal.length(); length++) {
        beginnings.add(literal.substring(0, length));
      }
    }
    return Set.copyOf(beginnings);
  }

  /** Whether the last characters before {@code to}, at most {@code most}, begin a format's literal. */
  static boolean isBegunAt(String text, int to, int most) {
    for (int length = LEAST_BEGINNING; length <= most; length++) {
      int from = to - length;
      boolean isEdge = from == 0
          || text.charAt(from) == '.' // inside a token of several parts
          || !Alphabet.ALNUM.has(text.charAt(from - 1));
      if (isEdge && BEGINNINGS.contains(text.substring(from, to))) {
        return true;
      }
    }
    return false;
  }

  private static List<TokenFormat> read() {
    List<TokenFormat> formats = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(TokenFormats.class.getResourceAsStream("formats.tsv"))) {
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          formats.add(format(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(formats);
  }

  static TokenFormat format(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
    }
    return new TokenFormat(
        SecretRule.provider(columns[0]),
        columns[1],
        TokenShape.parse(columns[2]),
        TokenFormat.Start.valueOf(columns[3].toUpperCase(Locale.ROOT)),
        columns[4].equals(NOTHING)
            ? TokenFormat.Need.NOTHING
            : TokenFormat.Need.valueOf(columns[4].toUpperCase(Locale.ROOT)),
        Double.parseDouble(columns[5]),
        columns[6].equals(NOTHING)
            ? Checksum.NONE
            : Checksum.valueOf(columns[6].toUpperCase(Locale.ROOT)),
        columns[7].equals(NOTHING) ? Set.of() : Set.of(columns[7].split(",", -1)));
  }
}
