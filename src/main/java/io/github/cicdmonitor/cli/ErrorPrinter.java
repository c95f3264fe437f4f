package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.InvalidConfiguration;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.redact.ControlText;
import io.github.cicdmonitor.redact.Redactor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every way a command can end badly, in one line on standard error and one exit code. */
final class ErrorPrinter {
  private static final int MAX_SHOWN = 200;

  private final World world;

  ErrorPrinter(World world) {
    this.world = world;
  }

  /** Arguments that do not fit. */
  int usage(ParameterException e, String[] args) {
    String message = e.getMessage() == null ? "arguments do not fit" : e.getMessage();
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
    Redactor redactor = new Redactor(world.variables().entrySet().stream()
        .filter(v -> v.getKey().matches(".*(TOKEN|KEY|SECRET|PASSWORD).*"))
        .map(java.util.Map.Entry::getValue)
        .filter(value -> value.length() >= 8)
        .toList());
    return ControlText.visible(redactor.scrub(text));
  }
}
