package io.github.cicdmonitor.fixes;

import java.util.Optional;

/**
 * A difference that a kind of fix knows.
 *
 * @param fix name of the kind
 * @param where the place, for people
 * @param line 1-based, in the file after; 0 where there is none
 * @param why where the value comes from, one clause
 * @param asks why a person decides all the same; empty where the fix may go out by itself
 * @param newCode whether other code runs afterwards, so that it needs a person where secrets are
 * @param changesWhatBuilds see {@link Fix#changesWhatBuilds}
 * @param points what it adds to the risk
 * @param surroundings see {@link Fix#surroundings}
 */
public record Recognised(
    String fix,
    String where,
    int line,
    String why,
    Optional<String> asks,
    boolean newCode,
    boolean changesWhatBuilds,
    int points,
    Surroundings surroundings) {
  /** A fix that may go out by itself, as its kind describes itself. */
  static Recognised by(Fix kind, Delta delta, String why) {
    return by(kind, delta.where(), delta.line(), why);
  }

  static Recognised by(Fix kind, String where, int line, String why) {
    return new Recognised(
        kind.name(),
        where,
        line,
        why,
        Optional.empty(),
        kind.newCode(),
        kind.changesWhatBuilds(),
        kind.points(),
        kind.surroundings());
  }

  Recognised asking(String reason) {
    return new Recognised(
        fix,
        where,
        line,
        why,
        Optional.of(reason),
        newCode,
        changesWhatBuilds,
        points,
        surroundings);
  }

  Recognised within(Surroundings wanted) {
    return new Recognised(fix, where, line, why, asks, newCode, changesWhatBuilds, points, wanted);
  }

  Recognised withoutNewCode() {
    return new Recognised(fix, where, line, why, asks, false, false, 1, surroundings);
  }

  Recognised at(Delta delta, String reason) {
    return new Recognised(
        fix,
        delta.where(),
        delta.line(),
        reason,
        asks,
        newCode,
        changesWhatBuilds,
        points,
        surroundings);
  }
}
