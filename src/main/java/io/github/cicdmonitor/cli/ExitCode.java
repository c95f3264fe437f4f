package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.error.MonitorException;

/** Exit codes, as cicd-monitor(1) lists them. */
public enum ExitCode {
  DONE(0),
  /** Done in part, or the answer is no: some items failed (each is reported), nothing lost. */
  PARTLY(1),
  /** Usage or configuration error; nothing was touched. */
  USAGE(2),
  /** Authentication or permission refused by a service. */
  REFUSED(3),
  /** A service unreachable or its rate limit reached; run again later. */
  UNAVAILABLE(4),
  /**
   * State locked by another run, corrupt, read-only, full, unreachable, or newer than this program;
   * standard output full.
   */
  STATE(5),
  /** A defect of this program. */
  DEFECT(70),
  HUNG_UP(129),
  INTERRUPTED(130),
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  static ExitCode of(MonitorException.Kind kind) {
    return switch (kind) {
      case USAGE -> USAGE;
      case CREDENTIALS, TOKEN -> REFUSED;
      case UNAVAILABLE -> UNAVAILABLE;
      case STATE -> STATE;
      case NO -> PARTLY;
    };
  }
}
