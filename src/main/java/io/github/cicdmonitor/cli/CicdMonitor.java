package io.github.cicdmonitor.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command tree, and the one way into it. */
@Command(
    name = "cicd-monitor",
    versionProvider = Version.class,
    header = "Watches GitHub Actions, diagnoses failed jobs, tells people, repairs what is safe.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A cron line is the whole polling loop: cicd-monitor scan && cicd-monitor analyze",
      "Manual: man cicd-monitor, man cicd-monitor-config"
    })
public final class CicdMonitor implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli reads it: --help and --version of the bare command
  private CommonOptions common;

  /** Runs one command line in a world and answers its exit code; never throws. */
  public static int run(World world, String... args) {
    try {
      return commandLine(world, args).execute(args);
    } catch (StackOverflowError | OutOfMemoryError e) {
      world
          .err()
          .println("cicd-monitor: stopped: not enough memory for this input. Give Java more with"
              + " CICD_MONITOR_JAVA_OPTS=-Xmx1g; nothing is lost.");
      return ExitCode.DEFECT.code();
    } finally {
      world.out().flush();
      world.err().flush();
    }
  }

  /** The model that help, completion and the manual are compared with. */
  public static CommandLine commandLine(World world) {
    return commandLine(world, new String[0]);
  }

  /**
   * The tree for these arguments: only the command that they name, for to build one costs a tenth of
   * a start; every one if the first argument names none.
   */
  private static CommandLine commandLine(World world, String... args) {
    CommandLine commandLine = new CommandLine(new CicdMonitor());
    Map<String, Supplier<Object>> commands = commands(world);
    Supplier<Object> named = args.length == 0 ? null : commands.get(args[0]);
    if (named == null) {
      commands.forEach((name, command) -> commandLine.addSubcommand(command.get()));
    } else {
      commandLine.addSubcommand(named.get());
    }
    commandLine.setOut(new PrintWriter(world.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(world.err(), true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(90);
    commandLine.setAbbreviatedOptionsAllowed(false);
    ErrorPrinter errors = new ErrorPrinter(world);
    commandLine.setParameterExceptionHandler(errors::usage);
    commandLine.setExecutionExceptionHandler(errors::failed);
    boolean colours = world.terminal() && !world.variables().containsKey("NO_COLOR");
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(
        colours ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    return commandLine;
  }

  private static Map<String, Supplier<Object>> commands(World world) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("scan", () -> new ScanCommand(world));
    commands.put("analyze", () -> new AnalyzeCommand(world));
    commands.put("approve", () -> new ApproveCommand(world));
    commands.put("report", () -> new ReportCommand(world));
    commands.put("check", () -> new CheckCommand(world));
    commands.put("init", () -> new InitCommand(world));
    return commands;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
