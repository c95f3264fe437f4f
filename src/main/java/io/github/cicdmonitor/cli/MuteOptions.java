package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.decide.Ticket;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** How {@code approve} silences a known failure for a while. */
final class MuteOptions {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final CommandSpec spec;

  private boolean mute;
  private String length = "14d";
  private boolean unmute;

  MuteOptions(Syntax syntax) {
    spec = syntax.spec();
    syntax
        .flag(
            "--mute",
            "do not report this failure for a while; everything else stays as it is",
            given -> mute = given)
        .text(
            "--for SPAN",
            "14d",
            "with --mute: how long (default: ${DEFAULT-VALUE})",
            given -> length = given)
        .flag("--unmute", "report this failure again", given -> unmute = given);
  }

  boolean isGiven() {
    return chosen() > 0;
  }

  int chosen() {
    return (mute ? 1 : 0) + (unmute ? 1 : 0);
  }

  boolean takesReason() {
    return mute;
  }

  /** Throws a usage mistake. */
  void refuseWhatDoesNotFit() {
    if (!mute && spec.commandLine().getParseResult().hasMatchedOption("--for")) {
      throw new ParameterException(spec.commandLine(), "--for goes with --mute");
    }
    if (Span.length("--for", length).compareTo(SHORTEST) < 0) {
      throw new ParameterException(spec.commandLine(), "--for takes a span of at least one minute");
    }
  }

  ExitCode carryOut(Muting muting, Ticket ticket) {
    return mute ? muting.mute(ticket, Span.length("--for", length)) : muting.unmute(ticket);
  }
}
