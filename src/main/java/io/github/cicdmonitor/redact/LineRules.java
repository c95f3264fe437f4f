package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;

/** All rules that look at one line, behind one table of literals. */
final class LineRules {
  private static final Triggers TRIGGERS = new Triggers(entries());

  private LineRules() {}

  private static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    entries.addAll(Marker.entries());
    entries.addAll(KeyWordRules.entries());
    entries.addAll(CommandRules.entries());
    entries.addAll(SentenceRules.entries());
    entries.addAll(CodeRules.entries());
    entries.addAll(TokenRules.entries());
    entries.addAll(WebRules.entries());
    entries.addAll(HeaderRules.entries());
    entries.addAll(SqlRules.entries());
    entries.addAll(PairRules.entries());
    entries.addAll(UrlPathRules.entries());
    entries.addAll(TypedRules.entries());
    entries.addAll(KeyBlocks.entries());
    entries.addAll(KubernetesSecrets.entries());
    return entries;
  }

  /** How many of the characters before {@code to} begin one of the literals. */
  static int begunAt(String text, int from, int to) {
    return TRIGGERS.begunAt(text, from, to);
  }

  static void apply(ScannedLine scan) {
    TRIGGERS.walk(scan);
    scan.own().find(scan);
    if (scan.isForeign()) {
      SentenceRules.foreign(scan);
    }
  }
}
