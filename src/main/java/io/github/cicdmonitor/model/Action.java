package io.github.cicdmonitor.model;

import java.util.Locale;

/** What is done about an incident. */
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
