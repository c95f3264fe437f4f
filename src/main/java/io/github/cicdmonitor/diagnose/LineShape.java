package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.StepRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a line that no rule knows may tell: its general words, read in the light of the command that
 * wrote it, else what that command mostly fails for.
 */
final class LineShape {
  /** Where a hit of this kind comes from. */
  static final String SOURCE = "shape";

  private static final double MOST = .62;
  private static final double MARKED = 0.04;
  private static final double UNKNOWN_LINE = 0.06;
  private static final double NO_ERROR_WORD = 0.08;
  private static final double SAYS_NOTHING = 0.14;

  /**
   * @param confidence honest: nothing here is more than likely
   * @param transientFault whether the words are those of a service or a network
   */
  record Told(Category category, double confidence, boolean transientFault) {
    Told(Category category, double confidence) {
      this(category, confidence, false);
    }
  }

  private record Words(Pattern pattern, Category category, double confidence) {}

  private static Words words(String pattern, Category category, double confidence) {
    return new Words(Pattern.compile("(?i)" + pattern), category, confidence);
  }

  private static final String RUNTIME =
      "(?:node(?:\\.?js)?|python|java|jdk|jvm|ruby|php|golang|gcc|clang|glibc|libc|dotnet|\\.net|xcode|swift|sdk|ndk|cmake|rustc|macos|windows|ubuntu|cuda)";

  /** From the most to the least telling. */
  private static final List<Words> GENERAL = List.of(
      words(
          "no space left|out of memory|cannot allocate memory|disk quota|lost communication|connection refused|network is unreachable|rate limit|\\bECONNREFUSED\\b|\\bENOTFOUND\\b",
          Category.INFRASTRUCTURE,
          .58),
      words(
          "timed out|time limit|deadline exceeded|took too long|timeout (?:of|after|exceeded|reached)|exceeded .{0,30}time",
          Category.TIMEOUT,
          .56),
      words(
          "command not found|is not recognized as|executable (?:file )?not found|cannot open shared object|no such program|library not (?:found|loaded)|cannot find -l|\\bpkg-config\\b|missing (?:system |required )?(?:library|tool|executable|binary)|\\b(?:ENOTEMPTY|EBUSY|EPERM|EROFS|EXDEV|ENOTDIR|EISDIR|ENAMETOOLONG)\\b|read-only file system|text file busy|directory not empty|environment variables? .{0,60}(?:not set|missing|required|undefined|must be set)|unbound variable|not supported on this (?:platform|machine|system)|unsupported (?:platform|architecture|operating system)"
              + "|" + RUNTIME
              + " (?:version )?v?[\\d.]+.{0,40}(?:not supported|required|or (?:newer|later|higher|above)|too old)"
              + "|(?:requires?|needs?|unsupported|minimum) (?:at least |a )?" + RUNTIME + "\\b",
          Category.ENVIRONMENT,
          .6),
      words(
          "unauthorized|\\bforbidden\\b|access (?:is )?denied|\\bpermissions?\\b|not authorized|\\b40[13]\\b|credentials?\\b|certificates?\\b|\\bkeystore\\b|provisioning profile|code ?sign|signing (?:key|identity|config)|\\bsecrets?\\b|\\bapi[ _-]?key\\b|\\b(?:access|auth|deploy|api|invalid|expired|missing|github|bearer)[ _-]?tokens?\\b|\\blicen[cs]e (?:key|file|is|has|activation)|input required|required input|unexpected inputs?\\b|unexpected arguments?\\b|(?:unknown|unrecognized|invalid|unsupported) (?:argument|option|flag|input|command|parameter)s?\\b|\\balready exists\\b|protected branch|non-fast-forward|no files (?:were )?found|invalid workflow|pull request (?:title|body|description|must)|missing (?:label|changelog|changeset)",
          Category.CI_CONFIGURATION,
          .58),
      words(
          "(?:could not|cannot|can't|unable to|failed to) (?:find|resolve|satisfy) (?:a |any |the )?(?:\\w+ )?(?:version|dependenc|package|artifact|module|plugin)|no matching (?:version|distribution)|version solving|conflict(?:ing|s)? .{0,30}(?:dependenc|version|requirement)|\\bpeer dep|\\block ?file\\b|dependenc(?:y|ies) (?:resolution|conflict|not found|missing)|checksum mismatch|integrity check|\\bunmet\\b|unsatisfiable|(?:not|in)compatible (?:with )?.{0,30}version|version .{1,40} is not (?:supported|available|compatible)|(?:requires|needs) .{1,60}(?:version|but .{0,40}(?:found|installed|have))|version mismatch",
          Category.DEPENDENCY,
          .6),
      words(
          "container .{0,60}(?:unhealthy|exited|failed|not |is )|\\bdockerfile\\b|(?:pull|push|build)(?:ing)? (?:the )?(?:docker )?image|\\bimage .{1,60}(?:not found|does not)|manifest unknown|\\bpods?\\b|\\bkubernetes\\b|\\bkubectl\\b|\\brollout\\b|crashloop|imagepull|\\bnamespaces? .{0,40}not found|helm (?:release|upgrade|install)",
          Category.DOCKER_KUBERNETES,
          .56),
      words(
          "syntax ?error|undeclared|undefined (?:reference|symbol)|unresolved (?:reference|import|symbol|external)|cannot find (?:symbol|name|type)|type mismatch|does not compile|\\blinker\\b|duplicate symbol|compil(?:ation|er?|ing)\\b.{0,30}(?:error|fail)",
          Category.COMPILATION,
          .58),
      words(
          "\\bassert(?:ion)?(?:s|error)?\\b|\\bexpected\\b.*\\b(?:but|got|actual|received|to (?:be|equal|have|contain))\\b",
          Category.TEST_FAILURE,
          .58),
      words(
          "\\b(?:tests?|specs?|scenarios?)\\b.*\\bfail|\\bfail.*\\b(?:tests?|specs?)\\b",
          Category.TEST_FAILURE,
          .56),
      words(
          "\\blint(?:er|ing|s)?\\b|\\bformat(?:ting|ted|ter)\\b|code style|\\bviolations?\\b|\\bcoverage\\b|\\bthreshold\\b|quality gate|exceeds? (?:the )?(?:limit|maximum|budget)|too (?:long|large|complex)|\\bunused\\b|vulnerabilit|not up.to.date|\\boutdated\\b|\\btypos?\\b|spelling|type check",
          Category.LINT,
          .54),
      new Words(
          Pattern.compile(
              "[\\w$]*(?:Error|Exception)\\b(?::|$)|(?i:traceback|uncaught|unhandled|\\bpanic|segmentation fault|core dumped|null pointer|is not (?:a function|defined|iterable)|undefined method)"),
          Category.CODE_BUG,
          .56));

  private static final Pattern DIAGNOSTIC = Pattern.compile(
      "[\\w./\\\\-]+\\.\\w{1,8}(?::\\d+(?::\\d+)?|\\(\\d+(?:,\\d+)?\\)):? ?(?:\\w+ )?(?i:error|warning|fatal)?");

  /** Names of files and addresses hold any word. */
  private static final Pattern PLACE =
      Pattern.compile("\\w+://\\S+|(?:[\\w.@~$-]*[/\\\\]){1,}[\\w.@*-]*");

  /** What a step is given, as the runner shows it. */
  private static final Pattern GIVEN =
      Pattern.compile("^ {0,4}[A-Za-z_][\\w-]*: (?:\\*\\*\\*|[/\\w.-]+)$");

  private static final Pattern ERROR_WORD = Pattern.compile(
      "(?i)\\b(?:error|fatal|fail(?:ed|ure|s|ing)?|panic|exception|cannot|can't|could not|unable|invalid|missing|must|denied|refused|abort(?:ed|ing)?|not (?:found|supported|allowed|valid|permitted|set))\\b|[✘✖✗×❌]|Error\\b|^E[: ]");

  private static final Pattern EXPECTED =
      Pattern.compile("(?i)\\bexpected\\b.{0,200}\\b(?:to|but|got)\\b");

  /** That something failed is known already. */
  private static final Pattern EMPTY = Pattern.compile(
      "(?i)^\\W*(?:the |this |your )?(?:\\w+ )?(?:action|build|deploy(?:ment)?|job|step|task|command|process|script|workflow|run|pipeline|execution)?\\W*(?:has |was )?(?:failed|error|failure|aborted)\\W*$|exit(?:ed|s)? (?:with )?(?:code|status)|process completed|ELIFECYCLE|command failed|^\\W*see (?:above|the )|non-zero");

  /** Where it happened, not what. */
  private static final Pattern FRAME = Pattern.compile(
      "^\\s*(?:at (?:async )?[\\w$.<>\\[\\] ]+\\(|at \\S+:\\d+(?::\\d+)?\\s*$|File \"[^\"]+\", line \\d+|from \\S+:\\d+:in |\\.\\.\\. \\d+ more\\s*$|\\S+\\.rb:\\d+:in [`'][^`']*'\\s*$)");

  private LineShape() {}

  /** @param place what the line's place adds */
  static Optional<Hit> hit(LogLine line, int rank, double place, Optional<ExcerptStep> writer) {
    Set<StepRole> roles = writer.map(ExcerptStep::roles).orElse(Set.of());
    String text = Wrappers.bare(line.text().value());
    Told told = of(text, roles);
    if (told.confidence() < Diagnosis.TELLABLE || GIVEN.matcher(text).find() || isFrame(text)) {
      return Optional.empty();
    }
    return Optional.of(new Hit(
        SOURCE,
        Optional.empty(),
        Hit.BEHIND_RULES,
        told.category(),
        told.confidence(),
        line.number(),
        rank,
        place + weight(line, text),
        text,
        "Look at the lines shown; no rule knows them.",
        told.transientFault()));
  }

  /** A line of a stack trace. */
  static boolean isFrame(String text) {
    return FRAME.matcher(text).find();
  }

  /** Whether it has a word of failure, or says how something ended. */
  static boolean soundsBad(String text) {
    return !isFrame(text)
        && (ERROR_WORD.matcher(text).find()
            || EXPECTED.matcher(text).find()
            || EMPTY.matcher(text).find());
  }

  private static double weight(LogLine line, String text) {
    double marked = isMarked(line) ? MARKED : -UNKNOWN_LINE;
    return EMPTY.matcher(text).find()
        ? marked - SAYS_NOTHING
        : isMarked(line) || ERROR_WORD.matcher(text).find() ? marked : marked - NO_ERROR_WORD;
  }

  /** The runner's or an action's own word for what went wrong. */
  private static boolean isMarked(LogLine line) {
    String text = line.text().value();
    return text.startsWith("##[error]") && !text.contains("exit code");
  }

  static Told of(String line, Set<StepRole> roles) {
    if (RemoteTrouble.in(line, roles)) {
      return new Told(Category.INFRASTRUCTURE, MOST, true);
    }
    String text = PLACE.matcher(line).replaceAll(" / ");
    Told best = new Told(usual(roles), roles.isEmpty() ? .3 : .5);
    double most = 0;
    for (Words words : GENERAL) {
      if (words.pattern().matcher(text).find()) {
        double score = words.confidence() + RoleFit.of(roles, words.category()) * 1.5;
        if (score > most) {
          most = score;
          best = new Told(words.category(), Math.min(MOST, score));
        }
      }
    }
    if (most < .56 && DIAGNOSTIC.matcher(line).find()) {
      boolean lint = roles.contains(StepRole.LINT) && !roles.contains(StepRole.BUILD);
      boolean test = roles.contains(StepRole.TEST) && roles.size() == 1;
      return new Told(
          lint ? Category.LINT : test ? Category.TEST_FAILURE : Category.COMPILATION, .56);
    }
    return most == 0 || most >= .5 ? best : new Told(usual(roles), roles.isEmpty() ? .3 : .5);
  }

  /** What a command of this kind mostly fails for. */
  static Category usual(Set<StepRole> roles) {
    // The heaviest of several: who installs, builds and tests in one script mostly fails in the
    // test.
    if (roles.contains(StepRole.TEST)) {
      return Category.TEST_FAILURE;
    }
    if (roles.contains(StepRole.LINT)) {
      return Category.LINT;
    }
    if (roles.contains(StepRole.BUILD)) {
      return Category.COMPILATION;
    }
    if (roles.contains(StepRole.CLUSTER) || roles.contains(StepRole.CONTAINER)) {
      return Category.DOCKER_KUBERNETES;
    }
    if (roles.contains(StepRole.RESTORE)) {
      return Category.DEPENDENCY;
    }
    return Category.CI_CONFIGURATION;
  }
}
