package io.github.cicdmonitor.act;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Keeps a command apart from our own process and from files of secrets, as far as tools of the system
 * can: {@code bwrap} (bubblewrap) hides both, {@code unshare} the processes alone. Either one also ends
 * whatever the command started when the command ends. Which of them works is tried out, for containers
 * and kernels may forbid both; then the command runs beside us.
 */
final class Isolation {
  /** What a command cannot reach. */
  enum Kind {
    FILES_AND_PROCESSES,
    PROCESSES,
    NOTHING
  }

  private static final Duration TRIAL = Duration.ofSeconds(10);
  private static final List<String> OWN_PROCESSES =
      List.of("--user", "--map-current-user", "--pid", "--fork", "--kill-child", "--mount-proc");
  private static final List<String> OWN_PROCESSES_AND_FILES =
      List.of("--die-with-parent", "--unshare-pid", "--unshare-ipc", "--dev-bind", "/", "/");

  private final Function<String, Optional<Path>> tools;
  private final List<Path> secret;

  /** @param secret files and folders that a command must not see, there or not */
  Isolation(List<Path> secret) {
    this(secret, name -> new Executables().find(name).path());
  }

  /** @param tools where a program of the system is */
  Isolation(List<Path> secret, Function<String, Optional<Path>> tools) {
    this.secret = List.copyOf(secret);
    this.tools = tools;
  }

  /**
   * How to run something in it.
   *
   * @param before program and arguments that stand before the command's own; none for NOTHING
   */
  record Wrapping(Kind kind, List<String> before) {}

  /** The strongest that works here. */
  Wrapping around(Workplace workplace, Path program) {
    return first(
            Kind.FILES_AND_PROCESSES,
            tools.apply("bwrap").map(bwrap -> bwrap(bwrap, workplace, program)))
        .or(() -> first(
            Kind.PROCESSES, tools.apply("unshare").map(unshare -> line(unshare, OWN_PROCESSES))))
        .orElseGet(() -> new Wrapping(Kind.NOTHING, List.of()));
  }

  private static Optional<Wrapping> first(Kind kind, Optional<List<String>> before) {
    return before.filter(Isolation::works).map(line -> new Wrapping(kind, line));
  }

  private static List<String> line(Path tool, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(tool.toString()));
    line.addAll(arguments);
    line.add("--");
    return line;
  }

  /** Everything is as it is, but for the secrets; what lies among them and is needed comes back. */
  private List<String> bwrap(Path bwrap, Workplace workplace, Path program) {
    List<String> arguments = new ArrayList<>(OWN_PROCESSES_AND_FILES);
    arguments.addAll(List.of("--proc", "/proc"));
    secret.stream()
        .map(path -> path.toAbsolutePath().normalize())
        .filter(Files::exists)
        .filter(path -> path.getNameCount() > 0)
        .sorted(Comparator.comparing(Path::getNameCount)) // a folder before what is in it
        .forEach(path -> arguments.addAll(
            Files.isDirectory(path)
                ? List.of("--tmpfs", path.toString())
                : List.of("--ro-bind", "/dev/null", path.toString())));
    String folder = workplace.folder().toString();
    arguments.addAll(
        List.of("--bind", folder, folder, "--chdir", workplace.tree().toString()));
    if (secret.stream().anyMatch(program::startsWith)) {
      arguments.addAll(List.of("--ro-bind", program.toString(), program.toString()));
    }
    return line(bwrap, arguments);
  }

  private static boolean works(List<String> before) {
    List<String> line = new ArrayList<>(before);
    line.add("/bin/true");
    ProcessBuilder builder = new ProcessBuilder(line)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    try {
      Process process = builder.start();
      boolean ended = process.waitFor(TRIAL.toMillis(), TimeUnit.MILLISECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
