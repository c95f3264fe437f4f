package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Secrets in the arguments of commands: an option says so with one letter, or only the place does. */
final class CommandRules {
  private static final int REACH = 400;
  private static final int MIN_ARGUMENT = 10;
  private static final int MIN_VALUE = 4;

  /** The options of a command whose value is a secret; it may follow without a blank. */
  private static final Map<String, String> OPTIONS = Map.ofEntries(
      Map.entry("mysql", "p"),
      Map.entry("mariadb", "p"),
      Map.entry("sshpass", "p"),
      Map.entry(" login", "p"),
      Map.entry("nuget", "pk"),
      Map.entry("twine", "p"),
      Map.entry("mongo", "p"),
      Map.entry("redis-cli", "a"),
      Map.entry("sqlcmd", "P"),
      Map.entry("bcp ", "P"),
      Map.entry("7z", "p"),
      Map.entry("unrar", "p"),
      Map.entry("zip ", "P"),
      Map.entry("ldap", "w"),
      Map.entry("unlock-keychain", "p"),
      Map.entry("create-keychain", "p"),
      Map.entry("set-key-partition-list", "k"),
      Map.entry("security import", "P"),
      Map.entry("ssh-keygen", "NP"),
      Map.entry("openssl", "k"),
      Map.entry("lftp", "u"),
      Map.entry("useradd", "p"),
      Map.entry("usermod", "p"),
      Map.entry("vncpasswd", "p"),
      Map.entry("snmp", "AX"),
      Map.entry("winexe", "U"),
      Map.entry("smbclient", "U"),
      Map.entry("rpcclient", "U"));

  private CommandRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    OPTIONS.forEach((command, letters) ->
        entries.add(new Triggers.Entry(command, (scan, from, to) -> {
          if (isCommand(scan, from, to)) {
            options(scan, to, letters);
          }
        })));
    for (String command : List.of(
        "cargo login ",
        "vault login ",
        "authtoken ",
        "setapikey ",
        "auth login --token ",
        "heroku auth:token ",
        "snyk auth ",
        "wandb login ",
        "config github-oauth.github.com ",
        "config pypi-token.pypi ",
        "asplaintext ",
        "to-securestring ",
        "::add-mask::",
        "task.setsecret]",
        "issecret=true]")) {
      entries.add(new Triggers.Entry(command, (scan, from, to) -> argument(scan, to)));
    }
    entries.add(new Triggers.Entry("http-basic.", CommandRules::lastArgument));
    entries.add(new Triggers.Entry("alias set ", CommandRules::lastArgument));
    entries.add(new Triggers.Entry("net use ", CommandRules::lastArgument));
    entries.add(new Triggers.Entry("quote pass ", (scan, from, to) -> value(scan, to)));
    entries.add(new Triggers.Entry("requirepass ", (scan, from, to) -> value(scan, to)));
    entries.add(new Triggers.Entry("masterauth ", (scan, from, to) -> value(scan, to)));
    for (String oracle :
        List.of("oracle:thin:", "oracle:oci:", "sqlplus ", "sqlldr ", "expdp ", "impdp ")) {
      entries.add(new Triggers.Entry(oracle, (scan, from, to) -> afterSlash(scan, to)));
    }
    entries.add(new Triggers.Entry("htpasswd", CommandRules::lastArgument));
    entries.add(new Triggers.Entry(" pass:", (scan, from, to) -> value(scan, to)));
    entries.add(new Triggers.Entry("identified ", CommandRules::identified));
    entries.add(new Triggers.Entry("password '", CommandRules::identified));
    for (String option : List.of(
        "password-stdin",
        "with-token",
        "pass-stdin",
        "sudo -s",
        "chpasswd",
        "passphrase-fd 0",
        "secret set")) {
      entries.add(new Triggers.Entry(option, CommandRules::piped));
    }
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
  private static void options(ScannedLine scan, int from, String letters) {
    int last = Math.min(scan.text().length(), from + REACH);
    for (int i = from - 1; i + 2 < last; i++) {
      if (scan.at(i) != ' ' || scan.at(i + 1) != '-' || letters.indexOf(scan.at(i + 2)) < 0) {
        continue;
      }
      int start = i + 3;
      boolean isApart = scan.at(start) == ' ' || scan.at(start) == '=';
      while (scan.at(start) == ' ' || scan.at(start) == '=') {
        start++;
      }
      int end = Alphabet.BARE_VALUE.runEnd(scan.text(), start);
      boolean isWord = !isApart
          && !Values.isQuote(scan.at(start))
          && (!ValueShape.hasDigit(scan.text(), start, end)
              || ValueShape.isBuilt(scan.text(), start, end));
      if (scan.at(start) != '-' && !isWord) {
        value(scan, start);
      }
    }
  }

  private static void value(ScannedLine scan, int start) {
    Values.Value value = Values.at(scan, start);
    int from = Math.max(value.from(), afterUser(scan, value));
    int to = value.to();
    if (value.quoting() == Values.Quoting.BARE) {
      to = scan.runEnd(Alphabet.SHELL_VALUE, from);
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
    int at = text.indexOf('@', from);
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

  /** {@code user%password} of Samba, {@code user,password} of lftp. */
  private static int afterUser(ScannedLine scan, Values.Value value) {
    for (int i = value.from(); i < Math.min(value.to() + 1, value.from() + 32); i++) {
      if ((scan.at(i) == '%' || scan.at(i) == ',') && i > value.from()) {
        return i + 1;
      }
      if (!Alphabet.DOTTED.has(scan.at(i))) {
        break;
      }
    }
    return value.from();
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
    boolean hasArguments = blank > 0 && rest.substring(0, blank).indexOf(' ') > 0;
    if (hasArguments) {
      value(scan, to + blank + 1);
    }
  }

  /** {@code IDENTIFIED BY '…'}, {@code ALTER ROLE x PASSWORD '…'}. */
  private static void identified(ScannedLine scan, int from, int to) {
    int quote = scan.text().indexOf('\'', to - 1);
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

  /** {@code echo value | docker login --password-stdin}, {@code gh auth login --with-token <<< value}. */
  private static void piped(ScannedLine scan, int from, int to) {
    String text = scan.text();
    int here = text.indexOf("<<<", to);
    if (here >= 0) {
      value(scan, Values.afterBlanks(scan, here + 3));
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
    value(
        scan,
        colon > 0 && colon < pipe
            ? colon + 1
            : value.quoting() == Values.Quoting.QUOTED ? start : value.from());
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
