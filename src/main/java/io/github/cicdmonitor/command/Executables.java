package io.github.cicdmonitor.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which file a command's program is. Looked up by us on a fixed path, never by the environment's, and
 * refused where others than its owner could have put something else in its place.
 */
final class Executables {
  static final String PATH = "/usr/local/bin:/usr/bin:/bin";

  private final List<Path> folders;

  Executables() {
    this(List.of(PATH.split(":", -1)).stream().map(Path::of).toList());
  }

  Executables(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** Either the absolute path, or why it is not run. */
  record Found(Optional<Path> path, String misfit) {
    static Found misfit(String why) {
      return new Found(Optional.empty(), why);
    }
  }

  Found find(String program) {
    if (program.startsWith("/")) {
      return check(program, Path.of(program));
    }
    if (program.contains("/")) {
      return Found.misfit(program + " is a path but not an absolute one");
    }
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        .findFirst()
        .map(file -> check(program, file))
        .orElseGet(() -> Found.misfit(program + " is not installed"));
  }

  private static Found check(String program, Path file) {
    try {
      Path real = file.toRealPath();
      if (!Files.isRegularFile(real) || !Files.isExecutable(real)) {
        return Found.misfit(program + " is not an executable file");
      }
      Set<PosixFilePermission> of = Files.getPosixFilePermissions(real);
      if (of.contains(PosixFilePermission.GROUP_WRITE)
          || of.contains(PosixFilePermission.OTHERS_WRITE)) {
        return Found.misfit(program + " may be changed by others than its owner");
      }
      // A link is as safe as both folders.
      if (anybodyMayWrite(file) || anybodyMayWrite(real)) {
        return Found.misfit(program + " is in a folder where anybody may put another file");
      }
      return new Found(Optional.of(file), "");
    } catch (IOException e) {
      return Found.misfit(program + " is not installed");
    }
  }

  private static boolean anybodyMayWrite(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null
        || Files.getPosixFilePermissions(folder.toRealPath())
            .contains(PosixFilePermission.OTHERS_WRITE);
  }
}
