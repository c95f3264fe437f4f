package io.github.cicdmonitor.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * All that a command may know of the machine it runs on. Tests hand in their own.
 *
 * @param out the result, UTF-8 whatever the locale
 * @param err everything else
 * @param terminal whether a person watches; the launcher says so, because what {@code
 *     System.console()} means differs between Java versions
 */
public record World(
    Map<String, String> variables,
    Path workingDirectory,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Clock clock,
    Sleep sleep,
    boolean terminal) {
  public World {
    variables = Map.copyOf(variables);
  }

  /** How to wait. */
  @FunctionalInterface
  public interface Sleep {
    void sleep(Duration wait) throws InterruptedException;
  }

  /** Waits; shorter where the thread is told to end. */
  void pause(Duration wait) {
    try {
      sleep.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static World ofProcess() {
    return new World(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Clock.systemUTC(),
        wait -> Thread.sleep(wait.toMillis()),
        System.getenv("CICD_MONITOR_TERMINAL") != null);
  }

  private static PrintStream stream(FileDescriptor to) {
    return new PrintStream(new FileOutputStream(to), true, StandardCharsets.UTF_8);
  }
}
