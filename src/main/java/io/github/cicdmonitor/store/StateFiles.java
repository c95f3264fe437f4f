package io.github.cicdmonitor.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The state and what stands beside it, as files: their owner's alone. */
public final class StateFiles {
  private static final List<String> ENDINGS = List.of("", "-journal");

  private StateFiles() {}

  /** Takes from others what they may do with them, as after a copy; a line for each file. */
  public static List<String> makePrivate(Path state) {
    List<String> mended = new ArrayList<>();
    for (String ending : ENDINGS) {
      Path file = state.resolveSibling(state.getFileName() + ending);
      try {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!WriterLock.PRIVATE.containsAll(mode)) {
          Files.setPosixFilePermissions(file, WriterLock.PRIVATE);
          mended.add(file + " could be read or changed by others ("
              + PosixFilePermissions.toString(mode) + "): its mode is 0600 now");
        }
      } catch (IOException | UnsupportedOperationException e) {
        continue; // another's file, or no modes here: what then does not work is told when it is used
      }
    }
    return mended;
  }
}
