package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.decide.Ticket;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How {@code approve} silences a known failure for a while. */
final class MuteOptions {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--mute",
      description = "do not report this failure for a while; everything else stays as it is")
  private boolean mute;

  @Option(
      names = "--for",
      paramLabel = "SPAN",
      defaultValue = "14d",
      description = "with --mute: how long (default: ${DEFAULT-VALUE})")
  private String length = "14d";

  @Option(names = "--unmute", description = "report this failure again")
  private boolean unmute;

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
