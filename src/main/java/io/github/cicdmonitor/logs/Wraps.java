package io.github.cicdmonitor.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Secrets that a terminal or an encoder broke over several lines: base64 in lines of equal width,
 * and a token at the end of one line that goes on at the beginning of the next.
 */
final class Wraps {
  private static final int MIN_WIDTH = 40;
  private static final int MAX_TAIL = 600;
  private static final int MIN_TOGETHER = 16;
  private static final int FULL_LINE = 60;

  private Wraps() {}

  static void mark(List<Scan> scans, OwnSecrets own, int depth) {
    int line = 0;
    while (line < scans.size()) {
      int end = endOfBlock(scans, line);
      if (end - line >= 2) {
        markBlock(scans.subList(line, end), own, depth);
        line = end;
      } else {
        line++;
      }
    }
    for (int first = 0; first + 1 < scans.size(); first++) {
      markBreak(scans, first, own, depth);
    }
  }

  /** Lines of one width that hold one base64 run each; the last may be shorter. */
  private static int endOfBlock(List<Scan> scans, int first) {
    int width = runLength(scans.get(first).text());
    if (width < MIN_WIDTH) {
      return first;
    }
    int line = first + 1;
    while (line < scans.size()) {
      int length = runLength(scans.get(line).text());
      if (length == 0 || length > width) {
        return line;
      }
      line++;
      if (length < width) {
        return line;
      }
    }
    return line;
  }

  /** The length of the line's content if it is one run, else 0. */
  private static int runLength(String text) {
    int start = Prefixes.end(text);
    int end = endOfContent(text);
    if (start >= end || !Alphabet.BASE64_PADDED.has(text.charAt(start))) {
      return 0;
    }
    return Alphabet.BASE64_PADDED.runEnd(text, start) == end ? end - start : 0;
  }

  private static int endOfContent(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  private static void markBlock(List<Scan> block, OwnSecrets own, int depth) {
    StringBuilder joined = new StringBuilder();
    boolean onlyHashes = true;
    for (Scan scan : block) {
      int start = Prefixes.end(scan.text());
      int end = endOfContent(scan.text());
      joined.append(scan.text(), start, end);
      onlyHashes &= Looks.isHash(scan.text(), start, end);
    }
    int length = Alphabet.BASE64.runEnd(joined.toString(), 0);
    String run = joined.substring(0, length);
    Optional<SecretRule> inside = BlobRules.inside(own, depth, run);
    boolean opaque = depth == 0 && !onlyHashes && BlobRules.isOpaque(run, 0, length);
    if (inside.isEmpty() && !opaque) {
      return;
    }
    for (Scan scan : block) {
      scan.add(new Finding(
          Prefixes.end(scan.text()),
          endOfContent(scan.text()),
          inside.orElse(SecretRule.RANDOM),
          inside.isPresent() ? Finding.Style.SECRET : Finding.Style.BLOB));
    }
  }

  /** Joins the end of a line with the first run of the next, as long as whole lines are one run. */
  private static void markBreak(List<Scan> scans, int first, OwnSecrets own, int depth) {
    String text = scans.get(first).text();
    int end = endOfContent(text);
    int tail = Alphabet.URL_VALUE.runStart(text, end, MAX_TAIL);
    String next = scans.get(first + 1).text();
    int nextStart = Prefixes.end(next);
    int nextEnd = Alphabet.URL_VALUE.runEnd(next, nextStart);
    if (tail == end || nextStart == nextEnd || end - tail + nextEnd - nextStart < MIN_TOGETHER) {
      return;
    }
    int lineStart = Math.max(Prefixes.end(text), end - MAX_TAIL);
    StringBuilder joined = new StringBuilder(text.substring(Math.min(lineStart, tail), end));
    int joint = joined.length();
    List<Piece> pieces = new ArrayList<>();
    int line = first + 1;
    while (line < scans.size() && joined.length() < 4 * MAX_TAIL) {
      String piece = scans.get(line).text();
      int from = Prefixes.end(piece);
      int to = Math.min(Alphabet.URL_VALUE.runEnd(piece, from), from + 2 * MAX_TAIL);
      pieces.add(new Piece(scans.get(line), from, joined.length()));
      joined.append(piece, from, to);
      if (to < endOfContent(piece) || to == from) {
        break;
      }
      line++;
    }
    boolean nextIsAlone = nextEnd == endOfContent(next);
    boolean isFull = end - Prefixes.end(text) >= FULL_LINE;
    Scan whole = new Scan(joined.toString(), own, Math.max(depth, 1));
    LineRules.apply(whole);
    for (Finding finding : whole.findings()) {
      if (finding.from() < joint && finding.to() > joint) {
        int origin = end - joint;
        boolean isCompleteAlone = endsHere(scans.get(first), origin + finding.from(), end);
        boolean isWord = Looks.isPlainWord(next, nextStart, nextEnd);
        if (!isCompleteAlone || (!isWord && (nextIsAlone || isFull))) {
          scans.get(first).found(finding.rule(), origin + finding.from(), end);
          pieces.forEach(piece -> piece.found(finding));
        }
      }
    }
  }

  /** Whether the rules saw a whole secret from there to the end of the line without the next line. */
  private static boolean endsHere(Scan scan, int from, int end) {
    return scan.findings().stream().anyMatch(f -> f.from() <= from && f.to() >= end);
  }

  /** Part of a line, at {@code offset} of the joined text. */
  private record Piece(Scan scan, int from, int offset) {
    void found(Finding finding) {
      scan.found(
          finding.rule(), from, Math.min(scan.text().length(), from + finding.to() - offset));
    }
  }
}
