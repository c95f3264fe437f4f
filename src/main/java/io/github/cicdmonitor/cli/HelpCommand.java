package io.github.cicdmonitor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code cicd-monitor help scan}: the same as {@code cicd-monitor scan --help}. */
final class HelpCommand implements Callable<Integer> {
  private final Syntax syntax;
  private String command = "";

  HelpCommand(Syntax syntax) {
    this.syntax = syntax;
    syntax
        .header("Show how the program or one of its commands is used.")
        .argument("COMMAND", "the command to explain", given -> command = given);
    new CommonOptions(syntax);
  }

  @Override
  public Integer call() {
    CommandLine program = syntax.spec().root().commandLine();
    CommandLine explained =
        command.isEmpty() ? program : program.getSubcommands().get(command);
    if (explained == null) {
      throw syntax.mistake("there is no such command; there are "
          + String.join(", ", program.getSubcommands().keySet()));
    }
    explained.usage(explained.getOut());
    return ExitCode.DONE.code();
  }
}
