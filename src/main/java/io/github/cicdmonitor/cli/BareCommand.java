package io.github.cicdmonitor.cli;

import picocli.CommandLine.Model.CommandSpec;

/** The program's name alone: says how it is used, which is a mistake where a command was expected. */
final class BareCommand implements Command {
  private final CommandSpec spec;

  BareCommand() {
    Syntax syntax = new Syntax(
        this,
        CicdMonitor.NAME,
        "Watches GitHub Actions, diagnoses failed jobs, notifies people, repairs what is safe.");
    new CommonOptions(syntax);
    spec = syntax.spec();
    spec.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .footer(
            "",
            "A cron line is the whole polling loop: cicd-monitor scan && cicd-monitor analyze",
            "Manual: man cicd-monitor, man cicd-monitor-config");
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
