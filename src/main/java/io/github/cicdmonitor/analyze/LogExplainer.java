package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.diagnose.Judge;
import io.github.cicdmonitor.diagnose.RuleHit;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.logs.GreenLines;
import io.github.cicdmonitor.logs.LogCutter;
import io.github.cicdmonitor.logs.ReadLog;
import io.github.cicdmonitor.logs.Signatures;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.redact.LineRedaction;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The pure core in a row: a log's bytes to its excerpt, its signature and the rules' word. */
public final class LogExplainer {
  // What the system prompt, the metadata and the schema take of analyzer.max_input_tokens.
  private static final int PROMPT_FRAME_TOKENS = 1_500;

  private final Supplier<Tools> tools;
  private final List<OperatorFix> fixes;
  private final LineRedaction redaction;
  private final int tokens;

  private LogExplainer(
      Supplier<Tools> tools, List<OperatorFix> fixes, LineRedaction redaction, int maxInputTokens) {
    this.tools = tools;
    this.fixes = fixes;
    this.redaction = redaction;
    this.tokens =
        Math.max(200, Math.min(LogCutter.Cut.TYPICAL_TOKENS, maxInputTokens - PROMPT_FRAME_TOKENS));
  }

  /**
   * With the built-in rules alone, which are read with the first log: most ticks have none.
   *
   * @param maxInputTokens {@code analyzer.max_input_tokens}: prompt and excerpt together
   */
  public static LogExplainer builtIn(LineRedaction redaction, int maxInputTokens) {
    return new LogExplainer(() -> BuiltIn.TOOLS, List.of(), redaction, maxInputTokens);
  }

  /** With these rules, as {@link #builtIn}. */
  public static LogExplainer with(RuleSet rules, LineRedaction redaction, int maxInputTokens) {
    Tools tools = Tools.of(rules);
    return new LogExplainer(() -> tools, rules.fixes(), redaction, maxInputTokens);
  }

  private record Tools(RuleSet rules, LogCutter cutter, Judge judge, String digest) {
    static Tools of(RuleSet rules) {
      return new Tools(
          rules, new LogCutter(Judge.interest(rules)), new Judge(rules), rules.digest());
    }
  }

  private static final class BuiltIn {
    static final Tools TOOLS = Tools.of(RuleSet.builtIn());
  }

  /** What a log came to. */
  public record Explained(Excerpt excerpt, Signature signature) {}

  /** Reads the stream to its end; does not close it. */
  public Explained explain(
      InputStream log, Optional<LogCutter.FailedStep> failedStep, String workflow, String job)
      throws IOException {
    return explain(read(log, failedStep), workflow, job);
  }

  /** Reads the stream to its end; does not close it. */
  public ReadLog read(InputStream log, Optional<LogCutter.FailedStep> failedStep)
      throws IOException {
    return tools.get().cutter().read(log, new LogCutter.Cut(failedStep, tokens, redaction));
  }

  /** By the log alone. */
  public Explained explain(ReadLog log, String workflow, String job) {
    Excerpt excerpt = log.excerpt();
    return new Explained(excerpt, Signatures.of(excerpt, workflow, job));
  }

  /** The same failure, whose excerpt is chosen beside a green run; its signature stays. */
  public Explained compared(Explained alone, ReadLog log, GreenLines green) {
    return green.isEmpty() ? alone : new Explained(log.against(green), alone.signature());
  }

  /** The rules' word; never empty: an empty log cannot tell anything, and that is said. */
  public Diagnosis byRules(Excerpt excerpt) {
    return tools.get().judge().judge(excerpt).orElseGet(LogExplainer::withoutEvidence);
  }

  /** What the operator's rules want done. */
  public List<OperatorFix> fixes() {
    return fixes;
  }

  /** Names the set of rules in force. */
  public String rulesDigest() {
    return tools.get().digest();
  }

  /** Whether the operator's rules file has a rule of that id. */
  boolean isOwn(String rule) {
    RuleSet rules = tools.get().rules();
    return rules.rules().stream().limit(rules.users()).anyMatch(own -> own.id().equals(rule));
  }

  /** Which rules matched where, best first. */
  public List<RuleHit> hits(Excerpt excerpt) {
    return tools.get().judge().explain(excerpt);
  }

  private static Diagnosis withoutEvidence() {
    return new Diagnosis(
        Category.INFRASTRUCTURE,
        0.1,
        false,
        redacted("The log is gone or empty, so the cause cannot be told"),
        redacted("Look at the run's page, or run the job again to get a new log."),
        List.of(),
        Remediation.NONE,
        Optional.empty());
  }

  static SafeText redacted(String ourWords) {
    return SafeText.ofRedacted(ourWords);
  }
}
