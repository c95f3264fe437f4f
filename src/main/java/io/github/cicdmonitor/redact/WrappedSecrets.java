package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Secrets that a terminal or an encoder broke over several lines: base64 in lines of equal width,
 * and a token at the end of one line that goes on at the beginning of the next.
 */
final class WrappedSecrets {
  private static final int MIN_WIDTH = 40;
  private static final int MAX_TAIL = 600;
  private static final int MAX_JOINED = 4096; // twice the longest token
  private static final int MIN_TOGETHER = 16;
  private static final int FULL_LINE = 60;

  /** Whether the format is so strict that words of two lines do not meet it by chance. */
  private static boolean isSure(SecretRule rule) {
    return rule.namesProvider()
        || rule.equals(SecretRule.OWN_SECRET)
        || rule.equals(SecretRule.URL_CREDENTIALS);
  }

  private WrappedSecrets() {}

  static void mark(List<ScannedLine> scans, OwnSecrets own, int depth) {
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
    int first = 0;
    while (first + 1 < scans.size()) {
      first = markBreak(scans, first, own, depth);
    }
  }

  /** Lines of one width that hold one base64 run each; the last may be shorter. */
  private static int endOfBlock(List<ScannedLine> scans, int first) {
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

  private static void markBlock(List<ScannedLine> block, OwnSecrets own, int depth) {
    StringBuilder joined = new StringBuilder();
    boolean onlyHashes = true;
    for (ScannedLine scan : block) {
      int start = Prefixes.end(scan.text());
      int end = endOfContent(scan.text());
      joined.append(scan.text(), start, end);
      onlyHashes &= ValueShape.isHash(scan.text(), start, end);
    }
    int length = Alphabet.BASE64.runEnd(joined.toString(), 0);
    String run = joined.substring(0, length);
    Optional<SecretRule> inside = BlobRules.inside(own, depth, run);
    boolean opaque = depth == 0 && !onlyHashes && BlobRules.isOpaque(run, 0, length);
    if (inside.isEmpty() && !opaque) {
      return;
    }
    for (ScannedLine scan : block) {
      scan.add(new Finding(
          Prefixes.end(scan.text()),
          endOfContent(scan.text()),
          inside.orElse(SecretRule.RANDOM),
          inside.isPresent() ? Finding.Style.SECRET : Finding.Style.BLOB));
    }
  }

  /**
   * A secret that the line's end cuts, and what of it stands at the beginning of the next lines.
   * Answers the line to go on with, so that each line is joined at most twice.
   */
  private static int markBreak(List<ScannedLine> scans, int first, OwnSecrets own, int depth) {
    String text = scans.get(first).text();
    int end = endOfContent(text);
    if (end == 0 || !Alphabet.BARE_VALUE.has(text.charAt(end - 1))) {
      return first + 1;
    }
    String next = scans.get(first + 1).text();
    int nextStart = Prefixes.end(next);
    int nextEnd = Alphabet.BARE_VALUE.runEnd(next, nextStart);
    if (nextStart == nextEnd) {
      return first + 1;
    }
    for (Finding finding : scans.get(first).findings()) {
      if (finding.to() >= end) {
        if (nextEnd == endOfContent(next)
            || nextEnd - nextStart >= MIN_TOGETHER
            || end - Prefixes.end(text) >= FULL_LINE) {
          markPieces(scans, first, finding.rule());
        }
        return first + 1;
      }
    }
    int tail = Alphabet.BARE_VALUE.runStart(text, end, MAX_TAIL);
    if (end - tail + nextEnd - nextStart < MIN_TOGETHER) {
      return first + 1;
    }
    return joinAndSearch(scans, first, own, depth);
  }

  /** Part of a token rather than a word, an assignment or a path. */
  private static boolean isOpaquePiece(String text, int from, int to) {
    int sign = text.indexOf('=', from);
    return (sign < 0 || sign >= to - 2)
        && ValueShape.hasDigit(text, from, to)
        && ValueShape.hasLetter(text, from, to)
        && !ValueShape.isBuilt(text, from, to);
  }

  /** The pieces on the following lines, as long as each fills its line. */
  private static void markPieces(List<ScannedLine> scans, int first, SecretRule rule) {
    for (int line = first + 1; line < scans.size(); line++) {
      ScannedLine scan = scans.get(line);
      int from = Prefixes.end(scan.text());
      int to = Alphabet.BASE64_ANY.runEnd(scan.text(), from);
      if (!isOpaquePiece(scan.text(), from, to) || scan.isFound(from, to)) {
        return;
      }
      scan.found(rule, from, to);
      if (to < endOfContent(scan.text())) {
        return;
      }
    }
  }

  private static int joinAndSearch(List<ScannedLine> scans, int first, OwnSecrets own, int depth) {
    String begun = scans.get(first).text();
    int end = endOfContent(begun);
    int tail = Alphabet.BARE_VALUE.runStart(begun, end, MAX_TAIL);
    StringBuilder joined = new StringBuilder(begun.substring(tail, end));
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(scans.get(first), tail, end, 0));
    int line = first + 1;
    while (line < scans.size() && joined.length() < MAX_JOINED) {
      String text = scans.get(line).text();
      int from = Prefixes.end(text);
      int to = Math.min(Alphabet.BARE_VALUE.runEnd(text, from), from + MAX_TAIL);
      pieces.add(new Piece(scans.get(line), from, to, joined.length()));
      joined.append(text, from, to);
      if (to < endOfContent(text) || to == from) {
        break;
      }
      line++;
    }
    ScannedLine whole = new ScannedLine(joined.toString(), own, Math.max(depth, 1));
    LineRules.apply(whole);
    for (Finding finding : whole.findings()) {
      if (isSure(finding.rule()) && isBroken(finding, pieces)) {
        pieces.forEach(piece -> piece.found(finding));
      }
    }
    boolean isLong = joined.length() >= MAX_JOINED;
    return first + Math.max(1, isLong ? pieces.size() / 2 : pieces.size() - 1);
  }

  private static boolean isBroken(Finding finding, List<Piece> pieces) {
    int first = 0;
    while (!pieces.get(first).holds(finding)) {
      first++;
    }
    return first + 1 < pieces.size() && pieces.get(first + 1).holds(finding);
  }

  /** Part of a line, at {@code offset} of the joined text. */
  private record Piece(ScannedLine scan, int from, int to, int offset) {
    boolean holds(Finding finding) {
      return finding.from() < offset + to - from && finding.to() > offset;
    }

    void found(Finding finding) {
      int start = Math.max(from, from + finding.from() - offset);
      scan.found(finding.rule(), start, Math.min(to, from + finding.to() - offset));
    }
  }
}
