package io.github.cicdmonitor.github;

import io.github.cicdmonitor.github.ZipDirectory.Entry;
import io.github.cicdmonitor.github.ZipDirectory.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive as {@code git archive} writes it, unpacked into an empty folder within limits. What
 * it holds is said by its {@link ZipDirectory}; everything that git cannot have put there is refused
 * whole.
 */
final class ZipArchive {
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;

  private final Path zip;
  private final ZipLimits limits;

  ZipArchive(Path zip, ZipLimits limits) {
    this.zip = zip;
    this.limits = limits;
  }

  /** Why nothing of it is used. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Refused(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /** Into an empty folder; what stands there after an exception is to be deleted. */
  void unpack(Path into) throws IOException, Refused {
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
      List<Entry> entries = new ZipDirectory(file, limits).entries();
      long left = limits.bytesFrom(file.length());
      for (Entry entry : entries) {
        left -= entry.size();
        if (left < 0) {
          throw new Refused("it holds too much");
        }
      }
      for (Entry entry : entries) {
        write(file, entry, into);
      }
    } catch (InvalidPathException e) {
      throw new Refused("a file's name cannot be written on this machine");
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new Refused("two of its files have one name here");
    }
  }

  static Refused broken() {
    return new Refused("it is no whole zip archive");
  }

  static ByteBuffer read(RandomAccessFile file, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(at);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(RandomAccessFile file, Entry entry, Path into)
      throws IOException, Refused {
    Path target = into.resolve(entry.path());
    switch (entry.kind()) {
      case LINK -> {} // nothing is created that leads anywhere else
      case FOLDER -> createFolder(target);
      case FILE, EXECUTABLE -> {
        Path folder = target.getParent();
        createFolder(folder == null ? into : folder);
        String mode = entry.kind() == Kind.EXECUTABLE ? "rwx------" : "rw-------";
        try (SeekableByteChannel channel = Files.newByteChannel(
                target,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
            OutputStream out = Channels.newOutputStream(channel)) {
          copy(file, entry, out);
        }
      }
    }
  }

  private static void createFolder(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void copy(RandomAccessFile file, Entry entry, OutputStream out)
      throws IOException, Refused {
    if (entry.offset() + LOCAL_BYTES > file.length()) {
      throw broken();
    }
    ByteBuffer local = read(file, entry.offset(), LOCAL_BYTES);
    long start = entry.offset()
        + LOCAL_BYTES
        + Short.toUnsignedInt(local.getShort(26))
        + Short.toUnsignedInt(local.getShort(28));
    if (local.getInt(0) != LOCAL || start + entry.packed() > file.length()) {
      throw broken();
    }
    file.seek(start);
    CRC32 crc = new CRC32();
    long written =
        entry.isStored() ? copyStored(file, entry, out, crc) : inflate(file, entry, out, crc);
    if (written != entry.size() || crc.getValue() != entry.crc()) {
      throw broken();
    }
  }

  private static long copyStored(RandomAccessFile file, Entry entry, OutputStream out, CRC32 crc)
      throws IOException, Refused {
    if (entry.packed() != entry.size()) {
      throw broken();
    }
    byte[] chunk = new byte[32 * 1024];
    long left = entry.size();
    while (left > 0) {
      int read = (int) Math.min(left, chunk.length);
      file.readFully(chunk, 0, read);
      crc.update(chunk, 0, read);
      out.write(chunk, 0, read);
      left -= read;
    }
    return entry.size();
  }

  /** Stops as soon as there is more than the directory said: that is what was counted. */
  private static long inflate(RandomAccessFile file, Entry entry, OutputStream out, CRC32 crc)
      throws IOException, Refused {
    Inflater inflater = new Inflater(true);
    try {
      byte[] in = new byte[32 * 1024];
      byte[] made = new byte[32 * 1024];
      long left = entry.packed();
      long written = 0;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (left == 0) {
            throw broken();
          }
          int read = (int) Math.min(left, in.length);
          file.readFully(in, 0, read);
          left -= read;
          inflater.setInput(in, 0, read);
        }
        int count = inflater.inflate(made);
        written += count;
        if (written > entry.size() || inflater.needsDictionary()) {
          throw broken();
        }
        crc.update(made, 0, count);
        out.write(made, 0, count);
      }
      return written;
    } catch (DataFormatException e) {
      throw broken();
    } finally {
      inflater.end();
    }
  }
}
