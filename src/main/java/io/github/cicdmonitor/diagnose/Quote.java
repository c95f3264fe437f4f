package io.github.cicdmonitor.diagnose;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.LogLine;
import java.util.Optional;

/** What can be said where nothing is known: the command, how it ended, and its own words. */
final class Quote {
  private static final int LONGEST = 200;
  private static final Pattern EXIT = Pattern.compile("exit code:? (-?\\d+)");

  private Quote() {}

  /** {@code `npm run check` failed: 3 problems}. */
  static String of(Excerpt excerpt, int line, String text) {
    return command(excerpt, line).map(c -> "`" + c + "` failed: ").orElse("") + cut(text);
  }

  /** {@code ; `npm run check` ended with exit code 2}, or nothing. */
  static String ending(Excerpt excerpt) {
    for (LogLine line : excerpt.lines()) {
      Matcher exit = EXIT.matcher(line.text().value());
      if (line.text().value().startsWith("##[error]") && exit.find()) {
        return "; " + command(excerpt, line.number()).map(c -> "`" + c + "`").orElse("the step")
            + " ended with exit code " + exit.group(1);
      }
    }
    return "";
  }

  private static Optional<String> command(Excerpt excerpt, int line) {
    return excerpt
        .writerOf(line)
        .map(ExcerptStep::command)
        .map(Object::toString)
        .filter(c -> !c.isBlank())
        .map(Quote::cut);
  }

  private static String cut(String text) {
    String one = text.strip().replace('`', '\'');
    return one.length() > LONGEST ? one.substring(0, LONGEST) + "…" : one;
  }
}
