package io.github.cicdmonitor.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Processes that left the group of the command that began them. Linux tells what folder a process
 * works in and what environment it was given; elsewhere nothing is found and nothing is done.
 */
final class OrphanProcesses {
  private static final Path PROC = Path.of("/proc");

  /** One that forks faster than we look would be found again; none of ours should last this long. */
  private static final int MOST_ROUNDS = 100;

  private static final long PAUSE_MILLIS = 20;

  private OrphanProcesses() {}

  /** Ends every process with this home folder or with a working folder in the workplace. */
  static void endAll(Path workplace, Path home) {
    end(process -> wasGiven(process, home) || worksIn(process, workplace));
  }

  /** The same by the home folder alone: a person may have gone to look at what was left. */
  static void endThoseStartedFor(Path home) {
    end(process -> wasGiven(process, home));
  }

  private static void end(Predicate<Path> ours) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<ProcessHandle> found = find(ours);
      if (found.isEmpty()) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static List<ProcessHandle> find(Predicate<Path> ours) {
    List<ProcessHandle> found = new ArrayList<>();
    String self = Long.toString(ProcessHandle.current().pid());
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        String pid = process.getFileName().toString();
        if (!pid.equals(self) && ours.test(process)) {
          ProcessHandle.of(Long.parseLong(pid)).ifPresent(found::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return found;
  }

  private static boolean wasGiven(Path process, Path home) {
    String wanted = "\0HOME=" + home + "\0";
    return read(process.resolve("environ"))
        .filter(environment -> ("\0" + environment + "\0").contains(wanted))
        .isPresent();
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty(); // another user's, or gone
    }
  }

  private static boolean worksIn(Path process, Path workplace) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).startsWith(workplace);
    } catch (IOException e) {
      return false;
    }
  }
}
