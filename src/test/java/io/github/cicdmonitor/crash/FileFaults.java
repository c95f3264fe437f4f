package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The layer between the program and its files ({@code src/test/c/fsfault.c}): sees every write, sync, truncation, creation, renaming and
 * removal of the state file and its companions, and strikes at one of them. The control page is shared memory, so that the stand-ins can arm
 * it while the program waits for their answer: what it does next to its files is then the first operation counted.
 */
final class FileFaults {
  /** {@code ENOSPC} and its like, as Linux numbers them. */
  enum Trouble {
    DISK_FULL(
        28, "or is full|the disk is full|No space left on device|the file system did not take it"),
    IO_ERROR(5, "the disk answers with errors|Input/output error|the file system|cannot be opened"),
    READ_ONLY(30, "[Rr]ead-only|cannot be opened");

    final int errno;

    /** What the program's one line says of it: SQLite's trouble, Java's, or that of an output file. */
    final String words;

    Trouble(int errno, String words) {
      this.errno = errno;
      this.words = words;
    }
  }

  private static final int OPERATIONS = 0;
  private static final int MATCHED = 8;
  private static final int STRIKE_AT = 16;
  private static final int MODE = 24;
  private static final int ERROR = 32;
  private static final int LASTING = 40;
  private static final int STRUCK = 48;
  private static final int PATTERN = 56;
  private static final int PATTERN_SIZE = 64;
  private static final int PAGE = 4096;

  private static final int KILL = 1;
  private static final int FAIL = 2;
  private static final int SHORT_WRITE = 3;
  private static final int STOP = 4;

  private static final class Library {
    static final Path FILE = compile();

    private static Path compile() {
      try {
        Path folder = Files.createDirectories(Path.of("target/fsfault").toAbsolutePath());
        // Under a name of its own first: tests of another JVM may be doing the same.
        Path fresh = Files.createTempFile(folder, "fsfault", ".so");
        Process compiler = new ProcessBuilder(
                "gcc",
                "-O1",
                "-Wall",
                "-Werror",
                "-shared",
                "-fPIC",
                "-o",
                fresh.toString(),
                Path.of("src/test/c/fsfault.c").toAbsolutePath().toString(),
                "-ldl",
                "-lpthread")
            .redirectErrorStream(true)
            .start();
        String said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        if (!compiler.waitFor(60, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
          throw new IllegalStateException("gcc did not compile src/test/c/fsfault.c: " + said);
        }
        Path library = folder.resolve("libfsfault.so");
        Files.move(fresh, library, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        return library;
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the crash tests need gcc (apt-get install gcc libc6-dev)", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private final Path folder;
  private final MappedByteBuffer control;

  /** @param folder of the state file, on whose neighbours nothing else writes */
  FileFaults(Path folder) throws IOException {
    this.folder = folder;
    // Written over, not made anew: a process may have them open already.
    Files.write(controlFile(), new byte[PAGE]);
    Files.write(logFile(), new byte[0]);
    try (FileChannel channel =
        FileChannel.open(controlFile(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      control = channel.map(FileChannel.MapMode.READ_WRITE, 0, PAGE);
      control.order(ByteOrder.nativeOrder());
    }
  }

  /** What the program has to be started with. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        Library.FILE.toString(),
        "FSFAULT_CONTROL",
        controlFile().toString(),
        "FSFAULT_LOG",
        logFile().toString(),
        "FSFAULT_PREFIXES",
        folder.resolve("state.db")
            + File.pathSeparator
            + folder.resolve(".cicd-monitor-")
            + File.pathSeparator
            + folder.resolve("report"));
  }

  /** @param nth the how manieth from now on, from 1, of the operations that contain {@code pattern} */
  void kill(String pattern, int nth) {
    arm(KILL, 0, pattern, nth, false);
  }

  /** The program stands still before that operation, until SIGCONT. */
  void stop(String pattern, int nth) {
    arm(STOP, 0, pattern, nth, false);
  }

  /** A full disk fails nothing but what takes space, and only that counts. */
  void fail(Trouble trouble, String pattern, int nth, boolean fromThereOn) {
    arm(FAIL, trouble.errno, pattern, nth, fromThereOn);
  }

  /** Half of the bytes arrive, once. */
  void shorten(String pattern, int nth) {
    arm(SHORT_WRITE, 0, pattern, nth, false);
  }

  void disarm() {
    control.putLong(STRIKE_AT, 0);
  }

  private void arm(int mode, int error, String pattern, int nth, boolean fromThereOn) {
    disarm();
    byte[] bytes = pattern.getBytes(UTF_8);
    if (bytes.length >= PATTERN_SIZE) {
      throw new IllegalArgumentException(pattern);
    }
    for (int i = 0; i < PATTERN_SIZE; i++) {
      control.put(PATTERN + i, i < bytes.length ? bytes[i] : 0);
    }
    control.putLong(MODE, mode);
    control.putLong(ERROR, error);
    control.putLong(LASTING, fromThereOn ? 1 : 0);
    control.putLong(STRIKE_AT, control.getLong(MATCHED) + nth);
  }

  long operations() {
    return control.getLong(OPERATIONS);
  }

  long strikes() {
    return control.getLong(STRUCK);
  }

  /** Where it struck so far, in order: {@code "12 pwrite state.db-journal 512"}. */
  List<String> struck() throws IOException {
    return log().stream()
        .filter(line -> line.startsWith("STRUCK "))
        .map(line -> line.substring("STRUCK ".length()))
        .toList();
  }

  /** Every operation so far. */
  List<String> log() throws IOException {
    return Files.readAllLines(logFile(), UTF_8);
  }

  private Path controlFile() {
    return folder.resolve("faults");
  }

  private Path logFile() {
    return folder.resolve("operations");
  }
}
