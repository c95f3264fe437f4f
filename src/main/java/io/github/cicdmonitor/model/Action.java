package io.github.cicdmonitor.model;

import java.util.Locale;

/** The row of the decision table (contract §4) that matched. */
public enum Action {
  NOTIFY,
  RERUN,
  PULL_REQUEST,
  APPROVAL,
  BLOCKED,
  OUTAGE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Action ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
