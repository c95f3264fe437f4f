package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lines that show text instead of saying something: diffs, source listings, dumped data, echoed
 * scripts. A message quoted there is not this run's.
 */
final class Listing {
  private static final Pattern DIFF_HEAD =
      Pattern.compile("^(?:diff --git |index [0-9a-f]{6,}\\.\\.|@@ -\\d|--- a?/|\\+\\+\\+ b?/)");
  private static final Pattern DIFF_BELOW = Pattern.compile("(?:^|: )Diff in \\S+");
  private static final Pattern DIFF_LINE = Pattern.compile("^(?:[+-](?: |\\t|[^+\\s-])| {1,2}\\S|[+-]$)");
  private static final Pattern NUMBERED = Pattern.compile("^\\s*>?\\s*\\d{1,5} ?[|│]|^\\s*\\d{1,5}\\t");
  private static final Pattern STATEMENT = Pattern.compile(
      "^\\s*(?:(?:const|let|var|import|export|return|def|class|public|private|protected|static|final|func|fn|if|elif|else|for|while|switch|case|try|catch|except|raise|throw|async|await|local|set|unset|echo|printf|describe|it|test|assert\\w*)\\b.*[{;:(,\\[=]\\s*$|\\w[\\w.]*\\(.*\\);\\s*$|[}\\])]+[;,]\\s*$|(?://|/\\*) .*)");
  private static final Pattern DATA =
      Pattern.compile("^\\s*(?:\"[\\w.$ -]{1,60}\"|'[\\w.$ -]{1,60}'): .*[,{\\[]\\s*$|^\\s*<(?:\\w[\\w:-]*)[ >].*</?[\\w:-]+>\\s*$");
  private static final int LONGEST_DIFF = 40;

  private Listing() {}

  /** Numbers of the lines of the excerpt that only show something. */
  static Set<Integer> lines(Excerpt excerpt) {
    Set<Integer> listed = new HashSet<>();
    List<LogLine> lines = excerpt.lines();
    int diffUntil = 0;
    int before = 0;
    for (LogLine line : lines) {
      String text = line.text().value();
      if (DIFF_BELOW.matcher(text).find()) {
        diffUntil = line.number() + LONGEST_DIFF;
      } else if (DIFF_HEAD.matcher(text).find()) {
        diffUntil = line.number() + LONGEST_DIFF;
        listed.add(line.number());
      } else if (line.number() <= diffUntil
          && line.number() == before + 1
          && DIFF_LINE.matcher(text).find()) {
        listed.add(line.number());
        diffUntil = line.number() + LONGEST_DIFF;
      } else if (NUMBERED.matcher(text).find()
          || STATEMENT.matcher(text).find()
          || DATA.matcher(text).find()) {
        listed.add(line.number());
      } else {
        diffUntil = 0;
      }
      before = line.number();
    }
    return listed;
  }
}
