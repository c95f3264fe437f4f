package io.github.cicdmonitor.redact;

import static io.github.cicdmonitor.redact.Alphabet.WORD_DASH;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The token formats behind their literals, and JSON web tokens, whose parts are judged by content. */
final class TokenRules {
  private static final int JWT_PART = 10;
  private static final int NEAR = 80;

  private TokenRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (TokenFormat format : TokenFormats.ALL) {
      if (format.near().isEmpty()) {
        String literal = format.shape().literal().orElseThrow().toLowerCase(Locale.ROOT);
        entries.add(new Triggers.Entry(
            literal, (scan, from, to) -> format.around(scan, from).ifPresent(scan::add)));
      }
      for (String word : format.near()) {
        entries.add(new Triggers.Entry(word, (scan, from, to) -> behind(format, scan, to)));
      }
    }
    entries.add(new Triggers.Entry("eyj", TokenRules::jwt));
    return entries;
  }

  /** The first token of this shape behind a word that names its provider. */
  private static void behind(TokenFormat format, ScannedLine scan, int from) {
    scan.providerNamed();
    int last = Math.min(scan.text().length(), from + NEAR);
    for (int i = from; i < last; i++) {
      if (Alphabet.ALNUM.has(scan.at(i)) && scan.isBoundary(i)) {
        Optional<Finding> finding = format.at(scan, i);
        if (finding.isPresent()) {
          scan.add(finding.get());
          return;
        }
      }
    }
  }

  /** {@code eyJ….eyJ….signature}: header and payload are JSON objects; the signature may lack. */
  private static void jwt(ScannedLine scan, int from, int to) {
    if (!scan.text().startsWith("eyJ", from)) {
      return;
    }
    scan.formatAt(from);
    int header = scan.runEnd(WORD_DASH, from);
    if (scan.at(header) != '.'
        || scan.at(header + 1) != 'e'
        || header - from < JWT_PART
        || scan.isKnownHeader(header)) {
      return;
    }
    int payload = WORD_DASH.runEnd(scan.text(), header + 1);
    if (payload - header < JWT_PART) {
      return;
    }
    int end = payload;
    if (scan.at(payload) == '.') {
      end = WORD_DASH.runEnd(scan.text(), payload + 1);
    }
    scan.found(SecretRule.JWT, from, end);
  }
}
