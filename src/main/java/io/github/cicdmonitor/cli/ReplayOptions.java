package io.github.cicdmonitor.cli;

import picocli.CommandLine.Option;

/** What {@code analyze --replay} takes. */
final class ReplayOptions {
  @Option(
      names = "--replay",
      description = "diagnose stored incidents again and show what would change; acts on nothing")
  boolean replay;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "with --replay: ask this model, within the budget")
  String model = "";

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "with --replay: this rules file in the place of the configured one")
  String rules = "";

  @Option(
      names = "--since",
      paramLabel = "SPAN",
      description = "with --replay: incidents opened since then (default: 30d)")
  String since = "";

  /** Whether one of the others was given. */
  boolean hasDetails() {
    return !(model.isEmpty() && rules.isEmpty() && since.isEmpty());
  }
}
