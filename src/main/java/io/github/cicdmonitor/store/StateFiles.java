package io.github.cicdmonitor.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The state and what stands beside it, as files: their owner's alone. */
public final class StateFiles {
  private static final List<String> ENDINGS = List.of("", "-journal");

  private StateFiles() {}

  /** Takes from others what they may do with them, as after a copy; a line for each file. */
  public static List<String> makePrivate(Path state) {
    return ENDINGS.stream()
        .map(ending -> state.resolveSibling(state.getFileName() + ending))
        .flatMap(file -> mended(file).stream())
        .toList();
  }

  private static Optional<String> mended(Path file) {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (WriterLock.PRIVATE.containsAll(mode)) {
        return Optional.empty();
      }
      Files.setPosixFilePermissions(file, WriterLock.PRIVATE);
      return Optional.of(file + " could be read or changed by others ("
          + PosixFilePermissions.toString(mode) + "): its mode is 0600 now");
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // another's file, or no modes here: its use says what does not work
    }
  }
}
