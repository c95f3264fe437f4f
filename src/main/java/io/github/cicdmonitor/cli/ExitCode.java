package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.error.MonitorException;

/** Exit codes, as cicd-monitor(1) lists them. */
public enum ExitCode {
  DONE(0, "done"),
  PARTLY(
      1, "done in part, or the answer is no: some items failed (each is reported), nothing lost"),
  USAGE(2, "usage or configuration error; nothing was touched"),
  REFUSED(3, "authentication or permission refused by a service"),
  UNAVAILABLE(4, "a service unreachable or its rate limit reached; run again later"),
  STATE(
      5,
      "state locked by another run, corrupt, read-only, full, unreachable, or newer than this program;"
          + " standard output full"),
  DEFECT(70, "a defect of this program"),
  HUNG_UP(129, "hung up"),
  INTERRUPTED(130, "interrupted"),
  TERMINATED(143, "terminated");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
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
