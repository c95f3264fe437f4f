package io.github.cicdmonitor.logs;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/**
 * How much a line looks like a reason by its general shape, whatever tool printed it: 0 to 60. The
 * rules know more and weigh up to 100.
 */
public final class LineWeight {
  /** Lines without one of these are never looked at. */
  static final List<String> LITERALS = List.of(
      "error",
      "fail",
      "fatal",
      "exception",
      "panic",
      "traceback",
      "cannot",
      "can't",
      "could not",
      "couldn't",
      "unable to",
      "not found",
      "no such",
      "denied",
      "refused",
      "timed out",
      "timeout",
      "not exist",
      "not supported",
      "unsupported",
      "undefined",
      "unresolved",
      "invalid",
      "missing",
      "unexpected",
      "expected",
      "assert",
      "aborted",
      "killed",
      "out of memory",
      "no space",
      "segmentation",
      "terminated",
      "cancel",
      "conflict",
      "unauthorized",
      "forbidden",
      "exceeded",
      "must be",
      "must have",
      "is required",
      "not installed",
      "not set",
      "not allowed",
      "rejected",
      "mismatch",
      "incompatible",
      "✗",
      "✘",
      "✖",
      "×",
      "❌",
      "⨯",
      "⚠",
      "not ok",
      "would be reformatted",
      "npm err!",
      "e   ",
      "e: file",
      "e: /",
      "exit code",
      "exit status",
      "returned non-zero",
      "broken");

  private static final Pattern FRONT = Pattern.compile(
      "^(?:#\\d+ +(?:\\d+\\.\\d+ +)?)?(?:##\\[error\\] *)?(?:[|│>] *)?(?:[✗✘✖×❌⨯⚠️]+ *)?(?:[\\w@./ -]{1,40}[|:] +)??"
          + "(?:\\[?(?i:error|fatal|err!|failure|panic|critical)\\]?(?:\\[\\w+\\])?(?: [A-Z]+\\d+)?(?::|!| -|\\]| )|npm (?:ERR!|error)|E   +|e: |E: |ERROR\\b|FATAL\\b|FAIL\\b|FAILED\\b)");
  private static final Pattern THROWN = Pattern.compile(
      "(?:^|[\\s:'\"(])[\\w.$]*[A-Za-z](?:Error|Exception|Panic|Fault)(?:: |$|\\b.{0,3}$)");
  private static final Pattern DIAGNOSTIC = Pattern.compile(
      "(?i)(?:[\\w./\\\\-]+[:(\\[]\\d+(?:[:,]\\d+)?[)\\]]?:?) *(?:- )?(?:fatal )?error\\b|: error(?: [A-Z]+\\d+)?:");
  private static final Pattern SAYS = Pattern.compile(
      "(?i)cannot |can't |could not |couldn't |unable to |failed to |not found|no such file|permission denied|access denied|connection refused|timed out|does not exist|doesn't exist|undefined reference|unresolved|not supported|no space left|out of memory|is not installed|not allowed|is not set|is required|no matching|segmentation fault|assertion|rejected");
  private static final Pattern QUIET = Pattern.compile(
      "(?i)\\b0 (?:errors?|failed|failures|failing|problems|warnings?)\\b|(?:errors?|failed|failures?)(?:\"?[:=] *)(?:0|none|false|null|no)\\b|\\bno (?:errors?|failures?|problems|issues)\\b"
          + "|^(?:downloading|downloaded|fetching|unpacking|get:\\d|selecting|collecting|requirement already|setting up|preparing|progress|installing|extracting|inflating|adding|creating|compiling|\\[\\d+/\\d+\\]|\\[ *\\d+%\\]|✓|✔|√|pass\\b|ok \\d|ok\\b|--- pass|\\s+(?:✓|✔|√))"
          + "|if-no-files-found|continue-on-error|fail-fast|--fail|\\bset -e|error_on|error-?prone|\\bon-?error|ignore(?:d|s|_| )*error|retrying in|will retry|would be ignored|stderr|errorlevel|erroraction|xfail|fail_?under|failsafe|error\\.(?:ts|js|rs|go|py|cpp|c|h|o|java|kt|html|tsx|class)\\b");
  private static final Pattern WARNING = Pattern.compile(
      "(?i)^(?:\\S+ ){0,3}\\W{0,3}(?:##\\[warning\\]|(?:npm|yarn|pnpm) warn|\\[?warn(?:ing)?\\]?\\b|w: |deprecat)|\\bwarning(?: [A-Z]+\\d+)?:|: warning\\b|^wrn\\b|deprecationwarning|futurewarning|userwarning");
  private static final Pattern FOLLOW_UP = Pattern.compile(
      "(?i)^(?:##\\[error\\] *)?(?:error: *)?(?:process completed with exit code|the process '.*' failed with exit code|.*returned exit code \\d+\\.?$)|elifecycle|lifecycle script|command failed with exit code|^build failed|^failure: build failed|re-run maven|\\[help 1\\] http|to see the full stack|for more information about the errors|a complete log of this run|run with --stacktrace|run with --(?:info|scan)|gmake|make(?:\\[\\d+\\])?: \\*\\*\\*|ninja: build stopped|exited with (?:code )?\\d|exit status \\d+$|command exited|error: could not compile|aborting due to|did not complete successfully|error command failed|subprocess-exited|task failed|failed tasks|npm (?:err!|error) (?:path|command|errno|code 1$|workspace|location)|this error originates|note: |see above|see the log|\\[error\\] *$|^error:? *$|after the error|<-- bad|mojofailureexception|npm err! *$|recipe for target|exit code:? \\d+$|^\\s*at |^\\s*from |^\\s+\\^|caused by: \\S+$");

  private static final Pattern SOURCE = Pattern.compile(
      "^(?:\\+ |\\$ |> )?(?:echo|printf|fail|die|throw new|raise|console\\.\\w+|log(?:ger|ging)?\\.\\w+|print|puts|Write-(?:Host|Error|Output))[ (]+[\"'$f]|^(?:if|elif|while|for|def|function|export|case|else|try|except|catch|with|return|assert) .*(?:[;:{]|then|do)$|^if \\[|^>? ?\\d+ \\||(?:then|\\|\\||&&|;) *(?:fail|die|error|echo|exit \\d)\\b.*(?:fi|\\}|\\\"|\\d)$|^\\[command\\]");
  private static final Pattern DEBUG_LEVEL = Pattern.compile(
      "^\\W{0,3}(?:DEBUG|TRACE|debug|trace|verbose|silly)\\b|^[\\d:.,\\sT-]{8,30}\\W{0,3}(?:DEBUG|TRACE)\\b");
  private static final Pattern INFO_LEVEL =
      Pattern.compile("^\\W{0,3}(?:INFO|info)\\b|^[\\d:.,\\sT-]{8,30}\\W{0,3}INFO\\b|level=info");

  private LineWeight() {}

  static int weigh(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.length() < 4) {
      return 0;
    }
    String head = text.length() > 600 ? text.substring(0, 600) : text;
    if (head.startsWith("##[endgroup]") || head.startsWith("##[group]Run ")) {
      return 0;
    }
    boolean annotated = head.startsWith("##[error]") || head.startsWith("::error");
    if (!annotated && QUIET.matcher(head).find()) {
      return 0;
    }
    if (head.startsWith("+ ") || head.startsWith("$ ") || head.startsWith("##[debug]")) {
      return 4;
    }
    if (!annotated && WARNING.matcher(head).find()) {
      return 10;
    }
    if (FOLLOW_UP.matcher(head).find()) {
      return annotated ? 12 : 9;
    }
    int weight = 14;
    if (annotated) {
      weight = 50;
    }
    if (FRONT.matcher(head).find()) {
      weight = Math.max(weight, 48);
    }
    if (DIAGNOSTIC.matcher(head).find()) {
      weight = Math.max(weight, 54);
    }
    if (THROWN.matcher(head).find()) {
      weight = Math.max(weight, 46);
    }
    if (SAYS.matcher(head).find()) {
      weight = Math.max(weight + 6, 34);
    } else if (weight == 14
        && (head.contains("FAIL") || head.contains("ERROR") || head.contains("Error:"))) {
      weight = 30;
    }
    return Math.min(weight, 60);
  }

  /** What speaks against a line, whoever holds it to be a reason: its level, or that it is source. */
  public static int doubt(String line) {
    String text = line.strip();
    if (text.startsWith("##[error]")) {
      return 0;
    }
    if (text.startsWith("##[group]")) {
      return 20;
    }
    if (SOURCE.matcher(text).find()) {
      return 60;
    }
    int doubt = WARNING.matcher(text).find() ? 15 : 0;
    if (DEBUG_LEVEL.matcher(text).find()) {
      return doubt + 40;
    }
    return INFO_LEVEL.matcher(text).find() ? doubt + 20 : doubt;
  }

  /** Letters only, so that two lines that differ in numbers or paths' ids are one shape. */
  static int shape(String line) {
    int hash = 7;
    int seen = 0;
    int numbers = 0;
    String text = line.toLowerCase(Locale.ROOT);
    for (int i = 0; i < text.length() && seen < 60; i++) {
      char c = text.charAt(i);
      if (Character.isLetter(c)) {
        hash = hash * 31 + c;
        seen++;
      } else if (c >= '1' && c <= '9') {
        numbers = 31;
      }
    }
    return hash + numbers;
  }
}
