package io.github.cicdmonitor.fixes;

import java.util.Optional;

/**
 * A difference that a kind of fix knows.
 *
 * @param kind what holds of the fix for this difference
 * @param where the place, for people
 * @param line 1-based, in the file after; 0 where there is none
 * @param why where the value comes from, one clause
 * @param asks why a person decides all the same; empty where the fix may go out by itself
 */
public record Recognised(About kind, String where, int line, String why, Optional<String> asks) {
  /** A fix that may go out by itself, as its kind describes itself. */
  static Recognised by(Fix kind, Delta delta, String why) {
    return by(kind, delta.where(), delta.line(), why);
  }

  static Recognised by(Fix kind, String where, int line, String why) {
    return new Recognised(kind.about(), where, line, why, Optional.empty());
  }

  Recognised asking(String reason) {
    return new Recognised(kind, where, line, why, Optional.of(reason));
  }

  Recognised within(Surroundings wanted) {
    return new Recognised(kind.within(wanted), where, line, why, asks);
  }

  Recognised withoutNewCode() {
    return new Recognised(kind.withoutNewCode(), where, line, why, asks);
  }

  Recognised at(Delta delta, String reason) {
    return new Recognised(kind, delta.where(), delta.line(), reason, asks);
  }

  /** Name of the kind. */
  public String fix() {
    return kind.name();
  }
}
