package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pass of all rules over some lines: first each line, then what reaches across lines. */
final class Examination {
  private static final int MAX_LEARNED = 100;

  private final List<ScannedLine> scans = new ArrayList<>();

  Examination(OwnSecrets own, int depth, List<String> lines) {
    boolean hasEdges = false;
    boolean hasManifest = false;
    boolean isAwaiting = false;
    boolean hasDump = false;
    for (String line : lines) {
      ScannedLine scan = new ScannedLine(line, own, depth);
      LineRules.apply(scan);
      DecodedLine.search(scan);
      EscapedLines.search(scan);
      hasEdges |= !scan.edges().isEmpty();
      hasManifest |= scan.isManifestOfSecret();
      hasDump = hasDump || scan.isHexDump();
      isAwaiting |= scan.awaited() != NextLine.Await.NOTHING;
      scans.add(scan);
    }
    if (hasEdges) {
      KeyBlocks.mark(scans);
    }
    if (hasManifest) {
      KubernetesSecrets.mark(scans);
    }
    if (hasDump) {
      HexDumps.mark(scans);
    }
    if (isAwaiting) {
      NextLine.mark(scans);
    }
    WrappedSecrets.mark(scans);
  }

  Optional<SecretRule> firstRule() {
    return scans.stream()
        .flatMap(scan -> scan.findings().stream())
        .map(Finding::rule)
        .findFirst();
  }

  /** By line. */
  List<List<Finding>> findings() {
    return scans.stream().map(ScannedLine::findings).toList();
  }

  boolean isClean() {
    for (ScannedLine scan : scans) {
      if (!scan.findings().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** What was found that can be told from a word: worth looking for in the rest of the text. */
  Set<String> learned() {
    Set<String> learned = new LinkedHashSet<>();
    for (ScannedLine scan : scans) {
      for (Finding finding : scan.findings()) {
        if (learned.size() < MAX_LEARNED && isTelling(scan.text(), finding)) {
          learned.add(scan.text().substring(finding.from(), finding.to()));
        }
      }
    }
    return learned;
  }

  private static boolean isTelling(String text, Finding finding) {
    int from = finding.from();
    int to = finding.to();
    return finding.style() == Finding.Style.SECRET
        && !finding.rule().equals(SecretRule.RANDOM)
        && !finding.rule().equals(SecretRule.OWN_SECRET)
        && !ValueShape.isHash(text, from, to)
        && (SecretLook.isRandom(text, from, to) || TypedLook.isSurelyTyped(text, from, to));
  }

  /** The lines with markers in place of the findings. */
  List<String> replaced(Marker marker) {
    List<String> lines = new ArrayList<>(scans.size());
    for (ScannedLine scan : scans) {
      lines.add(scan.findings().isEmpty() ? scan.text() : replaced(scan, marker));
    }
    return lines;
  }

  private static String replaced(ScannedLine scan, Marker marker) {
    String text = scan.text();
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    for (Finding finding : pieces(scan)) {
      String secret = text.substring(finding.from(), finding.to());
      out.append(text, done, finding.from()).append(marker.of(finding, secret));
      done = finding.to();
    }
    return out.append(text, done, text.length()).toString();
  }

  /** The findings in order, overlaps united, earlier markers and bare punctuation left out. */
  private static List<Finding> pieces(ScannedLine scan) {
    List<Finding> sorted = new ArrayList<>();
    scan.findings().forEach(finding -> sorted.add(Escapes.whole(scan.text(), finding)));
    sorted.sort(Comparator.comparingInt(Finding::from).thenComparingInt(f -> -f.to()));
    List<Finding> united = new ArrayList<>();
    for (Finding finding : sorted) {
      Finding last = united.isEmpty() ? null : united.get(united.size() - 1);
      if (last != null && finding.from() < last.to()) {
        united.set(united.size() - 1, unite(last, finding));
      } else {
        united.add(finding);
      }
    }
    List<Finding> pieces = new ArrayList<>();
    united.forEach(finding -> cutOut(scan, finding, pieces));
    return pieces;
  }

  private static Finding unite(Finding first, Finding second) {
    Finding named = first.rule().equals(SecretRule.RANDOM) ? second : first;
    return named.at(first.from(), Math.max(first.to(), second.to()));
  }

  private static void cutOut(ScannedLine scan, Finding finding, List<Finding> pieces) {
    int from = finding.from();
    for (int[] marked : scan.markers()) {
      if (marked[0] < finding.to() && marked[1] > from) {
        addPiece(scan, finding.at(from, marked[0]), pieces);
        from = marked[1];
      }
    }
    addPiece(scan, finding.at(from, finding.to()), pieces);
  }

  private static void addPiece(ScannedLine scan, Finding piece, List<Finding> pieces) {
    int start = piece.from();
    while (start < piece.to() && !isWorthHiding(scan.text().charAt(start))) {
      start++;
    }
    if (start < piece.to()) {
      pieces.add(piece);
    }
  }

  private static boolean isWorthHiding(char c) {
    return Alphabet.ALNUM.has(c) || c > 0xA0;
  }
}
