package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

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

  /** What those patterns cannot do without: most lines hold none of it. */
  private static final List<String> NOTE_WORDS = List.of(
      "found",
      "cache",
      "debconf",
      "delaying",
      "artifacts",
      "all ",
      "✓",
      "✔",
      "√",
      "✅",
      "grep: ",
      "0 ",
      "no ");

  private static final List<String> WENT_ON_WORDS = List.of(
      "skip",
      "retr",
      "try",
      "attempt",
      "ignor",
      "continu",
      "fall",
      "default",
      "optional",
      "fatal",
      "successfully",
      "deprecat");

  private static final List<String> LEVEL_WORDS =
      List.of("info", "debug", "trace", "notice", "verbose");

  private Harmless() {}

  private static boolean holdsOne(String lower, List<String> words) {
    for (String word : words) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it says in so many words that nothing failed, so that its words are no reason. */
  static boolean isNote(String line) {
    return !line.startsWith("##[error]") && NOTE.matcher(line).find();
  }

  /** What to take from whoever builds on the line; nothing where the runner marks it as an error. */
  static double doubt(String line) {
    if (line.startsWith("##[error]")) {
      return 0;
    }
    String head = line.length() > 400 ? line.substring(0, 400) : line;
    String lower = head.toLowerCase(Locale.ROOT);
    if (holdsOne(lower, NOTE_WORDS) && NOTE.matcher(head).find()) {
      return CERTAINLY;
    }
    boolean wentOn = holdsOne(lower, WENT_ON_WORDS) && WENT_ON.matcher(head).find();
    boolean low =
        !wentOn && holdsOne(lower, LEVEL_WORDS) && LOW_LEVEL.matcher(head).find();
    boolean warns = lower.contains("warn") && WARNING.matcher(head).find();
    if (!(wentOn || low || warns) || ERROR_LEVEL.matcher(head).find()) {
      return 0;
    }
    return wentOn || low ? CERTAINLY : LIKELY;
  }
}
