package io.github.cicdmonitor.redact;

import java.util.List;

/** Secrets that a command reads from its standard input, from a file made on the spot or a terminal. */
final class PipedRules {
  private PipedRules() {}

  static List<Triggers.Entry> entries() {
    return List.of(
        new Triggers.Entry("<<<", (scan, from, to) -> opaque(scan, to)),
        new Triggers.Entry("echo ", PipedRules::written),
        new Triggers.Entry("<(echo ", PipedRules::file),
        new Triggers.Entry("<(printf ", PipedRules::file),
        new Triggers.Entry("send ", PipedRules::typed),
        new Triggers.Entry("sendline(", PipedRules::typed));
  }

  /** Whatever reads it: a word that looks random. */
  private static void opaque(ScannedLine scan, int start) {
    Values.Value value = Values.at(scan, Values.afterBlanks(scan, start));
    if (SecretLook.isRandom(scan.text(), value.from(), value.to())
        || TypedLook.isTyped(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.COMMAND, value.from(), value.to());
    }
  }

  /** {@code echo value > file}, {@code echo value | command}: a word alone. */
  private static void written(ScannedLine scan, int from, int to) {
    int start = to;
    while (scan.at(start) == '-' && start < to + 8) {
      start = Math.max(scan.text().indexOf(' ', start), start) + 1;
    }
    Values.Value value = Values.at(scan, start);
    int next = Values.afterBlanks(scan, Values.afterClosingQuote(scan, value.to()));
    if ((scan.at(next) == '|' || scan.at(next) == '>')
        && SecretLook.isRandom(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.COMMAND, value.from(), value.to());
    }
  }

  /** {@code --password-file <(echo value)} */
  private static void file(ScannedLine scan, int from, int to) {
    int start = to;
    while (scan.at(start) == '-' || scan.text().startsWith("'%s' ", start)) {
      start = Math.max(scan.text().indexOf(' ', start), start) + 1;
    }
    CommandRules.value(scan, start);
  }

  /** {@code send "value\\r"} of expect. */
  private static void typed(ScannedLine scan, int from, int to) {
    String text = scan.text();
    int start = text.startsWith("-- ", to) ? to + 3 : to;
    if (!Values.isQuote(scan.at(start))) {
      return;
    }
    int end = Alphabet.BARE_VALUE.runEnd(text, start + 1);
    boolean isTyped =
        text.startsWith("\\r", end) || text.startsWith("\\n", end) || scan.at(to - 1) == '(';
    boolean isSecret =
        SecretLook.isRandom(text, start + 1, end) || TypedLook.isTyped(text, start + 1, end);
    if (isTyped && isSecret) {
      scan.found(SecretRule.COMMAND, start + 1, end);
    }
  }

  /** {@code echo value | docker login --password-stdin}, {@code gh auth login --with-token <<< value}. */
  static void piped(ScannedLine scan, int from, int to) {
    String text = scan.text();
    int here = text.indexOf("<<", to);
    if (text.startsWith("<<<", here)) {
      CommandRules.value(scan, Values.afterBlanks(scan, here + 3));
    } else if (here >= 0) {
      scan.await(NextLine.Await.DOCUMENT);
    }
    int pipe = text.lastIndexOf('|', from);
    if (pipe < 0) {
      return;
    }
    int echo = Math.max(text.lastIndexOf("echo ", pipe), text.lastIndexOf("printf ", pipe));
    if (echo < 0) {
      return;
    }
    int start = text.indexOf(' ', echo) + 1;
    while (scan.at(start) == '-'
        || text.startsWith("'%s' ", start)
        || text.startsWith("\"%s\" ", start)
        || text.startsWith("%s ", start)) {
      start = text.indexOf(' ', start) + 1;
    }
    Values.Value value = Values.at(scan, start);
    int colon = text.indexOf("chpasswd", from) == from ? text.indexOf(':', start) : -1;
    CommandRules.value(
        scan,
        colon > 0 && colon < pipe
            ? colon + 1
            : value.quoting() == Values.Quoting.QUOTED ? start : value.from());
  }
}
