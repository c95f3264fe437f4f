package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Secrets that a terminal or an encoder broke over several lines: blocks, and a token at the end of
 * one line that goes on at the beginning of the next.
 */
final class WrappedSecrets {
  private static final int MAX_TAIL = 600;
  private static final int MAX_JOINED = 4096; // twice the longest token
  private static final int MIN_TOGETHER = 16;
  private static final int FULL_LINE = 60;
  private static final int MIN_DIGITS = 8;
  private static final int MIN_RESTLESS = 6;
  private static final double RESTLESS = 0.4;
  private static final int SURE_LITERAL = 7; // characters that no other word begins with
  private static final int LONGEST_LITERAL = 24;
  private static final int EARLY = 3;
  private static final int CONTEXT = 120; // what gives a value away may stand before it

  /** Whether the format is so strict that words of two lines do not meet it by chance. */
  private static boolean isSure(SecretRule rule) {
    return rule.namesProvider()
        || rule.equals(SecretRule.OWN_SECRET)
        || rule.equals(SecretRule.URL_CREDENTIALS);
  }

  private WrappedSecrets() {}

  static void mark(List<ScannedLine> scans) {
    WrappedBlocks.mark(scans);
    int first = 0;
    while (first + 1 < scans.size()) {
      first = markBreak(scans, first);
    }
  }

  /**
   * A secret that the line's end cuts, and what of it stands at the beginning of the next lines.
   * Answers the line to go on with, so that each line is joined at most twice.
   */
  private static int markBreak(List<ScannedLine> scans, int first) {
    String text = scans.get(first).text();
    int end = scans.get(first).endOfContent();
    if (end == 0 || !Alphabet.BARE_VALUE.has(text.charAt(end - 1))) {
      return first + 1;
    }
    int word = Alphabet.BARE_VALUE.runStart(text, end, MAX_TAIL);
    if (isWord(text, word, end)
        && scans.get(first).begunAtEnd() < SURE_LITERAL
        && end == LineEnds.withoutBlanks(text, text.length())) {
      return first + 1;
    }
    String next = scans.get(first + 1).text();
    // The literal of a format that stands inside a token may be on the second line.
    boolean isBehind = scans.get(first + 1).lastFormat() >= 0;
    if (!isBehind
        && !reachesEnd(scans.get(first), end)
        && !(mayGoOn(scans.get(first), next, word, end) && end > Prefixes.end(text))) {
      return first + 1;
    }
    int nextStart = LineEnds.goesOn(text, next);
    int nextEnd = Alphabet.BARE_VALUE.runEnd(next, nextStart);
    if (nextStart == nextEnd) {
      return first + 1;
    }
    if (markCut(scans, first)) {
      // A token long enough for its format may still be only the first part of one.
      return joinAndSearch(scans, first);
    }
    int tail = Alphabet.BARE_VALUE.runStart(text, end, MAX_TAIL);
    if (end - tail + nextEnd - nextStart < MIN_TOGETHER) {
      return first + 1;
    }
    return joinAndSearch(scans, first);
  }

  /** Whether something found is cut by the line's end; what of it stands on the next lines is marked. */
  private static boolean markCut(List<ScannedLine> scans, int first) {
    String text = scans.get(first).text();
    String next = scans.get(first + 1).text();
    int end = scans.get(first).endOfContent();
    int nextStart = LineEnds.goesOn(text, next);
    int nextEnd = Alphabet.BARE_VALUE.runEnd(next, nextStart);
    for (Finding finding : scans.get(first).findings()) {
      if (finding.to() >= end) {
        if (nextEnd == LineEnds.endOfContent(next)
            || nextEnd - nextStart >= MIN_TOGETHER
            || end - Prefixes.end(text) >= FULL_LINE
            || end < LineEnds.withoutBlanks(text, text.length())) {
          markPieces(scans, first, finding.rule());
        }
        return true;
      }
    }
    return false;
  }

  private static boolean reachesEnd(ScannedLine scan, int end) {
    for (Finding finding : scan.findings()) {
      if (finding.to() >= end) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the line's last word may be the first part of a secret: it holds the literal of a format
   * or the beginning of one, an authority without its end, or looks random itself. For nearly all
   * lines this is false, and the comparison with the next line is saved.
   */
  private static boolean mayGoOn(ScannedLine scan, String next, int word, int end) {
    String text = scan.text();
    if (end < LineEnds.withoutBlanks(text, text.length())) {
      return !Values.isQuote(text.charAt(end)) || next.indexOf(text.charAt(end)) >= 0;
    }
    if (scan.lastFormat() >= word || scan.own().mayBreakAt(text, end)) {
      return true;
    }
    int run = Alphabet.BASE64_ANY.runStart(text, end, MAX_TAIL);
    if (isOpaquePiece(text, run, end)
        || isOpaquePiece(text, Alphabet.BEARER.runStart(text, end, MAX_TAIL), end)
        || (end - run >= MIN_RESTLESS && ValueShape.restlessness(text, run, end) >= RESTLESS)
        || end - Alphabet.DIGIT.runStart(text, end, MIN_DIGITS) >= MIN_DIGITS
        || scan.namesProvider()) {
      return true;
    }
    boolean isKnown = end == text.length() && scan.begunAtEnd() <= end - word;
    int begun = isKnown
        ? scan.begunAtEnd()
        : LineRules.begunAt(text, Math.max(word, end - LONGEST_LITERAL), end);
    return TokenFormats.isBegunAt(text, end, begun) || isOpenAuthority(text, word, end);
  }

  /** {@code https://user:pass}: no slash follows the two that an authority begins behind. */
  private static boolean isOpenAuthority(String text, int word, int end) {
    int slash = text.lastIndexOf('/', end - 1);
    return slash >= word + 2 && text.charAt(slash - 1) == '/' && text.charAt(slash - 2) == ':';
  }

  /** A word of a sentence, perhaps with its full stop: no token begins so. */
  private static boolean isWord(String text, int from, int to) {
    int end = to > from && ".:!?".indexOf(text.charAt(to - 1)) >= 0 ? to - 1 : to;
    return end == from
        || (Alphabet.LOWER.has(text.charAt(end - 1)) && ValueShape.isPlainWord(text, from, end));
  }

  /** Part of a token rather than a word, an assignment or a path. */
  private static boolean isOpaquePiece(String text, int from, int to) {
    int sign = text.indexOf('=', from);
    return (sign < 0 || sign >= to - 2) && ValueShape.isMixed(text, from, to);
  }

  /** The pieces on the following lines, as long as each fills its line. */
  private static void markPieces(List<ScannedLine> scans, int first, SecretRule rule) {
    for (int line = first + 1; line < scans.size(); line++) {
      ScannedLine scan = scans.get(line);
      int from = LineEnds.goesOn(scans.get(line - 1).text(), scan.text());
      int to = Alphabet.BASE64_ANY.runEnd(scan.text(), from);
      if (!isOpaquePiece(scan.text(), from, to) || scan.isFound(from, to)) {
        return;
      }
      scan.found(rule, from, to);
      if (to < LineEnds.endOfContent(scan.text())) {
        return;
      }
    }
  }

  private static int joinAndSearch(List<ScannedLine> scans, int first) {
    String begun = scans.get(first).text();
    int end = LineEnds.endOfContent(begun);
    boolean isMarked = end < LineEnds.withoutBlanks(begun, begun.length());
    int tail = Alphabet.BARE_VALUE.runStart(begun, end, MAX_TAIL);
    if (isMarked || scans.get(first).namesProvider()) {
      tail = Math.min(tail, Math.max(0, end - CONTEXT));
    }
    StringBuilder joined = new StringBuilder(begun.substring(tail, end));
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(scans.get(first), tail, end, 0));
    int line = first + 1;
    while (line < scans.size() && joined.length() < MAX_JOINED) {
      String text = scans.get(line).text();
      int from = LineEnds.goesOn(scans.get(line - 1).text(), text);
      int to = Math.min(Alphabet.BARE_VALUE.runEnd(text, from), from + MAX_TAIL);
      pieces.add(new Piece(scans.get(line), from, to, joined.length()));
      joined.append(text, from, to);
      if (to < LineEnds.endOfContent(text) || to == from) {
        break;
      }
      line++;
      if (pieces.size() <= EARLY) {
        search(joined.toString(), pieces, isMarked);
      }
    }
    search(joined.toString(), pieces, isMarked);
    boolean isLong = joined.length() >= MAX_JOINED;
    int goOn = first + Math.max(1, isLong ? pieces.size() / 2 : pieces.size() - 1);
    for (int passed = first + 1; passed < goOn; passed++) {
      markCut(scans, passed);
    }
    return goOn;
  }

  /** Of some lines, then of more: what follows a token of fixed length makes it too long to be one. */
  private static void search(String joined, List<Piece> pieces, boolean isMarked) {
    ScannedLine whole = pieces.get(0).scan().view(joined);
    whole.joinedAt(pieces.stream().map(Piece::offset).collect(Collectors.toUnmodifiableSet()));
    LineRules.apply(whole);
    for (Finding finding : whole.findings()) {
      boolean counts =
          isSure(finding.rule()) || (isMarked && finding.rule().equals(SecretRule.ASSIGNMENT));
      if (counts && isBroken(finding, pieces)) {
        pieces.forEach(piece -> piece.found(finding));
      }
    }
  }

  /** Reaches into a following line, whether it begins there or needs what stands before it. */
  private static boolean isBroken(Finding finding, List<Piece> pieces) {
    boolean needsBoth = !finding.rule().namesProvider();
    return (!needsBoth || pieces.get(0).holds(finding))
        && pieces.subList(1, pieces.size()).stream().anyMatch(piece -> piece.holds(finding));
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
