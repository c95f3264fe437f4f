package io.github.cicdmonitor.redact;

import java.util.Optional;
import java.util.Set;

/**
 * How one provider's tokens look: a row of {@code formats.tsv}, whose head explains the columns.
 *
 * @param near words, one of which must stand before the token; empty where the shape is enough
 */
record TokenFormat(
    SecretRule rule,
    String provider,
    TokenShape shape,
    Start start,
    Need need,
    double bits,
    Checksum checksum,
    Set<String> near) {
  private static final double LEAST_CHANGES = 0.3;

  enum Start {
    ANY,
    EDGE
  }

  enum Need {
    NOTHING,
    DIGIT,
    MIXED
  }

  /** The part of the line that must go, where the shape's literal stands at {@code at}. */
  Optional<Finding> around(ScannedLine scan, int at) {
    String literal = shape.literal().orElse("");
    if (!scan.text().startsWith(literal, at)) {
      return Optional.empty();
    }
    if (literal.length() > 2 && (start == Start.ANY || scan.isBoundary(at))) {
      scan.formatAt(at);
    }
    return shape.around(scan, at).flatMap(match -> judged(scan, match));
  }

  /** The same for a token that begins at {@code from}. */
  Optional<Finding> at(ScannedLine scan, int from) {
    return shape.at(scan, from).flatMap(match -> judged(scan, match));
  }

  private Optional<Finding> judged(ScannedLine scan, TokenShape.Match match) {
    return (mayBegin(scan, match) && looksRandom(scan.text(), match))
            || checksum.isRight(scan.text().substring(match.from(), match.to()))
        ? Optional.of(new Finding(match.secret(), match.to(), rule))
        : Optional.empty();
  }

  private boolean mayBegin(ScannedLine scan, TokenShape.Match match) {
    return start == Start.ANY || scan.isBoundary(match.from());
  }

  private boolean looksRandom(String text, TokenShape.Match match) {
    TokenShape.Part first = shape.parts().get(0);
    int prefix = match.secret() == match.from() ? first.literal().length() : 0;
    int from = match.secret() + prefix;
    return switch (need) {
          case NOTHING -> true;
          case DIGIT -> ValueShape.hasDigit(text, from, match.to());
          case MIXED ->
            ValueShape.hasDigit(text, from, match.to())
                && ValueShape.restlessness(text, from, match.to()) > LEAST_CHANGES;
        }
        && (bits == 0 || ValueShape.entropy(text, from, match.to()) >= bits);
  }
}
