package io.github.cicdmonitor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** One subcommand: what it takes, and what it does, whose answer is the exit code. */
interface Command extends Callable<Integer> {
  CommandSpec spec();
}
