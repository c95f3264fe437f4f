package io.github.cicdmonitor.logs;

import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.redact.LineRedaction;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * Cuts from a log of any size the lines that explain why it failed.
 *
 * <p>One pass over the bytes, memory bounded by what the excerpt may hold. Lines are judged by their
 * general shape ({@link LineWeight}) and by whoever knows more ({@link LineInterest}); where they stand
 * (failed step, before its exit code, echoed script, clean-up) decides among equals. Text is redacted
 * before it leaves.
 */
public final class LogCutter {
  private final LineInterest interest;
  private final LiteralScan literals;

  /**
   * A step as GitHub's metadata has it, with times to the second.
   *
   * @param nextBegan when the step after it began
   */
  public record FailedStep(String name, Optional<Instant> began, Optional<Instant> nextBegan) {}

  /**
   * What to cut.
   *
   * @param failedStep where the job's metadata tells it
   * @param tokenBudget of the excerpt, at most {@link #MOST_TOKENS}
   */
  public record Cut(Optional<FailedStep> failedStep, int tokenBudget, LineRedaction redaction) {
    public static final int TYPICAL_TOKENS = 2_500;
    public static final int MOST_TOKENS = 6_000;

    public Cut {
      if (tokenBudget < 50 || tokenBudget > MOST_TOKENS) {
        throw new IllegalArgumentException("a token budget is 50 to " + MOST_TOKENS);
      }
    }

    public static Cut typical(LineRedaction redaction) {
      return new Cut(Optional.empty(), TYPICAL_TOKENS, redaction);
    }
  }

  public LogCutter(LineInterest interest) {
    this.interest = interest;
    this.literals = LogScan.scanFor(interest);
  }

  /** Reads the stream to its end; does not close it. */
  public Excerpt cut(InputStream log, Cut request) throws IOException {
    return read(log, request).excerpt();
  }

  /** The same, for whoever makes more than one excerpt of it. */
  public ReadLog read(InputStream log, Cut request) throws IOException {
    LogScan scan = new LogScan(literals, interest, new StepLines(request.failedStep()));
    scan.read(Utf8Input.of(log));
    return new ReadLog(scan, request);
  }
}
