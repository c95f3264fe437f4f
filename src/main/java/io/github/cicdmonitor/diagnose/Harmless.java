package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;

/** Lines that say themselves that nothing failed: notes, other levels, what is tried again or left out. */
final class Harmless {
  private static final double CERTAINLY = 0.4;
  private static final double LIKELY = 0.2;

  private static final Pattern NOTE = Pattern.compile(
      "(?i)cache (?:is )?not found|not found in (?:the )?(?:local )?cache|no cache found|cache miss|debconf: |delaying package configuration"
          + "|\\bskipp(?:ing|ed)\\b|\\bretrying\\b|will (?:be )?retr|try(?:ing)? again|attempt \\d+ (?:of|/) ?\\d+|\\bignor(?:ing|ed)\\b|\\bcontinuing\\b|falling back|fallback to|using default|\\(optional\\)|non-fatal|not fatal"
          + "|all \\d+ .{0,40}(?:present|passed|ok)\\b|successfully|^✓|^✔|^√|if-no-files-found|deprecat");

  private static final Pattern LOW_LEVEL = Pattern.compile(
      "^.{0,60}?(?:^|[\\s\\[|(])(?:INFO|DEBUG|TRACE|NOTICE|info|debug|trace|verbose)(?:[\\s\\]:|)]|$)|level=(?:info|debug|trace)|^##\\[(?:debug|notice)\\]");

  private static final Pattern WARNING = Pattern.compile(
      "^.{0,60}?(?:^|[\\s\\[|(])(?:WARN(?:ING)?|warn(?:ing)?)(?:[\\s\\]:|)]|$)|^##\\[warning\\]|level=warn");

  private Harmless() {}

  /** What to take from whoever builds on the line; nothing where the runner marks it as an error. */
  static double doubt(String line) {
    if (line.startsWith("##[error]")) {
      return 0;
    }
    String head = line.length() > 400 ? line.substring(0, 400) : line;
    if (NOTE.matcher(head).find() || LOW_LEVEL.matcher(head).find()) {
      return CERTAINLY;
    }
    return WARNING.matcher(head).find() ? LIKELY : 0;
  }
}
