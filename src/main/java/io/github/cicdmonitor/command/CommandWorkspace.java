package io.github.cicdmonitor.command;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder of its own for one command, beside the state file, for its owner only; gone afterwards.
 * What a killed run left is known by its name and cleared by the next one.
 */
final class CommandWorkspace implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;

  private CommandWorkspace(Path folder) {
    this.folder = folder;
  }

  static CommandWorkspace create(Path stateFile) throws IOException {
    FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    Files.createDirectories(parent(stateFile), mode); // with a state on a server it may be missing
    // Real, so that a process's view of the folder is spelled the same.
    Path beside = parent(stateFile).toRealPath();
    CommandWorkspace workplace = new CommandWorkspace(Files.createTempDirectory(
        beside, prefix(stateFile) + ProcessHandle.current().pid() + "-", mode));
    Files.createDirectory(workplace.tree(), mode);
    Files.createDirectory(workplace.home(), mode);
    Files.createDirectory(workplace.temporary(), mode);
    return workplace;
  }

  Path folder() {
    return folder;
  }

  /** The checkout. */
  Path tree() {
    return folder.resolve("tree");
  }

  Path home() {
    return folder.resolve("home");
  }

  Path temporary() {
    return folder.resolve("tmp");
  }

  /** Ends what still runs for the workplaces of runs that were killed, and deletes them. */
  static void clear(Path stateFile) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(
        parent(stateFile).toRealPath(),
        entry -> entry.getFileName().toString().startsWith(prefix(stateFile))
            && !isInUse(
                entry.getFileName().toString().substring(prefix(stateFile).length()))
            && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
      for (Path folder : left) {
        CommandWorkspace workplace = new CommandWorkspace(folder);
        OrphanProcesses.endThoseStartedFor(workplace.home());
        workplace.close();
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The next run tries again; nothing depends on it.
    }
  }

  /**
   * Of a process that runs: where a state is on a server, another run on this machine may be at work. A
   * number that was given away again keeps a folder until a later start.
   */
  private static boolean isInUse(String name) {
    String process = name.replaceFirst("-.*", "");
    return process.matches("[0-9]{1,18}")
        && !process.equals(Long.toString(ProcessHandle.current().pid()))
        && name.contains("-")
        && ProcessHandle.of(Long.parseLong(process)).isPresent();
  }

  private static Path parent(Path stateFile) {
    Path folder = stateFile.toAbsolutePath().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  private static String prefix(Path stateFile) {
    return stateFile.getFileName() + ".command-";
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(folder, new Deleting());
    } catch (IOException e) {
      // Cleared at the next start, by its name.
    }
  }

  /** Never follows a link; opens up folders that the command has closed. */
  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
        throws IOException {
      Files.setPosixFilePermissions(dir, OWNER_ONLY);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        Files.walkFileTree(file, this);
      } else {
        Files.deleteIfExists(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
        throws IOException {
      Files.delete(dir);
      return FileVisitResult.CONTINUE;
    }
  }
}
