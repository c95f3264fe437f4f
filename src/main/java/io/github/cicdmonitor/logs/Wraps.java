package io.github.cicdmonitor.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Secrets that a terminal or an encoder broke over several lines: base64 in lines of equal width,
 * and a token at the end of one line that goes on at the beginning of the next.
 */
final class Wraps {
  private static final int MIN_WIDTH = 40;
  private static final int MAX_TAIL = 600;
  private static final int MIN_TOGETHER = 16;
  private static final int FULL_LINE = 60;

  /** Rules whose format is so strict that words of two lines do not meet it by chance. */
  private static final Set<SecretRule> SURE = Stream.of(SecretRule.values())
      .filter(rule -> rule.namesProvider()
          || rule == SecretRule.OWN_SECRET
          || rule == SecretRule.URL_CREDENTIALS)
      .collect(Collectors.toUnmodifiableSet());

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

  /** A secret that the line's end cuts, and what of it stands at the beginning of the next lines. */
  private static void markBreak(List<Scan> scans, int first, OwnSecrets own, int depth) {
    String text = scans.get(first).text();
    int end = endOfContent(text);
    if (end == 0 || !Alphabet.BARE_VALUE.has(text.charAt(end - 1))) {
      return;
    }
    String next = scans.get(first + 1).text();
    int nextStart = Prefixes.end(next);
    int nextEnd = Alphabet.BARE_VALUE.runEnd(next, nextStart);
    if (nextStart == nextEnd) {
      return;
    }
    Optional<Finding> complete =
        scans.get(first).findings().stream().filter(f -> f.to() >= end).findFirst();
    if (complete.isPresent()) {
      boolean isCut = nextEnd == endOfContent(next) || end - Prefixes.end(text) >= FULL_LINE;
      if (isCut && isOpaquePiece(next, nextStart, nextEnd)) {
        markPieces(scans, first, complete.get().rule());
      }
      return;
    }
    int tail = Alphabet.BARE_VALUE.runStart(text, end, MAX_TAIL);
    if (end - tail + nextEnd - nextStart >= MIN_TOGETHER) {
      joinAndSearch(scans, first, new Scan(text.substring(tail, end), own, depth), end);
    }
  }

  /** Part of a token rather than a word, an assignment or a path. */
  private static boolean isOpaquePiece(String text, int from, int to) {
    int end = Alphabet.BASE64_ANY.runEnd(text, from);
    return end == to
        && Looks.hasDigit(text, from, to)
        && Looks.hasLetter(text, from, to)
        && !Looks.isBuilt(text, from, to);
  }

  /** The pieces on the following lines, as long as each fills its line. */
  private static void markPieces(List<Scan> scans, int first, SecretRule rule) {
    for (int line = first + 1; line < scans.size(); line++) {
      Scan scan = scans.get(line);
      int from = Prefixes.end(scan.text());
      int to = Alphabet.BASE64_ANY.runEnd(scan.text(), from);
      if (!isOpaquePiece(scan.text(), from, to)) {
        return;
      }
      scan.found(rule, from, to);
      if (to < endOfContent(scan.text())) {
        return;
      }
    }
  }

  private static void joinAndSearch(List<Scan> scans, int first, Scan cut, int end) {
    StringBuilder joined = new StringBuilder(cut.text());
    int joint = joined.length();
    List<Piece> pieces = new ArrayList<>();
    for (int line = first + 1; line < scans.size() && joined.length() < 4 * MAX_TAIL; line++) {
      String text = scans.get(line).text();
      int from = Prefixes.end(text);
      int to = Math.min(Alphabet.BARE_VALUE.runEnd(text, from), from + 2 * MAX_TAIL);
      pieces.add(new Piece(scans.get(line), from, joined.length()));
      joined.append(text, from, to);
      if (to < endOfContent(text) || to == from) {
        break;
      }
    }
    Scan whole = new Scan(joined.toString(), cut.own(), Math.max(cut.depth(), 1));
    LineRules.apply(whole);
    for (Finding finding : whole.findings()) {
      if (finding.from() < joint && finding.to() > joint && SURE.contains(finding.rule())) {
        scans.get(first).found(finding.rule(), end - joint + finding.from(), end);
        pieces.forEach(piece -> piece.found(finding));
      }
    }
  }

  /** Part of a line, at {@code offset} of the joined text. */
  private record Piece(Scan scan, int from, int offset) {
    void found(Finding finding) {
      int end = Alphabet.BARE_VALUE.runEnd(scan.text(), from);
      scan.found(finding.rule(), from, Math.min(end, from + finding.to() - offset));
    }
  }
}
