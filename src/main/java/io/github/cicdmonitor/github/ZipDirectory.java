package io.github.cicdmonitor.github;

import static io.github.cicdmonitor.github.ZipArchive.broken;
import static io.github.cicdmonitor.github.ZipArchive.read;

import io.github.cicdmonitor.github.ZipArchive.Refused;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The central directory of a zip archive, bounded before it is read. The JDK's readers say nothing of
 * links and read a directory of any size into memory.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
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

  private final RandomAccessFile file;
  private final ZipLimits limits;

  ZipDirectory(RandomAccessFile file, ZipLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /** @param path below the archive's one root folder; empty for that folder itself */
  record Entry(String path, Kind kind, int method, long crc, long packed, long size, long offset) {
    boolean isStored() {
      return method == STORED;
    }
  }

  enum Kind {
    FILE,
    EXECUTABLE,
    FOLDER,
    LINK
  }

  /** In the archive's order. */
  List<Entry> entries() throws IOException, Refused {
    ByteBuffer end = end();
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

  /** The record at the very end, behind which only its own comment stands. */
  private ByteBuffer end() throws IOException, Refused {
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
}
