package io.github.cicdmonitor.command;

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
import java.util.stream.Stream;

/**
 * Keeps a command apart from our own process and from files of secrets, where bubblewrap ({@code
 * bwrap}) is installed and works, which is tried out: containers and kernels may forbid it. It also ends
 * whatever the command started, when the command or this process ends. Elsewhere a command runs beside
 * us. ({@code unshare} alone would make it process 1, which no signal of its own ends.)
 */
final class Isolation {
  private static final Duration TRIAL = Duration.ofSeconds(10);
  private static final List<String> OWN_PROCESSES_AND_FILES = List.of(
      "--die-with-parent",
      "--unshare-pid",
      "--unshare-ipc",
      "--dev-bind",
      "/",
      "/",
      "--proc",
      "/proc");

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

  /** Program and arguments that go before a command's own; none where it cannot be kept apart. */
  List<String> around(CommandWorkspace workplace, Path program) {
    return tools
        .apply("bwrap")
        .map(bwrap -> bwrap(bwrap, workplace, program))
        .filter(Isolation::works)
        .orElse(List.of());
  }

  /** Whether it would keep a command apart. */
  boolean isPossible() {
    return tools
        .apply("bwrap")
        .filter(bwrap -> works(hiding(secretPlaces(), bwrap)))
        .isPresent();
  }

  /** Everything is as it is, but for these. */
  private static List<String> hiding(List<Path> places, Path bwrap) {
    List<String> arguments = new ArrayList<>(List.of(bwrap.toString()));
    arguments.addAll(OWN_PROCESSES_AND_FILES);
    places.forEach(path -> arguments.addAll(
        Files.isDirectory(path)
            ? List.of("--tmpfs", path.toString())
            : List.of("--ro-bind", "/dev/null", path.toString())));
    return arguments;
  }

  /** What lies among the secrets and is needed comes back. */
  private List<String> bwrap(Path bwrap, CommandWorkspace workplace, Path program) {
    List<Path> places = secretPlaces();
    List<String> arguments = hiding(places, bwrap);
    String folder = workplace.folder().toString();
    arguments.addAll(
        List.of("--bind", folder, folder, "--chdir", workplace.tree().toString()));
    Path parent = program.toAbsolutePath().getParent();
    Path place = parent == null ? program : real(parent).resolve(program.getFileName());
    Stream.of(place, real(program)) // a link, and what it leads to
        .distinct()
        .filter(path -> places.stream().anyMatch(path::startsWith))
        .forEach(path -> arguments.addAll(List.of("--ro-bind", path.toString(), path.toString())));
    arguments.add("--");
    return arguments;
  }

  /** Those that are there, where their links lead: bubblewrap mounts on no link. */
  private List<Path> secretPlaces() {
    return secret.stream()
        .filter(Files::exists)
        .map(Isolation::real)
        .filter(path -> path.getNameCount() > 0)
        .sorted(Comparator.comparing(Path::getNameCount)) // a folder before what is in it
        .toList();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
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
