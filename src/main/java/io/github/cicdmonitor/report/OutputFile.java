package io.github.cicdmonitor.report;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A report in a file: whole or not at all. A new file is private; one that is replaced keeps its
 * mode, because whoever lets a collector read it has said so once.
 */
public final class OutputFile {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private OutputFile() {}

  /**
   * Writes {@code text} as UTF-8. Throws USAGE when {@code file} names no place to write to, STATE
   * when writing fails, as on a full disk; the old content then stands.
   */
  public static void write(Path file, String text) {
    refuseWhatIsNoPlace(file);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A device or pipe cannot be replaced; it takes the bytes as they come.
      writeThrough(file, bytes);
    } else {
      replace(file, bytes);
    }
  }

  private static void refuseWhatIsNoPlace(Path file) {
    Path folder = folder(file);
    if (Files.isDirectory(file)) {
      throw unusable(file, "it is a folder", "Name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw unusable(file, "there is no folder " + folder, "Make it first, or name another one");
    }
  }

  private static void replace(Path file, byte[] bytes) {
    Path target = resolved(file);
    Path fresh;
    try {
      fresh = Files.createTempFile(folder(target), ".cicd-monitor-", ".tmp", privately());
    } catch (IOException e) {
      if (takesNone(folder(target), e)) {
        throw new MonitorException(
            MonitorException.Kind.USAGE,
            new Explanation(
                "could not write " + file,
                "the folder " + folder(target) + " takes no new file",
                "Make it writable for this user, or name another one"),
            e);
      }
      throw failed(file, e);
    }
    try {
      writeDurably(fresh, bytes);
      if (Files.exists(target)) {
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(fresh);
      throw failed(file, e);
    }
  }

  /** Whether that is the folder's way, not the trouble of a disk that is full or broken. */
  private static boolean takesNone(Path folder, IOException e) {
    return e instanceof AccessDeniedException
        || e instanceof NoSuchFileException
        || !Files.isWritable(folder);
  }

  /** A link keeps being one: what it points to is replaced. */
  private static Path resolved(Path file) {
    try {
      return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static void writeDurably(Path fresh, byte[] bytes) throws IOException {
    try (FileChannel channel =
            FileChannel.open(fresh, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        OutputStream out = Channels.newOutputStream(channel)) {
      out.write(bytes);
      channel.force(true);
    }
  }

  static void writeThrough(Path file, byte[] bytes) {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      out.write(bytes);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static void discard(Path fresh) {
    try {
      Files.deleteIfExists(fresh);
    } catch (IOException e) {
      // The write has failed already, and that is told; an empty leftover changes nothing.
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> privately() {
    return PosixFilePermissions.asFileAttribute(PRIVATE);
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private static MonitorException unusable(Path file, String why, String next) {
    return MonitorException.of(MonitorException.Kind.USAGE, "could not write " + file, why, next);
  }

  private static MonitorException failed(Path file, IOException e) {
    return new MonitorException(
        MonitorException.Kind.STATE,
        new Explanation(
            "could not write " + file,
            "the file system did not take it",
            "Free some space or name another file, then run again"),
        e);
  }
}
