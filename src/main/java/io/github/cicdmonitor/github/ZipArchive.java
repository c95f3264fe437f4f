package io.github.cicdmonitor.github;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive as {@code git archive} writes it, read by its central directory, which is bounded
 * before it is read. The JDK's readers say nothing of links and read a directory of any size into
 * memory. Everything that git cannot have put there is refused whole.
 */
final class ZipArchive {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int UNIX = 3;
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;
  private static final int FOLDER = 0040000;
  private static final int ANY_MAY_EXECUTE = 0111;
  private static final long ZIP64 = 0xffffffffL;
  private static final int MOST_DIRECTORY_BYTES = 64 << 20;
  private static final int LONGEST_PATH = 1_000;
  private static final int LONGEST_NAME = 255;
  private static final Pattern GIT = Pattern.compile("\\.git[ .]*|git~[0-9]+|\\.git~[0-9]+");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\\\]");

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

  /** @param path below the archive's one root folder; empty for that folder itself */
  private record Entry(
      String path, Kind kind, int method, long crc, long packed, long size, long offset) {}

  private enum Kind {
    FILE,
    EXECUTABLE,
    FOLDER,
    LINK
  }

  /** Into an empty folder; what stands there after an exception is to be deleted. */
  void unpack(Path into) throws IOException, Refused {
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
      List<Entry> entries = entries(file);
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

  private List<Entry> entries(RandomAccessFile file) throws IOException, Refused {
    ByteBuffer end = end(file);
    int count = Short.toUnsignedInt(end.getShort(10));
    long bytes = Integer.toUnsignedLong(end.getInt(12));
    long offset = Integer.toUnsignedLong(end.getInt(16));
    boolean large = count == 0xffff || bytes == ZIP64 || offset == ZIP64;
    if (large || count > limits.entries() || bytes > MOST_DIRECTORY_BYTES) {
      throw new Refused("it holds more than " + limits.entries() + " files");
    }
    if (offset + bytes > file.length()) {
      throw broken();
    }
    ByteBuffer directory = read(file, offset, (int) bytes);
    List<Entry> entries = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    Optional<String> root = Optional.empty();
    for (int i = 0; i < count; i++) {
      Entry entry = entry(directory);
      String name = entry.path();
      int slash = name.indexOf('/');
      if (slash < 0 || root.filter(r -> !r.equals(name.substring(0, slash))).isPresent()) {
        throw new Refused("it has more than one root folder");
      }
      root = Optional.of(name.substring(0, slash));
      Entry below = below(entry, name.substring(slash + 1));
      if (!paths.add(below.path())) {
        throw new Refused("it holds one name twice");
      }
      entries.add(below);
    }
    return entries;
  }

  private static Refused broken() {
    return new Refused("it is no whole zip archive");
  }

  /** The record at the very end, behind which only its own comment stands. */
  private static ByteBuffer end(RandomAccessFile file) throws IOException, Refused {
    int length = (int) Math.min(file.length(), END_BYTES + LONGEST_COMMENT);
    ByteBuffer tail = read(file, file.length() - length, length);
    for (int at = length - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END
          && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == length) {
        return tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw broken();
  }

  private static ByteBuffer read(RandomAccessFile file, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(at);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Entry entry(ByteBuffer directory) throws Refused {
    if (directory.remaining() < CENTRAL_BYTES
        || directory.getInt(directory.position()) != CENTRAL) {
      throw broken();
    }
    int at = directory.position();
    int madeBy = Short.toUnsignedInt(directory.getShort(at + 4));
    int flags = Short.toUnsignedInt(directory.getShort(at + 8));
    int method = Short.toUnsignedInt(directory.getShort(at + 10));
    int nameBytes = Short.toUnsignedInt(directory.getShort(at + 28));
    int rest = Short.toUnsignedInt(directory.getShort(at + 30))
        + Short.toUnsignedInt(directory.getShort(at + 32));
    long packed = Integer.toUnsignedLong(directory.getInt(at + 20));
    long size = Integer.toUnsignedLong(directory.getInt(at + 24));
    long offset = Integer.toUnsignedLong(directory.getInt(at + 42));
    if (directory.remaining() < CENTRAL_BYTES + nameBytes + rest) {
      throw broken();
    }
    if ((flags & ENCRYPTED) != 0 || (method != STORED && method != DEFLATED)) {
      throw new Refused("it holds a file packed in an unknown way");
    }
    if (packed == ZIP64 || size == ZIP64 || offset == ZIP64) {
      throw new Refused("it holds a file of 4 GiB or more");
    }
    String name = name(directory.slice(at + CENTRAL_BYTES, nameBytes));
    int attributes = directory.getInt(at + 38);
    directory.position(at + CENTRAL_BYTES + nameBytes + rest);
    return new Entry(
        name,
        kind(name, madeBy >>> 8 == UNIX ? attributes >>> 16 : 0),
        method,
        Integer.toUnsignedLong(directory.getInt(at + 16)),
        packed,
        size,
        offset);
  }

  private static String name(ByteBuffer bytes) throws Refused {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new Refused("a file's name is not UTF-8");
    }
  }

  private static Kind kind(String name, int mode) throws Refused {
    int type = mode & TYPE;
    if (name.endsWith("/")) {
      if (type != 0 && type != FOLDER) {
        throw new Refused("it holds something that is neither file nor folder");
      }
      return Kind.FOLDER;
    }
    return switch (type) {
      case 0, REGULAR -> (mode & ANY_MAY_EXECUTE) != 0 ? Kind.EXECUTABLE : Kind.FILE;
      case LINK -> Kind.LINK;
      default -> throw new Refused("it holds something that is neither file nor folder");
    };
  }

  private static Entry below(Entry entry, String path) throws Refused {
    String bare = entry.kind() == Kind.FOLDER && !path.isEmpty()
        ? path.substring(0, path.length() - 1)
        : path;
    if (!bare.isEmpty() || entry.kind() != Kind.FOLDER) {
      check(bare);
    }
    return new Entry(
        bare,
        entry.kind(),
        entry.method(),
        entry.crc(),
        entry.packed(),
        entry.size(),
        entry.offset());
  }

  private static void check(String path) throws Refused {
    if (path.length() > LONGEST_PATH || CONTROL.matcher(path).find()) {
      throw new Refused("it holds a name that is not plain");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new Refused("it holds a path that leaves its folder");
      }
      if (GIT.matcher(part.toLowerCase(Locale.ROOT)).matches()) {
        throw new Refused("it reaches into git's own folder");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new Refused("it holds a name that is not plain");
      }
    }
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
    long written = entry.method() == STORED
        ? copyStored(file, entry, out, crc)
        : inflate(file, entry, out, crc);
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
