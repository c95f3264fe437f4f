package io.github.cicdmonitor.cli;

import picocli.CommandLine.Model.CommandSpec;

/** {@code cicd-monitor version}: the same as {@code cicd-monitor --version}. */
final class VersionCommand implements Command {
  private final CommandSpec spec;

  VersionCommand() {
    Syntax syntax = new Syntax(this, "version", "Print the version.");
    new CommonOptions(syntax);
    spec = syntax.spec();
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().printVersionHelp(spec.commandLine().getOut());
    return ExitCode.DONE.code();
  }
}
