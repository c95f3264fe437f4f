package io.github.cicdmonitor.fixes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a shell script installs Debian packages, and where {@code apt-get update} may be put in front
 * of it without changing what else the script does.
 */
final class AptUpdate {
  private static final String SUDO = "(?<sudo>sudo (?:-E )?)?";
  private static final String QUIET = "(?: -(?:y|q|qq|yq|yqq|qy|qqy|-yes|-quiet|-fix-missing))*";

  /** At the start of a line, or behind {@code &&} and {@code ;}; the words in front are kept. */
  private static final Pattern INSTALL =
      Pattern.compile("(?m)(?<head>^(?:RUN[ \\t]+)?[ \\t]*|(?:&&|;)[ \\t]+)" + SUDO
          + "(?:DEBIAN_FRONTEND=noninteractive )?apt(?:-get)?(?: -[^\\s;&|]+)* install\\b");

  private static final Pattern UPDATE =
      Pattern.compile("\\bapt(?:-get)?(?: -[^\\s;&|]+)* update\\b");
  private static final Pattern ONLY_UPDATE =
      Pattern.compile("(?:sudo (?:-E )?)?apt(?:-get)?" + QUIET + " update" + QUIET);
  private static final Pattern INSERTED = Pattern.compile(
      "(?m)(?<head>^(?:RUN[ \\t]+)?[ \\t]*|(?:&&|;)[ \\t]+)(?<new>" + SUDO + "apt(?:-get)?" + QUIET
          + " update" + QUIET + "(?: && |[ \\t]*\\n[ \\t]*))(?=(?<then>sudo )?"
          + "(?:-E )?(?:DEBIAN_FRONTEND=noninteractive )?apt(?:-get)?(?: -[^\\s;&|]+)* install\\b"
          + "(?![^\\n;&|]* --(?!(?:yes|assume-yes|quiet|no-install-recommends|fix-missing)\\b)))");

  private AptUpdate() {}

  static boolean updates(String script) {
    return UPDATE.matcher(script).find();
  }

  /** Whether the whole script is that one command. */
  static boolean isOnlyUpdate(String script) {
    return ONLY_UPDATE.matcher(script.strip()).matches();
  }

  static boolean installs(String script) {
    return install(script) >= 0;
  }

  /** Whether the first install command of the script runs as root by sudo. */
  static boolean installsBySudo(String script) {
    Matcher install = INSTALL.matcher(script);
    return install.find() && install.group("sudo") != null;
  }

  /** Where the first install command begins, behind its indent; -1 where none can be preceded. */
  private static int install(String script) {
    Matcher install = INSTALL.matcher(script);
    while (install.find()) {
      if (isFree(script, install.start("head"), install.end("head"))) {
        return install.end("head");
      }
    }
    return -1;
  }

  /** The script with an update in front of its first install; as it is where that cannot be done. */
  static String withUpdate(String script) {
    int at = install(script);
    if (at < 0) {
      return script;
    }
    String sudo = script.startsWith("sudo ", at) ? "sudo " : "";
    return script.substring(0, at) + sudo + "apt-get update && " + script.substring(at);
  }

  /** Whether the script after is the one before with updates put in front of installs. */
  static boolean isAdded(String before, String after) {
    if (before.equals(after)) {
      return false;
    }
    if (after.endsWith("\n") && !before.contains("\n")) {
      return isAdded(
          before, after.substring(0, after.length() - 1)); // a block ends in a line break
    }
    boolean found = false;
    Matcher inserted = INSERTED.matcher(after);
    StringBuilder without = new StringBuilder();
    int at = 0;
    while (inserted.find()) {
      boolean sameUser = (inserted.group("sudo") == null) == (inserted.group("then") == null);
      // behind "test -f x &&" a new line would free the installation from that condition
      sameUser &= !inserted.group("new").contains("\n")
          || !inserted.group("head").stripTrailing().matches("&&|;");
      if (sameUser && isFree(after, inserted.start("head"), inserted.end("head"))) {
        found = true;
        String one =
            after.substring(0, inserted.start("new")) + after.substring(inserted.end("new"));
        if (one.equals(before)) {
          return true;
        }
        without.append(after, at, inserted.start("new"));
        at = inserted.end("new");
      }
    }
    return found && without.append(after.substring(at)).toString().equals(before);
  }

  /** No {@code ||}, pipe or brace on its line in front of it, and the line continues no other one. */
  private static boolean isFree(String script, int head, int command) {
    int line = script.lastIndexOf('\n', command - 1) + 1;
    String front = script.substring(line, command);
    String before = script.substring(0, line).stripTrailing();
    boolean continues = before.endsWith("\\")
        || before.endsWith("|")
        || before.endsWith("&&")
        || before.endsWith("<<EOF");
    boolean heredoc = script.substring(0, head).contains("<<");
    return !heredoc
        && !continues
        && front.chars().noneMatch(c -> "|(){}`\"'#$".indexOf(c) >= 0)
        && !front.matches(".*\\b(?:if|while|until|then|else|do|!)\\b.*");
  }
}
