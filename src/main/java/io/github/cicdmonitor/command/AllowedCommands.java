package io.github.cicdmonitor.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands that the operator allows: argv patterns, each argument literal or {@code *} for exactly
 * one argument that is neither an option nor a path out of the checkout. No shell will read them, and
 * still nothing that a shell would act on gets into a {@code *}.
 */
public final class AllowedCommands {
  private static final String SLOT = "*";
  private static final int MAX_ARGUMENTS = 50;
  private static final int MAX_LENGTH = 1_000;

  private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");
  // Names, versions, ranges and relative paths of packages; begins with no dash and no slash.
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z0-9_@.+^~=:,%][A-Za-z0-9_@.+^~=:,%/-]*");
  private static final Pattern CLIMBS = Pattern.compile("(?:^|.*[/=:,])\\.\\.(?:/.*)?");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@.+^=:,%/-]+");

  private final List<List<String>> patterns;

  /** @param patterns as in {@code remediation.commands}; none allows nothing */
  public AllowedCommands(List<List<String>> patterns) {
    this.patterns = patterns.stream().map(List::copyOf).toList();
  }

  public boolean allows(List<String> argv) {
    return !argv.isEmpty()
        && argv.size() <= MAX_ARGUMENTS
        && argv.stream().allMatch(AllowedCommands::isPrintable)
        && patterns.stream().anyMatch(pattern -> fits(pattern, argv));
  }

  private static boolean isPrintable(String argument) {
    return argument.length() <= MAX_LENGTH && PRINTABLE.matcher(argument).matches();
  }

  private static boolean fits(List<String> pattern, List<String> argv) {
    // The program itself is always spelled out.
    if (pattern.size() != argv.size() || !pattern.get(0).equals(argv.get(0))) {
      return false;
    }
    for (int i = 1; i < pattern.size(); i++) {
      String wanted = pattern.get(i);
      String argument = argv.get(i);
      boolean fits = wanted.equals(SLOT) ? fitsSlot(argument) : wanted.equals(argument);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean fitsSlot(String argument) {
    return WORD.matcher(argument).matches() && !CLIMBS.matcher(argument).matches();
  }

  /** For people: one line, quoted as a shell would want it. */
  public static String shown(List<String> argv) {
    return argv.stream()
        .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
