package io.github.cicdmonitor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code cicd-monitor help scan}: the same as {@code cicd-monitor scan --help}. */
final class HelpCommand implements Command {
  private final CommandSpec spec;
  private String command = "";

  HelpCommand() {
    Syntax syntax = new Syntax(this, "help", "Show how the program or one of its commands is used.")
        .argument("COMMAND", "the command to explain", given -> command = given);
    new CommonOptions(syntax);
    spec = syntax.spec();
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    CommandLine program = spec.root().commandLine();
    CommandLine explained =
        command.isEmpty() ? program : program.getSubcommands().get(command);
    if (explained == null) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no such command; there are "
              + String.join(", ", program.getSubcommands().keySet()));
    }
    explained.usage(explained.getOut());
    return ExitCode.DONE.code();
  }
}
