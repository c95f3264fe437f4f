package io.github.cicdmonitor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cicd-monitor version}: the same as {@code cicd-monitor --version}. */
@Command(name = "version", versionProvider = ProgramVersion.class, header = "Print the version.")
final class VersionCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli reads it: what every command takes
  private CommonOptions common;

  @Override
  public Integer call() {
    spec.commandLine().printVersionHelp(spec.commandLine().getOut());
    return ExitCode.DONE.code();
  }
}
