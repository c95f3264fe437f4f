package io.github.cicdmonitor.redact;

import java.util.List;
import java.util.Optional;

/** Secrets that an encoder broke into lines of equal width. */
final class WrappedBlocks {
  private static final int MIN_WIDTH = 40;

  private WrappedBlocks() {}

  static void mark(List<ScannedLine> scans) {
    int line = 0;
    while (line < scans.size()) {
      int end = endOfBlock(scans, line);
      if (end - line >= 2) {
        markBlock(scans.subList(line, end));
        line = end;
      } else {
        line++;
      }
    }
  }

  /** Lines of one width that hold one base64 run each; the last may be shorter. */
  private static int endOfBlock(List<ScannedLine> scans, int first) {
    int width = first + 1 < scans.size() && endsInRun(scans.get(first))
        ? runLength(scans.get(first + 1).text(), scans.get(first).text())
        : 0;
    if (width < MIN_WIDTH) {
      return first;
    }
    int line = first + 1;
    while (line < scans.size()) {
      int length = runLength(scans.get(line - 1).text(), scans.get(line).text());
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

  private static boolean endsInRun(ScannedLine scan) {
    if (!scan.hasLongRun()) {
      return false;
    }
    int end = scan.endOfContent();
    return Alphabet.BASE64_PADDED.runStart(scan.text(), end, MIN_WIDTH) <= end - MIN_WIDTH;
  }

  /** The length of the line's content if it is one run, else 0. */
  private static int runLength(String neighbour, String text) {
    int end = LineEnds.endOfContent(text);
    if (end == 0 || !Alphabet.BASE64_PADDED.has(text.charAt(end - 1))) {
      return 0;
    }
    int start = Prefixes.sharedEnd(neighbour, text);
    if (start >= end || !Alphabet.BASE64_PADDED.has(text.charAt(start))) {
      return 0;
    }
    return Alphabet.BASE64_PADDED.runEnd(text, start) == end ? end - start : 0;
  }

  private static void markBlock(List<ScannedLine> block) {
    StringBuilder joined = new StringBuilder();
    boolean onlyHashes = true;
    int[] starts = new int[block.size()];
    for (int i = 0; i < block.size(); i++) {
      ScannedLine scan = block.get(i);
      String neighbour = block.get(i == 0 ? 1 : i - 1).text();
      starts[i] = Prefixes.sharedEnd(neighbour, scan.text());
      int start = starts[i];
      int end = LineEnds.endOfContent(scan.text());
      joined.append(scan.text(), start, end);
      onlyHashes &= ValueShape.isHash(scan.text(), start, end);
    }
    int length = Alphabet.BASE64.runEnd(joined.toString(), 0);
    String run = joined.substring(0, length);
    ScannedLine first = block.get(0);
    Optional<SecretRule> inside = BlobRules.inside(first.own(), first.depth(), run);
    boolean opaque = first.depth() == 0 && !onlyHashes && BlobRules.isOpaque(run, 0, length);
    if (inside.isEmpty() && !opaque) {
      return;
    }
    for (int i = 0; i < block.size(); i++) {
      ScannedLine scan = block.get(i);
      scan.add(new Finding(
          starts[i],
          LineEnds.endOfContent(scan.text()),
          inside.orElse(SecretRule.RANDOM),
          inside.isPresent() ? Finding.Style.SECRET : Finding.Style.BLOB));
    }
  }
}
