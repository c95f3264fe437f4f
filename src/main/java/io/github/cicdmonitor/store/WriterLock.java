package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One writer at a time, by an operating-system lock on a file beside the state. The lock dies with
 * its process, however it dies. Nothing is ever written to or read from the lock file: closing any
 * second handle on it would drop the lock (POSIX record locks). Who holds it stands in {@code
 * <state>.owner}, which is for messages only and decides nothing.
 */
public final class WriterLock implements AutoCloseable {
  static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

  private final FileChannel channel;
  private final FileLock lock;
  private final Path file;

  private WriterLock(FileChannel channel, FileLock lock, Path file) {
    this.channel = channel;
    this.lock = lock;
    this.file = file;
  }

  /** Waits for the lock as long as the turn says. */
  public static WriterLock take(Path state, WriterTurn turn, Clock clock) {
    Path file = state.resolveSibling(state.getFileName() + ".lock");
    try {
      createFolder(state);
      createPrivately(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try {
        FileLock lock = waitFor(channel, state, turn);
        note(state, turn, clock.instant());
        return new WriterLock(channel, lock, file);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw StateErrors.notWritable(state, e);
    }
  }

  private static FileLock waitFor(FileChannel channel, Path state, WriterTurn turn)
      throws IOException {
    List<FileLock> taken = new ArrayList<>(1);
    if (!turn.granted(() -> tryLock(channel).map(taken::add).orElse(false))) {
      throw MonitorException.of(
          MonitorException.Kind.STATE,
          "could not use the state file " + state,
          "it is locked by " + holder(state),
          "Wait for that run to end, or run again later");
    }
    return taken.get(0);
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock()); // null: another process holds it
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // held by another thread of this process, as in tests
    }
  }

  /** Throws when the state was replaced or the lock lost while we worked. */
  void stillHeld() {
    if (!lock.isValid()) {
      throw MonitorException.of(
          MonitorException.Kind.STATE,
          "stopped before writing the state",
          "the lock " + file + " was lost",
          "Run again");
    }
  }

  /** Creates an empty file that only its owner may read, whatever the umask; keeps an old one. */
  static void createPrivately(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  private static void createFolder(Path state) throws IOException {
    Path folder = state.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static Path ownerFile(Path state) {
    return state.resolveSibling(state.getFileName() + ".owner");
  }

  private static void note(Path state, WriterTurn turn, Instant now) throws IOException {
    Path owner = ownerFile(state);
    createPrivately(owner);
    Files.writeString(owner, turn.label() + ", since " + now);
  }

  private static String holder(Path state) {
    try {
      String text = Files.readString(ownerFile(state));
      return text.isEmpty() ? "another run" : text;
    } catch (IOException e) {
      return "another run";
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
