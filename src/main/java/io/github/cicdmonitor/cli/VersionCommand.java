package io.github.cicdmonitor.cli;

import java.util.concurrent.Callable;

/** {@code cicd-monitor version}: the same as {@code cicd-monitor --version}. */
final class VersionCommand implements Callable<Integer> {
  private final Syntax syntax;

  VersionCommand(Syntax syntax) {
    this.syntax = syntax;
    syntax.header("Print the version.");
    new CommonOptions(syntax);
  }

  @Override
  public Integer call() {
    syntax.line().printVersionHelp(syntax.line().getOut());
    return ExitCode.DONE.code();
  }
}
