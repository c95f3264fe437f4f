package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.StepRole;
import java.util.List;
import java.util.Set;

/**
 * What a line that no rule knows may tell: its general words, read in the light of the command that
 * wrote it, else what that command mostly fails for.
 */
final class LineShape {
  /** Where a hit of this kind comes from. */
  static final String SOURCE = "shape";

  /** @param confidence honest: nothing here is more than likely */
  record Told(Category category, double confidence) {}

  private record Words(Pattern pattern, Category category, double confidence) {}

  private static Words words(String pattern, Category category, double confidence) {
    return new Words(Pattern.compile(pattern), category, confidence);
  }

  /** From the most to the least telling. */
  private static final List<Words> GENERAL = List.of(
      words(
          "(?i)connection (?:reset|refused|closed)|could not resolve host|temporary failure|network is unreachable|service unavailable|bad gateway|gateway time-?out|too many requests|rate limit|internal server error|\\b(?:ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ECONNREFUSED)\\b|no space left|out of memory|cannot allocate memory",
          Category.INFRASTRUCTURE,
          .58),
      words("(?i)timed out|time limit|deadline exceeded|took too long", Category.TIMEOUT, .56),
      words(
          "(?i)command not found|is not recognized as|executable file not found|cannot open shared object|no such program|is not installed",
          Category.ENVIRONMENT,
          .6),
      words(
          "(?i)unauthorized|forbidden|access denied|permission(?:s)? (?:denied|required|missing)|not authorized|\\b40[13]\\b|credential|certificate|keystore|provisioning|signing|secret|api key|token|input required|unexpected input|workflow|runner|artifact|release|tag already|already exists|protected branch",
          Category.CI_CONFIGURATION,
          .58),
      words(
          "(?i)could not (?:find|resolve) (?:a )?(?:version|dependenc|package|artifact)|no matching (?:version|distribution)|version solving|conflict(?:ing)? (?:dependenc|version)|peer dep|lock ?file|dependenc(?:y|ies) (?:resolution|conflict)|checksum mismatch|integrity",
          Category.DEPENDENCY,
          .6),
      words(
          "(?i)\\b(?:container|docker|dockerfile|image|pod|kubernetes|namespace|deployment)\\b",
          Category.DOCKER_KUBERNETES,
          .54),
      words(
          "(?i)syntax ?error|undeclared|undefined (?:reference|symbol)|unresolved (?:reference|import|symbol)|cannot find symbol|type mismatch|does not compile|linker|duplicate symbol|is incompatible with",
          Category.COMPILATION,
          .58),
      words("(?i)\\bassert(?:ion)?\\b|\\bexpected\\b.*\\b(?:but|got|actual|received)\\b", Category.TEST_FAILURE, .58),
      words("(?i)\\btests?\\b.*\\bfail|\\bfail.*\\btests?\\b", Category.TEST_FAILURE, .56),
      words(
          "(?i)lint|format(?:ting|ted)|style|violation|coverage|threshold|quality|exceeds? (?:the )?(?:limit|maximum)|too (?:long|large|many|complex)|unused",
          Category.LINT,
          .54),
      words(
          "[\\w$]*(?:Error|Exception)\\b(?::|$)|(?i)traceback|uncaught|unhandled|panic|segmentation fault|core dumped|null pointer",
          Category.CODE_BUG,
          .56));

  private static final Pattern DIAGNOSTIC =
      Pattern.compile("[\\w./\\\\-]+\\.\\w{1,8}(?::\\d+(?::\\d+)?|\\(\\d+(?:,\\d+)?\\)):? ?(?:\\w+ )?(?i:error|warning|fatal)?");

  private LineShape() {}

  static Told of(String text, Set<StepRole> roles) {
    Told best = new Told(usual(roles), roles.isEmpty() ? .3 : .5);
    double most = 0;
    for (Words words : GENERAL) {
      if (words.pattern().matcher(text).find()) {
        double score = words.confidence() + RoleFit.of(roles, words.category()) * 1.5;
        if (score > most) {
          most = score;
          best = new Told(words.category(), Math.min(.62, score));
        }
      }
    }
    if (most < .56 && DIAGNOSTIC.matcher(text).find()) {
      boolean lint = roles.contains(StepRole.LINT) && !roles.contains(StepRole.BUILD);
      boolean test = roles.contains(StepRole.TEST) && roles.size() == 1;
      return new Told(
          lint ? Category.LINT : test ? Category.TEST_FAILURE : Category.COMPILATION, .56);
    }
    return most == 0 || most >= .5 ? best : new Told(usual(roles), roles.isEmpty() ? .3 : .5);
  }

  /** What a command of this kind mostly fails for. */
  static Category usual(Set<StepRole> roles) {
    // The heaviest of several: who installs, builds and tests in one script mostly fails in the test.
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
