package io.github.cicdmonitor.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The command tree, and the one way into it. */
public final class CicdMonitor {
  static final String NAME = "cicd-monitor";

  /** Runs one command line in a world and answers its exit code; never throws. */
  public static int run(World world, String... args) {
    try {
      int code = commandLine(world, args).execute(args);
      return code == ExitCode.DONE.code() ? written(world) : code;
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

  /** A result that did not reach its reader was not told. */
  private static int written(World world) {
    world.out().flush();
    if (!world.out().checkError()) {
      return ExitCode.DONE.code();
    }
    world
        .err()
        .println("cicd-monitor: could not write the result: standard output is full or was closed."
            + " What was done is kept; 'cicd-monitor report' shows it.");
    return ExitCode.STATE.code();
  }

  /**
   * The tree for these arguments: only the command that they name, below a bare root, for to build
   * one costs a tenth of a start; every one if the first argument names none, which help, completion
   * and the manual are compared with.
   */
  public static CommandLine commandLine(World world, String... args) {
    Map<String, Function<Syntax, Callable<Integer>>> commands = commands(world);
    Function<Syntax, Callable<Integer>> named = named(commands, world, args);
    CommandLine commandLine = new CommandLine(
        named == null
            ? new Syntax(NAME, BareCommand::new).spec()
            : CommandSpec.create().name(NAME));
    if (named == null) {
      commands.forEach(
          (name, command) -> commandLine.addSubcommand(new Syntax(name, command).spec()));
    } else {
      commandLine.addSubcommand(new Syntax(args[0], named).spec());
    }
    commandLine.registerConverter(Integer.TYPE, text -> (int) number(text, Integer.MAX_VALUE));
    commandLine.registerConverter(Long.TYPE, CicdMonitor::incident);
    commandLine.setOut(new PrintWriter(world.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(world.err(), true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(90);
    commandLine.setAbbreviatedOptionsAllowed(false);
    ErrorPrinter errors = new ErrorPrinter(world, List.of(args));
    commandLine.setParameterExceptionHandler(errors::usage);
    commandLine.setExecutionExceptionHandler(errors::failed);
    boolean colours = world.terminal() && !world.variables().containsKey("NO_COLOR");
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(
        colours ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    return commandLine;
  }

  private static @Nullable Function<Syntax, Callable<Integer>> named(
      Map<String, Function<Syntax, Callable<Integer>>> commands, World world, String... args) {
    if (args.length == 0 || args[0].equals("help")) {
      return null;
    }
    return switch (args[0]) {
      // These two by way of a script only: once in a state's life, and in an installation's.
      case "migrate-state" -> syntax -> new MigrateStateCommand(world, syntax);
      case "rehearse" -> syntax -> new RehearseCommand(world, syntax);
      default -> commands.get(args[0]);
    };
  }

  private static long number(String text, long most) {
    try {
      long number = Long.parseLong(text);
      if (number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new TypeConversionException("\"" + text + "\" is not a number");
    }
    throw new TypeConversionException(text + " is too large");
  }

  /** As a person copies it from a message: {@code 34} or {@code #34}. */
  private static long incident(String text) {
    return number(text.startsWith("#") ? text.substring(1) : text, Long.MAX_VALUE);
  }

  private static Map<String, Function<Syntax, Callable<Integer>>> commands(World world) {
    Map<String, Function<Syntax, Callable<Integer>>> commands = new LinkedHashMap<>();
    commands.put("scan", syntax -> new ScanCommand(world, syntax));
    commands.put("analyze", syntax -> new AnalyzeCommand(world, syntax));
    commands.put("approve", syntax -> new ApproveCommand(world, syntax));
    commands.put("report", syntax -> new ReportCommand(world, syntax));
    commands.put("check", syntax -> new CheckCommand(world, syntax));
    commands.put("init", syntax -> new InitCommand(world, syntax));
    commands.put("help", HelpCommand::new);
    commands.put("version", VersionCommand::new);
    return commands;
  }
}
