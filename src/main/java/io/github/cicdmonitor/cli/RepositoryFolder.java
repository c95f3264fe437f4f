package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.model.FileChange;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A repository's files in a folder: a checkout, or any copy of its files. Links are never followed,
 * and what is no ordinary file is not there.
 */
final class RepositoryFolder {
  private static final int MOST_FILES = 200_000;
  private static final int MOST_BYTES = 1024 * 1024;

  private final Path root;
  private final Map<String, String> modes = new HashMap<>();
  private final Map<String, Optional<String>> texts = new HashMap<>();

  private RepositoryFolder(Path root) {
    this.root = root;
  }

  static Checkout read(Path root, String name) {
    RepositoryFolder folder;
    try {
      if (!Files.isDirectory(root)) {
        throw new IOException(Files.exists(root) ? "it is no folder" : "there is no such folder");
      }
      folder = new RepositoryFolder(root.toRealPath());
      folder.walk();
    } catch (IOException e) {
      throw new MonitorException(
          MonitorException.Kind.USAGE,
          new Explanation(
              "could not read the folder " + name,
              String.valueOf(e.getMessage()),
              "Name the folder that the repository's files are in"),
          e);
    }
    return new Checkout(folder.modes, path -> folder.texts.computeIfAbsent(path, folder::text));
  }

  private void walk() throws IOException {
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        boolean git = folder.endsWith(".git");
        return git ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        if (attributes.isRegularFile()) {
          if (modes.size() >= MOST_FILES) {
            throw new IOException("it holds more than " + MOST_FILES + " files");
          }
          String path = root.relativize(file).toString().replace(File.separatorChar, '/');
          modes.put(path, Files.isExecutable(file) ? FileChange.EXECUTABLE : "100644");
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        throw new IOException(root.relativize(file) + " cannot be read", e);
      }
    });
  }

  private Optional<String> text(String path) {
    try (InputStream in = Files.newInputStream(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES
          ? Optional.empty()
          : Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
