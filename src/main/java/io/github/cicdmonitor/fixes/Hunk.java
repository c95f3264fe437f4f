package io.github.cicdmonitor.fixes;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of a text that took the place of others.
 *
 * @param path of the file
 * @param line 1-based, in the file after
 * @param before the lines that are gone, in their order
 * @param after the lines that are new
 */
public record Hunk(String path, int line, List<String> before, List<String> after) {
  public Hunk {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Whether one line took the place of one. */
  public boolean isOneLine() {
    return before.size() == 1 && after.size() == 1;
  }

  /**
   * One line before and after, both of the same form.
   *
   * @param before groups of the form in the line that is gone
   * @param after groups of the form in the line that took its place
   */
  record Rewritten(MatchResult before, MatchResult after) {
    /** Whether these groups caught the same text in both. */
    boolean keeps(int... groups) {
      return Arrays.stream(groups).allMatch(g -> Objects.equals(before.group(g), after.group(g)));
    }
  }

  /** Empty where more than one line took the place of one, or one of them has another form. */
  Optional<Rewritten> rewritten(Pattern form) {
    if (!isOneLine()) {
      return Optional.empty();
    }
    Matcher old = form.matcher(before.get(0));
    Matcher now = form.matcher(after.get(0));
    return old.matches() && now.matches()
        ? Optional.of(new Rewritten(old.toMatchResult(), now.toMatchResult()))
        : Optional.empty();
  }

  public String where() {
    return path + ":" + line;
  }
}
