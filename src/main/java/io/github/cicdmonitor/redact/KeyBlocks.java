package io.github.cicdmonitor.redact;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Private keys between a BEGIN and an END line. Certificates and public keys are kept. A block that
 * never ends, or whose beginning was cut off, reaches as far as lines look like key material; prose
 * holds no key, so a diagnosis printed after half a block survives.
 */
final class KeyBlocks {
  enum Side {
    BEGIN,
    END
  }

  /** A BEGIN or END marker of a private key: its place in the line, dashes included. */
  record Edge(Side side, int from, int to) {}

  private static final int MAX_LABEL = 40;
  private static final int MAX_LINES = 150; // an 8192-bit RSA key has about 100
  private static final Pattern HEADER = Pattern.compile("[A-Z][A-Za-z-]{2,20}: .*");

  private KeyBlocks() {}

  static List<Triggers.Entry> entries() {
    return List.of(new Triggers.Entry("private key", KeyBlocks::edge));
  }

  private static void edge(ScannedLine scan, int from, int to) {
    String text = scan.text();
    String before = text.substring(Math.max(0, from - MAX_LABEL), from);
    int begin = before.lastIndexOf("BEGIN ");
    int end = before.lastIndexOf("END ");
    int word = Math.max(begin, end);
    if (word < 0
        || !text.startsWith("PRIVATE KEY", from)
        || !before.substring(0, word).contains("--")) {
      return;
    }
    int start = from - before.length() + word;
    while (start > 0 && (text.charAt(start - 1) == '-' || text.charAt(start - 1) == ' ')) {
      start--;
    }
    int stop = text.startsWith(" BLOCK", to) ? to + 6 : to;
    while (scan.at(stop) == '-') {
      stop++;
    }
    scan.edge(new Edge(begin > end ? Side.BEGIN : Side.END, start, stop));
  }

  /** Adds what belongs to private keys to the findings of the lines. */
  static void mark(List<ScannedLine> scans) {
    for (int line = 0; line < scans.size(); line++) {
      ScannedLine scan = scans.get(line);
      for (int i = 0; i < scan.edges().size(); i++) {
        Edge edge = scan.edges().get(i);
        boolean isLast = i == scan.edges().size() - 1;
        if (edge.side() == Side.END) {
          if (i == 0 && scan.findings().isEmpty()) {
            markBackwards(scans, line);
          }
          scan.found(SecretRule.PRIVATE_KEY, edge.from(), edge.to());
          continue;
        }
        int next = isLast ? scan.text().length() : scan.edges().get(i + 1).from();
        int rest = endOfBody(scan, edge.to(), next);
        if (!isLast && rest == next) {
          rest = scan.edges().get(i + 1).to();
        }
        scan.found(SecretRule.PRIVATE_KEY, edge.from(), rest);
        if (isLast && rest == scan.text().length()) {
          markForwards(scans, line + 1);
        }
      }
    }
  }

  /** Up to a quote, which ends the string that holds the block; escapes are part of the body. */
  private static int endOfBody(ScannedLine scan, int from, int max) {
    int i = from;
    while (i < max && !Values.isQuote(scan.at(i))) {
      i++;
    }
    if (i == scan.text().length() && isProse(scan.text().substring(from))) {
      return from;
    }
    return i < max && i > from && scan.at(i - 1) == '\\' ? i - 1 : i;
  }

  private static void markForwards(List<ScannedLine> scans, int first) {
    int last = Math.min(scans.size(), first + MAX_LINES);
    boolean isClosed = false;
    for (int line = first; line < last && !isClosed; line++) {
      List<Edge> edges = scans.get(line).edges();
      if (!edges.isEmpty()) {
        isClosed = edges.get(0).side() == Side.END;
        last = line + (isClosed ? 1 : 0);
      }
    }
    for (int line = first; line < last; line++) {
      ScannedLine scan = scans.get(line);
      int start = Prefixes.end(scan.text());
      int end =
          scan.edges().isEmpty() ? scan.text().length() : scan.edges().get(0).to();
      if (isProse(scan.text().substring(start, Math.max(start, end)))) {
        if (!isClosed) {
          return;
        }
        continue;
      }
      scan.found(SecretRule.PRIVATE_KEY, start, end);
    }
  }

  private static void markBackwards(List<ScannedLine> scans, int end) {
    for (int line = end - 1; line >= Math.max(0, end - MAX_LINES); line--) {
      ScannedLine scan = scans.get(line);
      int start = Prefixes.end(scan.text());
      String body = scan.text().substring(start).strip();
      boolean isBody = body.length() >= (line == end - 1 ? 1 : 20)
          && Alphabet.BASE64_PADDED.runEnd(body, 0) == body.length();
      if (!isBody
          || scan.findings().stream().anyMatch(f -> f.rule().equals(SecretRule.PRIVATE_KEY))) {
        return;
      }
      scan.found(SecretRule.PRIVATE_KEY, start, scan.text().length());
    }
  }

  /** At least three words, none of them long enough for a line of key material. */
  private static boolean isProse(String body) {
    if (HEADER.matcher(body).matches() || body.contains("\\n")) {
      return false;
    }
    String[] words = body.strip().split("\\s+", -1);
    if (words.length < 3) {
      return false;
    }
    for (String word : words) {
      int run = Alphabet.BASE64.runEnd(word, 0);
      if (run >= 24 && ValueShape.restlessness(word, 0, run) > 0.4) {
        return false;
      }
    }
    return true;
  }
}
