package io.github.cicdmonitor.cli;

import java.util.concurrent.Callable;

/** The program's name alone: says how it is used, which is a mistake where a command was expected. */
final class BareCommand implements Callable<Integer> {
  private final Syntax syntax;

  BareCommand(Syntax syntax) {
    this.syntax = syntax;
    syntax.header(
        "Watches GitHub Actions, diagnoses failed jobs, notifies people, repairs what is safe.");
    new CommonOptions(syntax);
    syntax
        .spec()
        .usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .footer(
            "",
            "A cron line is the whole polling loop: cicd-monitor scan && cicd-monitor analyze",
            "Manual: man cicd-monitor, man cicd-monitor-config");
  }

  @Override
  public Integer call() {
    syntax.line().usage(syntax.line().getErr());
    return ExitCode.USAGE.code();
  }
}
