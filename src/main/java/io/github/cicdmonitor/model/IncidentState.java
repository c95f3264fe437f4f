package io.github.cicdmonitor.model;

import java.util.Locale;

/** Where the story of an incident stands. */
public enum IncidentState {
  NEW,
  DIAGNOSED,
  NOTIFIED,
  RERUN_REQUESTED,
  PULL_REQUEST_OPEN,
  AWAITING_APPROVAL,
  BLOCKED,
  OUTAGE,
  RESOLVED,
  REJECTED,
  EXPIRED,
  STALE,
  FIX_FAILED,
  MERGED,
  CLOSED,
  HANDED_OVER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static IncidentState ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether people know of it and nothing is under way: silent for long, it is over. */
  public boolean isSettled() {
    return switch (this) {
      case NOTIFIED, BLOCKED, OUTAGE, REJECTED, EXPIRED, CLOSED, FIX_FAILED -> true;
      default -> false;
    };
  }
}
