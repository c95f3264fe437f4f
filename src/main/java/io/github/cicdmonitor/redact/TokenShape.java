package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a token looks like: literals and pieces of an alphabet, such as {@code sk_live_{alnum:16-255}}.
 * A slash may be escaped as in JSON. Pieces take all they can and give nothing back, so that a match
 * costs no more than the token is long; a last piece of fixed length must end where its run ends.
 */
final class TokenShape {
  /** A literal, or {@code least} to {@code most} characters of an alphabet. */
  record Part(String literal, Alphabet alphabet, int least, int most) {
    boolean isLiteral() {
      return !literal.isEmpty();
    }

    boolean isFixed() {
      return least == most;
    }
  }

  /** Characters {@code from} to {@code to}; the secret begins at {@code secret}. */
  record Match(int from, int secret, int to) {}

  private static final String UUID = "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}";

  private final List<Part> parts;
  private final int secretPart;
  private final int anchor;

  private TokenShape(List<Part> parts, int secretPart) {
    this.parts = List.copyOf(parts);
    this.secretPart = secretPart;
    int longest = -1;
    for (int i = 0; i < parts.size(); i++) {
      String literal = parts.get(i).literal();
      if (literal.length() > 1
          && (longest < 0 || literal.length() > parts.get(longest).literal().length())) {
        longest = i;
      }
    }
    anchor = longest;
  }

  static TokenShape parse(String text) {
    String written = text.replace("{uuid}", UUID);
    List<Part> parts = new ArrayList<>();
    int secretPart = 0;
    int i = 0;
    while (i < written.length()) {
      char c = written.charAt(i);
      if (c == '|') {
        secretPart = parts.size();
        i++;
      } else if (c == '{') {
        int close = written.indexOf('}', i);
        parts.add(piece(written.substring(i + 1, close)));
        i = close + 1;
      } else {
        int end = i + 1;
        while (c != '/' && end < written.length() && "{|/".indexOf(written.charAt(end)) < 0) {
          end++;
        }
        parts.add(new Part(written.substring(i, end), Alphabet.ALNUM, 0, 0));
        i = end;
      }
    }
    return new TokenShape(parts, secretPart);
  }

  private static Part piece(String text) {
    int colon = text.indexOf(':');
    String[] lengths = text.substring(colon + 1).split("-", -1);
    Alphabet alphabet =
        Alphabet.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT).replace('-', '_'));
    int least = Integer.parseInt(lengths[0]);
    return new Part("", alphabet, least, Integer.parseInt(lengths[lengths.length - 1]));
  }

  List<Part> parts() {
    return parts;
  }

  int secretPart() {
    return secretPart;
  }

  /** The longest literal, which the table of literals looks for; empty if the shape has none. */
  Optional<String> literal() {
    return anchor < 0 ? Optional.empty() : Optional.of(parts.get(anchor).literal());
  }

  /** The match whose {@link #literal()} stands at {@code at}. */
  Optional<Match> around(ScannedLine scan, int at) {
    int from = at;
    int secret = at;
    for (int i = anchor - 1; i >= 0; i--) {
      from = before(scan, parts.get(i), from);
      if (from < 0) {
        return Optional.empty();
      }
      secret = i == secretPart ? from : secret;
    }
    Optional<Match> rest = forward(scan, anchor, at);
    if (rest.isEmpty()) {
      return rest;
    }
    int begin = secretPart < anchor ? secret : rest.get().secret();
    return Optional.of(new Match(from, begin, rest.get().to()));
  }

  /** The match that begins at {@code from}. */
  Optional<Match> at(ScannedLine scan, int from) {
    return forward(scan, 0, from);
  }

  /** Of the parts from {@code first} on, which begin at {@code from}. */
  private Optional<Match> forward(ScannedLine scan, int first, int from) {
    int i = from;
    int secret = from;
    for (int part = first; part < parts.size(); part++) {
      secret = part == secretPart ? i : secret;
      i = after(scan, parts.get(part), i, part == parts.size() - 1);
      if (i < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new Match(from, secret, i));
  }

  private static int before(ScannedLine scan, Part part, int to) {
    if (part.isLiteral()) {
      int from = to - part.literal().length();
      boolean stands = from >= 0 && scan.text().startsWith(part.literal(), from);
      if (stands && part.literal().equals("/")) {
        while (scan.at(from - 1) == '\\') {
          from--;
        }
      }
      return stands ? from : -1;
    }
    int from = part.alphabet().runStart(scan.text(), to, part.most());
    return to - from < part.least() ? -1 : from;
  }

  private static int after(ScannedLine scan, Part part, int from, boolean isLast) {
    if (part.isLiteral()) {
      int start = from;
      while (part.literal().equals("/") && scan.at(start) == '\\') {
        start++;
      }
      return scan.text().startsWith(part.literal(), start)
          ? start + part.literal().length()
          : -1;
    }
    int run = scan.runEnd(part.alphabet(), from);
    int end = isLast ? withoutFullStop(scan.text(), from, run) : run;
    boolean isTooLong =
        isLast && part.isFixed() && end - from > part.most() && !scan.isJoint(from + part.most());
    if (end - from < part.least() || isTooLong) {
      return -1;
    }
    return Math.min(end, from + part.most());
  }

  /** A full stop or dash after a token belongs to the sentence. */
  private static int withoutFullStop(String text, int from, int to) {
    int end = to;
    while (end > from && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
      end--;
    }
    return end;
  }
}
