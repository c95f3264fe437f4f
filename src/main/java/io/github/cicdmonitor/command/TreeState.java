package io.github.cicdmonitor.command;

import io.github.cicdmonitor.model.ChangedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands in a folder at a moment.
 *
 * @param files path to SHA-256, regular files only
 * @param others paths of links, pipes and the like
 */
record TreeState(TreeMap<String, String> files, SortedSet<String> others) {
  static final int MOST_CHANGED = 50;

  /** What GitHub shows us of a file, too. */
  private static final int MOST_BYTES = 1024 * 1024;

  private static final int MOST_FILES = 200_000;
  private static final long MOST_BYTES_IN_ALL = 4L << 30;

  /** Either what changed, or why it cannot be proposed; both empty when nothing changed. */
  record Difference(List<ChangedFile> changes, String misfit) {
    static Difference misfit(String why) {
      return new Difference(List.of(), why);
    }
  }

  /** @throws IOException when a part cannot be read, or when there is more than we look at */
  static TreeState of(Path folder) throws IOException {
    TreeState state = new TreeState(new TreeMap<>(), new TreeSet<>());
    Files.walkFileTree(folder, new Reading(folder, state));
    return state;
  }

  private static final class Reading extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final TreeState state;
    private long bytes;

    Reading(Path folder, TreeState state) {
      this.folder = folder;
      this.state = state;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = folder.relativize(file).toString();
      bytes += attributes.size();
      if (state.files.size() + state.others.size() >= MOST_FILES || bytes > MOST_BYTES_IN_ALL) {
        throw new IOException("more files than are looked at");
      }
      if (attributes.isRegularFile()) {
        state.files.put(path, digest(file));
      } else {
        state.others.add(path); // never opened: a pipe would wait for a writer
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[64 * 1024];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        sha.update(chunk, 0, read);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** From this to {@code after}, which is how {@code folder} stands now; by path. */
  Difference to(TreeState after, Path folder) throws IOException {
    TreeSet<String> odd = new TreeSet<>(after.others);
    odd.removeAll(others);
    if (!odd.isEmpty()) {
      return Difference.misfit(odd.first() + " is no regular file");
    }
    TreeSet<String> changed = new TreeSet<>();
    files.forEach((path, digest) -> {
      if (!digest.equals(after.files.get(path))) {
        changed.add(path);
      }
    });
    after.files.keySet().stream().filter(path -> !files.containsKey(path)).forEach(changed::add);
    if (changed.size() > MOST_CHANGED) {
      return Difference.misfit(changed.size() + " of them, " + changed.first() + " and others");
    }
    List<ChangedFile> changes = new ArrayList<>();
    for (String path : changed) {
      Optional<String> before = Optional.ofNullable(files.get(path));
      if (!after.files.containsKey(path)) {
        changes.add(new ChangedFile(path, before, Optional.empty()));
        continue;
      }
      Optional<String> text = text(folder.resolve(path));
      if (text.isEmpty()) {
        return Difference.misfit(path + " is no text file of at most 1 MiB");
      }
      changes.add(new ChangedFile(path, before, text));
    }
    return new Difference(changes, "");
  }

  private static Optional<String> text(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
      return Optional.of(text).filter(read -> read.indexOf('\0') < 0);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
