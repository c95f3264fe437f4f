package io.github.cicdmonitor.model;

import java.util.Locale;

/** Where the story of an incident stands (contract §4, "States of an incident"). */
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

  /** Whether a new failure of the signature joins this incident instead of opening another. */
  public boolean isOpen() {
    return switch (this) {
      case NEW,
          DIAGNOSED,
          NOTIFIED,
          RERUN_REQUESTED,
          PULL_REQUEST_OPEN,
          AWAITING_APPROVAL,
          BLOCKED,
          OUTAGE,
          STALE,
          FIX_FAILED,
          MERGED,
          HANDED_OVER,
          REJECTED,
          EXPIRED,
          CLOSED -> true;
      case RESOLVED -> false;
    };
  }
}
