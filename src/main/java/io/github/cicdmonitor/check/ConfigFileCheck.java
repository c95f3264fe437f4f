package io.github.cicdmonitor.check;

import java.util.List;

/**
 * Whether the config file could be read and means something.
 *
 * @param file its name; empty where none was found
 * @param mistakes a line each, as the other commands would print them
 */
record ConfigFileCheck(String file, int repositories, List<String> mistakes) implements SetUpCheck {
  ConfigFileCheck {
    mistakes = List.copyOf(mistakes);
  }

  @Override
  public String name() {
    return "config file";
  }

  @Override
  public CheckResult run() {
    if (!mistakes.isEmpty()) {
      return CheckResult.fails(
          name(), String.join("; ", mistakes), "Put this right and run 'cicd-monitor check' again");
    }
    if (repositories == 0) {
      return CheckResult.fails(
          name(), file + ": no repository is monitored", "Add one to \"repositories\"");
    }
    return CheckResult.holds(
        name(), file + ": " + repositories + (repositories == 1 ? " repository" : " repositories"));
  }
}
