package io.github.cicdmonitor.cli;

/** What {@code analyze --replay} takes. */
final class ReplayOptions {
  boolean replay;
  String model = "";
  String rules = "";
  String since = "";

  ReplayOptions(Syntax syntax) {
    syntax
        .flag(
            "--replay",
            "diagnose stored incidents again and show what would change; acts on nothing",
            given -> replay = given)
        .text(
            "--model MODEL",
            "with --replay: ask this model, within the budget",
            given -> model = given)
        .text(
            "--rules FILE",
            "with --replay: this rules file in the place of the configured one",
            given -> rules = given)
        .text(
            "--since SPAN",
            "with --replay: incidents opened since then (default: 30d)",
            given -> since = given);
  }

  /** Whether one of the others was given. */
  boolean hasDetails() {
    return !(model.isEmpty() && rules.isEmpty() && since.isEmpty());
  }
}
