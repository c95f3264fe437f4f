package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What the power cut may leave of a stream of operations on files: all that was synced, and of the rest any part. A write may be lost, or torn
 * between sectors; creating, renaming and removing names are lost from some point on until the folder is synced.
 */
final class Disk {
  private static final int SECTOR = 512;

  /** One recorded operation, see {@code fsfault.c}. */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  record Operation(String what, String name, long offset, byte[] data) {}

  /** What becomes of what was not synced. */
  enum Loss {
    NOTHING,
    EVERYTHING,
    BY_CHANCE
  }

  private static final class Content {
    private byte[] durable = new byte[0];
    private final List<Operation> pending = new ArrayList<>();
  }

  private record NameChange(String name, Content content, boolean gone) {}

  /** What is recorded from the state's companions and matters after a restart. */
  private static final Set<String> MESSAGES_ONLY = Set.of("state.db.owner", "state.db.lock");

  private final Map<String, Content> names = new HashMap<>();
  private final Map<String, Content> durableNames = new HashMap<>();
  private final List<NameChange> pendingNames = new ArrayList<>();

  /** As a folder is that nobody writes to. */
  static Disk of(Path folder) throws IOException {
    Disk disk = new Disk();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (isState(file.getFileName().toString())) {
          Content content = new Content();
          content.durable = Files.readAllBytes(file);
          disk.names.put(file.getFileName().toString(), content);
        }
      }
    }
    disk.durableNames.putAll(disk.names);
    return disk;
  }

  static boolean isState(String name) {
    return name.startsWith("state.db") && !MESSAGES_ONLY.contains(name);
  }

  static List<Operation> recorded(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    List<Operation> operations = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] what = new byte[bytes.getInt()];
      byte[] name = new byte[bytes.getInt()];
      long offset = bytes.getLong();
      long size = bytes.getLong();
      bytes.get(what).get(name);
      String word = new String(what, UTF_8);
      byte[] data = new byte[word.equals("write") || word.equals("rename") ? (int) size : 0];
      bytes.get(data);
      operations.add(new Operation(word, new String(name, UTF_8), offset, data));
    }
    return operations;
  }

  void apply(Operation operation) {
    String name = operation.name();
    switch (operation.what()) {
      case "create" -> change(new NameChange(name, new Content(), false));
      case "unlink" -> change(new NameChange(name, content(name), true));
      case "rename" -> {
        Content content = content(name);
        change(new NameChange(new String(operation.data(), UTF_8), content, false));
        change(new NameChange(name, content, true));
      }
      case "write", "truncate" -> content(name).pending.add(operation);
      case "sync" -> {
        if (name.equals(".")) {
          pendingNames.forEach(each -> apply(durableNames, each));
          pendingNames.clear();
        } else {
          Content content = content(name);
          content.pending.forEach(each -> content.durable = written(content.durable, each));
          content.pending.clear();
        }
      }
      default -> throw new IllegalStateException(operation.what());
    }
  }

  /** Puts what the cut leaves into a folder, in place of the state files that are there. */
  void leave(Path folder, Loss loss, Random random) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (isState(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
    Map<String, Content> left = new HashMap<>(durableNames);
    int kept = kept(pendingNames.size(), loss, random);
    pendingNames.subList(0, kept).forEach(each -> apply(left, each));
    Map<Content, byte[]> written = new HashMap<>();
    for (Content content : new HashSet<>(left.values())) {
      byte[] bytes = content.durable;
      for (Operation each : content.pending) {
        bytes = partly(bytes, each, loss, random);
      }
      written.put(content, bytes);
    }
    for (Map.Entry<String, Content> each : left.entrySet()) {
      if (isState(each.getKey())) {
        Files.write(folder.resolve(each.getKey()), written.get(each.getValue()));
      }
    }
  }

  private static int kept(int size, Loss loss, Random random) {
    return switch (loss) {
      case NOTHING -> size;
      case EVERYTHING -> 0;
      case BY_CHANCE -> random.nextInt(size + 1);
    };
  }

  private static byte[] partly(byte[] bytes, Operation operation, Loss loss, Random random) {
    int sectors = (operation.data().length + SECTOR - 1) / SECTOR;
    int kept = kept(Math.max(1, sectors), loss, random);
    if (kept == 0) {
      return bytes;
    }
    if (kept >= sectors) {
      return written(bytes, operation);
    }
    byte[] torn = Arrays.copyOf(operation.data(), kept * SECTOR);
    return written(bytes, new Operation("write", operation.name(), operation.offset(), torn));
  }

  private static byte[] written(byte[] bytes, Operation operation) {
    if (operation.what().equals("truncate")) {
      return Arrays.copyOf(bytes, (int) operation.offset());
    }
    int end = (int) operation.offset() + operation.data().length;
    byte[] longer = bytes.length >= end ? bytes.clone() : Arrays.copyOf(bytes, end);
    System.arraycopy(
        operation.data(), 0, longer, (int) operation.offset(), operation.data().length);
    return longer;
  }

  private Content content(String name) {
    return names.computeIfAbsent(name, n -> new Content());
  }

  private void change(NameChange change) {
    apply(names, change);
    pendingNames.add(change);
  }

  private static void apply(Map<String, Content> to, NameChange change) {
    if (change.gone()) {
      to.remove(change.name(), change.content());
    } else {
      to.put(change.name(), change.content());
    }
  }
}
