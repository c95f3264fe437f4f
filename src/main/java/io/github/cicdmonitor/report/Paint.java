package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.IncidentState;

/** Colour on a terminal, or none. Colour only repeats what the words say. */
public enum Paint {
  PLAIN,
  ANSI;

  private static final String RESET = "\u001b[0m";

  /** {@code text} in the colour of the state. */
  String state(IncidentState state, String text) {
    return this == PLAIN ? text : "\u001b[" + code(Look.of(state)) + "m" + text + RESET;
  }

  String bold(String text) {
    return this == PLAIN ? text : "\u001b[1m" + text + RESET;
  }

  String faint(String text) {
    return this == PLAIN ? text : "\u001b[2m" + text + RESET;
  }

  private static int code(Look look) {
    return switch (look) {
      case PERSON -> 33;
      case BAD -> 31;
      case GOOD -> 32;
      case UNDER_WAY -> 36;
      case OVER -> 2;
    };
  }
}
