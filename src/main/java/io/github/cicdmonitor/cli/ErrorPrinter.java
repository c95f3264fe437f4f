package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.ConfigSources;
import io.github.cicdmonitor.config.InvalidConfiguration;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.redact.ControlText;
import io.github.cicdmonitor.redact.Redactor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every way a command can end badly, in one line on standard error and one exit code. */
final class ErrorPrinter {
  private static final int MAX_SHOWN = 200;

  private final World world;
  private final List<String> arguments;
  private @Nullable Redactor redactor;

  /** @param arguments the whole command line */
  ErrorPrinter(World world, List<String> arguments) {
    this.world = world;
    this.arguments = List.copyOf(arguments);
  }

  /** Arguments that do not fit. */
  int usage(ParameterException e, String[] args) {
    String message = e.getMessage() == null ? "invalid arguments" : e.getMessage();
    StringWriter suggestions = new StringWriter();
    if (UnmatchedArgumentException.printSuggestions(e, new PrintWriter(suggestions, true))) {
      message += ". " + suggestions;
    }
    line(message, "Run '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
    return ExitCode.USAGE.code();
  }

  /** Whatever a command throws. */
  int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
    if (e instanceof InvalidConfiguration invalid) {
      invalid.lines().stream().map(this::safe).forEach(world.err()::println);
      return ExitCode.USAGE.code();
    }
    if (e instanceof MonitorException known) {
      print(known);
      trace(e);
      return ExitCode.of(known.kind()).code();
    }
    line(
        "stopped by a defect of this program (" + e.getClass().getSimpleName() + ")",
        "Run again with LOG_LEVEL=DEBUG and report what it prints; nothing is lost");
    trace(e);
    return ExitCode.DEFECT.code();
  }

  void print(MonitorException e) {
    world.err().println("cicd-monitor: " + safe(e.explanation().line()));
  }

  private void line(String what, String next) {
    String cut = what.strip().replaceAll("\\s+", " ");
    cut = cut.length() <= MAX_SHOWN ? cut : cut.substring(0, MAX_SHOWN) + "…";
    world
        .err()
        .println("cicd-monitor: " + safe(cut) + (cut.matches(".*[.?!]") ? " " : ". ") + next + ".");
  }

  private void trace(Exception e) {
    String level = world.variables().getOrDefault("LOG_LEVEL", "").toUpperCase(Locale.ROOT);
    if (List.of("DEBUG", "TRACE").contains(level)) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      trace.toString().lines().map(this::safe).forEach(world.err()::println);
    }
  }

  /** Also what an argument brought: a token typed in the wrong place must not be echoed. */
  private String safe(String text) {
    return ControlText.visible(redactor().scrub(text));
  }

  /** Made when something is said: most runs need none. */
  private Redactor redactor() {
    if (redactor == null) {
      ConfigSources sources = new ConfigSources(
          world.workingDirectory(),
          world.variables(),
          argument("--config"),
          argument("--env-file"),
          Optional.empty());
      redactor = new Redactor(
          ConfigLoader.secrets(sources).stream().map(Secret::reveal).toList());
    }
    return redactor;
  }

  /** The parser may have stopped before it came to this option. */
  private Optional<String> argument(String option) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(option + "=")) {
        return Optional.of(arguments.get(i).substring(option.length() + 1));
      }
      if (arguments.get(i).equals(option) && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
    }
    return Optional.empty();
  }
}
