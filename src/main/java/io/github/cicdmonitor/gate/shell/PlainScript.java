package io.github.cicdmonitor.gate.shell;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Scripts of which it is plain what they do: commands one after the other, each of which must succeed.
 * No condition, loop, pipe, substitution, code inside quotes or redirection, so that nothing that a
 * command finds out decides what another one does. Everything else is not read at all.
 */
public final class PlainScript {
  /** Stands for an expression of the workflow; its own reader judges it. */
  public static final char EXPRESSION = '\u0001';

  private static final String VARIABLE =
      "\\$(?:\\{(?:HOME|PWD|GITHUB_WORKSPACE|RUNNER_TEMP)\\}|(?:HOME|PWD|GITHUB_WORKSPACE|RUNNER_TEMP)"
          + "(?![A-Za-z0-9_]))";
  private static final String PLAIN =
      "[A-Za-z0-9_./:@=,+%~^*?\\[\\]-]|" + EXPRESSION + "|" + VARIABLE;
  private static final String WORD =
      "(?:" + PLAIN + "|'[A-Za-z0-9_ ./:@=,+%*-]*'|\"(?:" + PLAIN + "| )*\")+";
  private static final String INTO_PATH =
      "(?:[ \\t]+>>[ \\t]*\"?\\$(?:GITHUB_PATH|\\{GITHUB_PATH\\}|GITHUB_ENV|\\{GITHUB_ENV\\})\"?)?";
  private static final Pattern COMMAND =
      Pattern.compile(WORD + "(?:[ \\t]+" + WORD + ")*" + INTO_PATH);
  private static final Pattern SET = Pattern.compile("set(?: -[euxEo]+| pipefail)+");
  // a list of packages, of which some are left out
  private static final Pattern LISTED =
      Pattern.compile("\\$\\(go list [\\w./-]+(?: \\| grep -v [\\w./-]+)*\\)");
  private static final Pattern CONTROL = Pattern.compile(
      "(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|function|select|test|\\[|\\[\\[|exit|return"
          + "|trap|eval|exec|source|\\.|alias|unset|shopt|set|true|false|break|continue|time|coproc|wait)");

  // what is fetched has any name
  private static final Pattern FETCHES = Pattern.compile(
      "^(?:sudo )?(?:apt|apt-get|brew|choco|pip3?|python3? -m pip|uv pip|npm|pnpm|yarn|gem|go|cargo|poetry|dotnet"
          + "|composer|bundle)(?: -[a-z]+| --[a-z-]+)* (?:install|ci|add|i|tool|sync|restore|get|update)\\b");
  private static final Pattern BUILDS =
      Pattern.compile("^(?:\\./)?(?:mvnw?|gradlew?|sbt|cargo|go|dotnet|yarn)\\b");

  private PlainScript() {}

  /** The commands of a script, in their order; its expressions are replaced already. */
  public static List<String> commands(String script) {
    String text = LISTED.matcher(script.replaceAll("\\\\\\r?\\n[ \\t]*", " ")).replaceAll(".");
    return Stream.of(text.split("\\r?\\n", -1))
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .flatMap(line -> Stream.of(line.split("[ \\t]+&&[ \\t]+", -1)))
        .map(String::strip)
        .toList();
  }

  /** Whether a command does one thing, whatever it finds out. */
  public static boolean isPlain(String command) {
    String first = command.split("[ \\t]", 2)[0];
    return SET.matcher(command).matches()
        || (COMMAND.matcher(command).matches() && !CONTROL.matcher(first).matches());
  }

  /** Whether a command installs or fetches what others made. */
  public static boolean fetches(String command) {
    return FETCHES.matcher(command).find() || BUILDS.matcher(command).find();
  }

  /**
   * Whether each word of a plain command is known: a program, what it is told to do, and where.
   *
   * @param words in lower case
   * @param options without a value, or in front of an equals sign
   */
  public static boolean isKnown(String command, Set<String> words, Set<String> options) {
    if (SET.matcher(command).matches()) {
      return true;
    }
    boolean fetches = FETCHES.matcher(command).find();
    return Stream.of(command.split("[ \\t]+"))
        .map(word -> word.replaceAll("[\"']", ""))
        .allMatch(word -> isKnownWord(word, fetches, words, options));
  }

  private static boolean isKnownWord(
      String word, boolean fetched, Set<String> words, Set<String> options) {
    if (word.matches("-[A-Za-z]{1,2}")) {
      return true;
    }
    if (word.matches("--?[A-Za-z].*")) {
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      return options.contains(option) && (equals < 0 || areKnown(word.substring(equals), words));
    }
    return fetched || areKnown(word, words);
  }

  private static boolean areKnown(String text, Set<String> words) {
    return Stream.of(text.split("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])"))
        .allMatch(part -> part.isEmpty() || words.contains(part.toLowerCase(Locale.ROOT)));
  }
}
