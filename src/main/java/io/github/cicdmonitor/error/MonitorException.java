package io.github.cicdmonitor.error;

/** The one exception for what this item, or this run, cannot get over. Made at the edge, cause kept. */
public final class MonitorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Explanation explanation;

  /** Who needs to act; chooses the exit code in {@code cli.ExitCode}. */
  public enum Kind {
    /** Arguments or configuration: nothing was touched. */
    USAGE,
    /** A service refused a permission, or hides what it concerns (404). */
    CREDENTIALS,
    /** A service refused the token itself: nothing else will work with it either. */
    TOKEN,
    /** A service is unreachable, limits us, or answers nonsense: later again. */
    UNAVAILABLE,
    /** The state is locked, corrupt, read-only, full, unreachable or newer. */
    STATE,
    /** The answer is no: unknown, expired, stale, refused by the gate. */
    NO
  }

  public MonitorException(Kind kind, Explanation explanation) {
    super(explanation.line());
    this.kind = kind;
    this.explanation = explanation;
  }

  public MonitorException(Kind kind, Explanation explanation, Throwable cause) {
    super(explanation.line(), cause);
    this.kind = kind;
    this.explanation = explanation;
  }

  public static MonitorException of(Kind kind, String what, String why, String next) {
    return new MonitorException(kind, new Explanation(what, why, next));
  }

  public Kind kind() {
    return kind;
  }

  /** Whether nothing else of this run will work either. */
  public boolean endsTheRun() {
    return kind == Kind.STATE || kind == Kind.TOKEN;
  }

  public Explanation explanation() {
    return explanation;
  }
}
