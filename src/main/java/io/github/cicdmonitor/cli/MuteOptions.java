package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.decide.Ticket;
import java.time.Duration;

/** How {@code approve} silences a known failure for a while. */
final class MuteOptions {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final Syntax syntax;

  private boolean mute;
  private String length = "14d";
  private boolean unmute;

  MuteOptions(Syntax syntax) {
    this.syntax = syntax;
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
    if (!mute && syntax.isGiven("--for")) {
      throw syntax.mistake("--for goes with --mute");
    }
    if (Span.length("--for", length).compareTo(SHORTEST) < 0) {
      throw syntax.mistake("--for takes a span of at least one minute");
    }
  }

  ExitCode carryOut(Muting muting, Ticket ticket) {
    return mute ? muting.mute(ticket, Span.length("--for", length)) : muting.unmute(ticket);
  }
}
