package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Secrets in the arguments of commands: an option says so with one letter, or only the place does. */
final class CommandRules {
  private static final int REACH = 400;
  private static final int MIN_ARGUMENT = 10;
  private static final int MIN_VALUE = 4;
  private static final int MAX_USER = 80;

  private CommandRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    Programs programs = Programs.SHIPPED;
    programs
        .options()
        .forEach((command, options) -> entries.add(new Triggers.Entry(command, (scan, from, to) -> {
          if (isCommand(scan, from, to)) {
            options(scan, to, options);
          }
        })));
    for (String command : programs.next()) {
      entries.add(new Triggers.Entry(command, (scan, from, to) -> argument(scan, to)));
    }
    for (String command : programs.last()) {
      entries.add(new Triggers.Entry(command, CommandRules::lastArgument));
    }
    for (String command : programs.among()) {
      entries.add(new Triggers.Entry(command, CommandRules::among));
    }
    for (String command : programs.stdin()) {
      entries.add(new Triggers.Entry(command, PipedRules::piped));
    }
    for (String letter : List.of(" -t", " -p", " -k", " -w")) {
      entries.add(new Triggers.Entry(letter, CommandRules::anyOption));
    }
    for (String oracle :
        List.of("oracle:thin:", "oracle:oci:", "sqlplus ", "sqlldr ", "expdp ", "impdp ")) {
      entries.add(new Triggers.Entry(oracle, (scan, from, to) -> afterSlash(scan, to)));
    }
    entries.addAll(PipedRules.entries());
    entries.add(new Triggers.Entry(" p:", CommandRules::shortPair));
    entries.add(new Triggers.Entry(" pass:", (scan, from, to) -> value(scan, to)));
    entries.add(new Triggers.Entry("identified ", CommandRules::identified));
    entries.add(new Triggers.Entry("password '", CommandRules::identified));
    entries.add(new Triggers.Entry("--from-literal", CommandRules::literal));
    return entries;
  }

  /** A word of its own, as a command is; {@code mysqldump} begins with one. */
  private static boolean isCommand(ScannedLine scan, int from, int to) {
    int end = Alphabet.LOWER.runEnd(scan.text(), to);
    boolean begins = scan.at(from) == ' '
        || (!Alphabet.WORD_DASH.has(scan.at(from - 1)) && scan.at(from - 1) != '.');
    return begins && end - to <= 8 && (scan.at(end) == ' ' || scan.at(to - 1) == ' ');
  }

  /** {@code -p value}, {@code -pvalue}, {@code -p=value} somewhere behind the command's name. */
  private static void options(ScannedLine scan, int from, List<String> options) {
    int last = Math.min(scan.text().length(), from + REACH);
    for (int i = from - 1; i + 2 < last; i++) {
      if (scan.at(i) != ' ') {
        continue;
      }
      for (String option : options) {
        if (scan.text().startsWith(option, i + 1)) {
          option(
              scan,
              i + 1 + option.length(),
              (option.length() == 2 && option.charAt(0) == '-') || option.equals("-hp"));
        }
      }
    }
  }

  /** Of an option of one letter, the value may follow at once. */
  private static void option(ScannedLine scan, int end, boolean mayFollowAtOnce) {
    int start = end;
    boolean isApart = " =:".indexOf(scan.at(start)) >= 0;
    if (!isApart && !mayFollowAtOnce) {
      return;
    }
    while (" =:".indexOf(scan.at(start)) >= 0) {
      start++;
    }
    int to = Alphabet.BARE_VALUE.runEnd(scan.text(), start);
    boolean isWord = !isApart
        && !Values.isQuote(scan.at(start))
        && (!ValueShape.hasDigit(scan.text(), start, to)
            || (ValueShape.isBuilt(scan.text(), start, to)
                && !TypedLook.isSurelyTyped(scan.text(), start, to)));
    if (scan.at(start) != '-' && !isWord) {
      value(scan, start);
    }
  }

  /** {@code -t X}, {@code -p X} of any program: only a word that can be nothing else. */
  private static void anyOption(ScannedLine scan, int from, int to) {
    if (scan.at(to) != ' ' && scan.at(to) != '=') {
      return;
    }
    Values.Value value = Values.at(scan, to + 1);
    int user = scan.text().lastIndexOf(" -u ", from);
    boolean isUsers = user >= 0 && from - user < MAX_USER;
    boolean isTyped = (scan.at(to - 1) | ' ') == 'p'
        && (isUsers
            ? TypedLook.isTyped(scan.text(), value.from(), value.to())
            : TypedLook.isSurelyTyped(scan.text(), value.from(), value.to())
                && scan.text().lastIndexOf("mkdir", from) < 0);
    if (isTyped || SecretLook.isOnePiece(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.COMMAND, value.from(), value.to());
    }
  }

  /** {@code u:name p:value} */
  private static void shortPair(ScannedLine scan, int from, int to) {
    int user = scan.text().lastIndexOf("u:", from);
    Values.Value value = Values.at(scan, Values.afterBlanks(scan, to));
    if (user >= 0
        && from - user < 40
        && SecretLook.isRandom(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.COMMAND, value.from(), value.to());
    }
  }

  /** The words behind a command that takes a secret, those that look random. */
  private static void among(ScannedLine scan, int from, int to) {
    String text = scan.text();
    if (Alphabet.ALNUM.has(scan.at(from - 1))) {
      return;
    }
    int last = Math.min(text.length(), to + REACH / 2);
    int i = to;
    while (i < last) {
      Values.Value value = Values.at(scan, i);
      int secret = SecretLook.start(text, value.from(), value.to());
      if (SecretLook.isRandom(text, secret, value.to())
          || TypedLook.isSurelyTyped(text, secret, value.to())
          || (secret > value.from() && TypedLook.isTyped(text, secret, value.to()))) {
        scan.found(SecretRule.COMMAND, secret, value.to());
      }
      i = Math.max(i, value.to()) + 1;
    }
  }

  static void value(ScannedLine scan, int start) {
    Values.Value value = Values.at(scan, start);
    int from = value.from();
    int to = value.to();
    if (value.quoting() == Values.Quoting.BARE) {
      to = scan.runEnd(Alphabet.SHELL_VALUE, from);
      while (to > from && ",;)".indexOf(scan.at(to - 1)) >= 0) {
        to--;
      }
    }
    boolean isNumber = !ValueShape.hasLetter(scan.text(), from, to) && to - from < 6;
    boolean isPath = scan.at(from) == '/' || scan.at(from) == '.' || scan.at(from) == '~';
    if (to - from >= MIN_VALUE
        && !isNumber
        && !isPath
        && !ValueShape.isPlaceholder(scan.text(), from, to)) {
      scan.found(SecretRule.COMMAND, from, to);
    }
  }

  /** {@code user/password@database} of Oracle's tools, options before it. */
  private static void afterSlash(ScannedLine scan, int from) {
    String text = scan.text();
    int blank = text.indexOf(' ', from);
    int end = blank < 0 ? text.length() : blank;
    int sign = text.indexOf('@', from);
    int at = sign < 0 && text.startsWith("mpdp ", from - 5) ? end : sign;
    int slash = at < 0 ? -1 : text.indexOf('/', from);
    boolean isUser = slash > from && slash < at && text.substring(from, slash).lastIndexOf(':') < 0;
    if (isUser
        && at - slash > MIN_VALUE
        && at - slash < 80
        && text.substring(slash, at).indexOf(' ') < 0
        && !ValueShape.isPlaceholder(text, slash + 1, at)) {
      scan.found(SecretRule.COMMAND, slash + 1, at);
    }
  }

  /** A single argument that looks like nothing else. */
  private static void argument(ScannedLine scan, int start) {
    Values.Value value = Values.at(scan, Values.afterBlanks(scan, start));
    int from = value.from();
    int to = value.to();
    boolean isCommand = scan.at(start - 1) != ' ';
    boolean isOpaque = ValueShape.hasDigit(scan.text(), from, to)
        && to - from >= MIN_ARGUMENT
        && !ValueShape.isBuilt(scan.text(), from, to);
    if (((isCommand && to - from >= MIN_VALUE) || isOpaque)
        && !ValueShape.isPlaceholder(scan.text(), from, to)) {
      scan.found(SecretRule.COMMAND, from, isCommand ? scan.restEnd(from) : to);
    }
  }

  private static void lastArgument(ScannedLine scan, int from, int to) {
    String rest =
        scan.text().substring(to, Math.min(scan.text().length(), to + REACH)).stripTrailing();
    int blank = rest.lastIndexOf(' ');
    boolean hasArguments = blank > 0 && rest.substring(0, blank).strip().indexOf(' ') > 0;
    if (hasArguments) {
      value(scan, to + blank + 1);
    }
  }

  /** {@code IDENTIFIED BY '…'}, {@code ALTER ROLE x PASSWORD '…'}. */
  private static void identified(ScannedLine scan, int from, int to) {
    int single = scan.text().indexOf('\'', to - 1);
    int twofold = scan.text().indexOf('"', to - 1);
    int quote = twofold >= 0 && (single < 0 || twofold < single) ? twofold : single;
    if (quote < 0 || quote - to > 80) {
      return;
    }
    String line = scan.text().toLowerCase(Locale.ROOT);
    boolean isSql = line.startsWith("identified", from)
        || line.contains("alter ")
        || line.contains("create ")
        || line.contains("set ");
    Values.Value value = Values.at(scan, quote);
    if (isSql
        && value.to() - value.from() >= MIN_VALUE
        && !ValueShape.isPlaceholder(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.COMMAND, value.from(), value.to());
    }
  }

  /** {@code kubectl create secret … --from-literal=name=value}. */
  private static void literal(ScannedLine scan, int from, int to) {
    int end = Math.min(scan.text().length(), to + 80);
    int sign = scan.text().indexOf('=', to + 1);
    if (sign > 0 && sign < end) {
      value(scan, sign + 1);
    }
  }
}
