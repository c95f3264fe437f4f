package io.github.cicdmonitor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cicd-monitor help scan}: the same as {@code cicd-monitor scan --help}. */
@Command(
    name = "help",
    versionProvider = ProgramVersion.class,
    header = "Show how the program or one of its commands is used.")
final class HelpCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli reads it: what every command takes
  private CommonOptions common;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "the command to explain")
  private String command = "";

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
