package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;

/** Lines that say themselves that nothing failed: notes, other levels, what is tried again or left out. */
final class Harmless {
  private static final double CERTAINLY = 0.4;
  private static final double LIKELY = 0.2;

  /** Notes of tools that go on in any case. */
  private static final Pattern NOTE = Pattern.compile(
      "(?i)cache (?:is )?not found|not found in (?:the )?(?:local )?cache|no cache found|cache miss|debconf: |delaying package configuration|no artifacts will be uploaded|no files were found with the provided path"
          + "|all \\d+ .{0,40}(?:present|passed|ok)\\b|^\\s*[✓✔√✅]|if-no-files-found|^\\W*(?:out: |found |with )*(?:0|no) (?:vulnerabilities|errors?|problems?|issues?|failures?|warnings?|offenses?)(?: found)?\\W*$|^grep: .{1,100}: no such file");

  /** What somebody did instead of failing. */
  private static final Pattern WENT_ON = Pattern.compile(
      "(?i)\\bskipp(?:ing|ed)\\b|\\bretrying\\b|will (?:be )?retr|trying again|(?:will|to|let.?s) try again|attempt \\d+ (?:of|/) ?\\d+|\\bignor(?:ing|ed)\\b|\\bcontinuing\\b|falling back|fallback to|using default|\\(optional\\)|non-fatal|not fatal|successfully|deprecat");

  private static final Pattern ERROR_LEVEL = Pattern.compile(
      "^.{0,60}?(?:^|[\\s\\[|(])(?:ERROR|FAIL(?:ED|URE)?|FATAL|Error|error|fatal)(?:[\\s\\]:|)!]|$)");

  private static final Pattern LOW_LEVEL = Pattern.compile(
      "^.{0,60}?(?:^|[\\s\\[|(])(?:INFO|DEBUG|TRACE|NOTICE|info|debug|trace|verbose)(?:[\\s\\]:|)]|$)|level=(?:info|debug|trace)|^##\\[(?:debug|notice)\\]");

  private static final Pattern WARNING = Pattern.compile(
      "^.{0,60}?(?:^|[\\s\\[|(])(?:WARN(?:ING)?|warn(?:ing)?)(?:[\\s\\]:|)]|$)|^##\\[warning\\]|level=warn");

  private Harmless() {}

  /** Whether it says by itself that nothing failed there, so that its words are no reason. */
  static boolean isCertainly(String line) {
    return doubt(line) >= CERTAINLY;
  }

  /** What to take from whoever builds on the line; nothing where the runner marks it as an error. */
  static double doubt(String line) {
    if (line.startsWith("##[error]")) {
      return 0;
    }
    String head = line.length() > 400 ? line.substring(0, 400) : line;
    if (NOTE.matcher(head).find()) {
      return CERTAINLY;
    }
    if (ERROR_LEVEL.matcher(head).find()) {
      return 0;
    }
    if (WENT_ON.matcher(head).find() || LOW_LEVEL.matcher(head).find()) {
      return CERTAINLY;
    }
    return WARNING.matcher(head).find() ? LIKELY : 0;
  }
}
