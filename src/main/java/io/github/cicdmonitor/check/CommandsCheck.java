package io.github.cicdmonitor.check;

import java.util.List;

/** Whether the commands that the configuration allows could be run. */
record CommandsCheck(CheckedServices services, List<List<String>> commands) implements SetUpCheck {
  @Override
  public String name() {
    return "commands";
  }

  @Override
  public CheckResult run() {
    return CheckResult.of(name(), services.commands(commands));
  }
}
