package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.IncidentState;
import java.util.Locale;

/** What a state means to the reader: the same in every format and on every chart. */
enum Look {
  /** A person has to act. */
  PERSON,
  BAD,
  GOOD,
  /** The program goes on by itself. */
  UNDER_WAY,
  OVER;

  static Look of(IncidentState state) {
    return switch (state) {
      case AWAITING_APPROVAL, NOTIFIED, HANDED_OVER -> PERSON;
      case BLOCKED, FIX_FAILED, OUTAGE -> BAD;
      case RESOLVED, MERGED -> GOOD;
      case NEW, DIAGNOSED, RERUN_REQUESTED, PULL_REQUEST_OPEN, STALE -> UNDER_WAY;
      case REJECTED, EXPIRED, CLOSED -> OVER;
    };
  }

  /** Its class in the style sheet. */
  String css() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
