package io.github.cicdmonitor.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One program in a workplace: no shell, no input, next to no environment, bounded time and output.
 * Kept apart as far as {@link Isolation} can. Where {@code setsid} is installed it leads a process
 * group of its own, and nothing of that group, nor what left it, outlives it.
 */
final class BoundedProcess {
  /** From the polite signal to the other one; the promise is ten seconds. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration READING_ENDS = Duration.ofSeconds(5);
  private static final Duration SIGNALLING = Duration.ofSeconds(2);
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
  private static final List<Path> KILL = List.of(Path.of("/bin/kill"), Path.of("/usr/bin/kill"));

  private final CommandWorkspace workplace;
  private final Isolation isolation;
  private final Duration limit;

  BoundedProcess(CommandWorkspace workplace, Isolation isolation, Duration limit) {
    this.workplace = workplace;
    this.isolation = isolation;
    this.limit = limit;
  }

  /**
   * @param exitCode 128 and the signal's number where one ended it; empty when time ran out
   * @param output the end of what it printed, raw
   */
  record Ended(Optional<Integer> exitCode, Duration took, String output) {}

  /** Carries that this process itself is being ended, so that nothing more is concluded. */
  static final class Stopping extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException when it cannot be started
   */
  Ended run(Path program, List<String> arguments) throws IOException {
    long start = System.nanoTime();
    Process process = builder(program, arguments).start();
    Reaping hook = new Reaping(process);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      OutputTail output = new OutputTail(process.getInputStream());
      output.start();
      boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        signal(process, "TERM");
        process.destroy();
        process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
      end(process);
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      output.join(READING_ENDS.toMillis());
      if (hook.stopping) {
        throw new Stopping();
      }
      return new Ended(
          inTime ? Optional.of(process.exitValue()) : Optional.empty(),
          Duration.ofNanos(System.nanoTime() - start),
          output.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopping();
    } finally {
      end(process);
      unhook(hook);
    }
  }

  private ProcessBuilder builder(Path program, List<String> arguments) {
    List<String> line = new ArrayList<>();
    firstOf(SETSID).ifPresent(setsid -> line.add(setsid.toString()));
    line.addAll(isolation.around(workplace, program));
    line.add(program.toString());
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line)
        .directory(workplace.tree().toFile())
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", Executables.PATH);
    environment.put("HOME", workplace.home().toString());
    environment.put("TMPDIR", workplace.temporary().toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("CI", "true");
    return builder;
  }

  /** Its group, its children and whatever left both. */
  private void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    signal(process, "KILL");
    process.destroyForcibly();
    OrphanProcesses.endAll(workplace.folder(), workplace.home());
  }

  /** To the whole group; without {@code setsid} there is none of that number and nothing happens. */
  private static void signal(Process process, String name) {
    Optional<Path> kill = firstOf(KILL);
    if (kill.isEmpty()) {
      return;
    }
    ProcessBuilder builder = new ProcessBuilder(
            kill.get().toString(), "-" + name, "--", "-" + process.pid())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    try {
      builder.start().waitFor(SIGNALLING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The handles of the single processes are ended as well.
    }
  }

  private static Optional<Path> firstOf(List<Path> paths) {
    return paths.stream().filter(Files::isExecutable).findFirst();
  }

  private static void unhook(Reaping hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      hook.stopping = true; // it is at work already
    }
  }

  /** A signal that ends us ends the command too. */
  private final class Reaping extends Thread {
    private final Process process;
    private volatile boolean stopping;

    Reaping(Process process) {
      super("cicd-monitor-reaping");
      this.process = process;
    }

    @Override
    public void run() {
      stopping = true;
      end(process);
    }
  }

  /** Reads all there is and keeps the end of it. */
  private static final class OutputTail extends Thread {
    private static final int KEPT = 64 * 1024;

    private final InputStream in;
    private final byte[] ring = new byte[KEPT];
    private long count;

    OutputTail(InputStream in) {
      super("cicd-monitor-output");
      this.in = in;
      setDaemon(true);
    }

    @Override
    public void run() {
      byte[] chunk = new byte[KEPT];
      try {
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
          keep(chunk, read);
        }
      } catch (IOException e) {
        // The stream was closed under us: what was read so far is what there is.
      }
    }

    private synchronized void keep(byte[] chunk, int length) {
      for (int i = 0; i < length; i++) {
        ring[(int) ((count + i) % KEPT)] = chunk[i];
      }
      count += length;
    }

    /** Where the beginning was dropped, so is the line that is cut: half a token is no known one. */
    synchronized String text() {
      int length = (int) Math.min(count, KEPT);
      byte[] end = new byte[length];
      for (int i = 0; i < length; i++) {
        end[i] = ring[(int) ((count - length + i) % KEPT)];
      }
      String text = new String(end, java.nio.charset.StandardCharsets.UTF_8);
      if (count <= KEPT) {
        return text;
      }
      int line = text.indexOf('\n');
      return line < 0 ? "" : text.substring(line + 1);
    }
  }
}
