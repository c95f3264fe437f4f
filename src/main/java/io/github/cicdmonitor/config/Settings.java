package io.github.cicdmonitor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything the user set, checked.
 *
 * @param file the config file that was read
 * @param envFile the file of variables that was read
 * @param notes what was put right without asking, a sentence each, for standard error
 */
public record Settings(
    Config config, Environment environment, Path file, Optional<Path> envFile, List<String> notes) {
  public Settings {
    notes = List.copyOf(notes);
  }

  /** Where this user keeps tokens, ours and those of other programs: a file, and the home folder. */
  public List<Path> secretPlaces() {
    return Stream.concat(envFile.stream(), Stream.of(Path.of(System.getProperty("user.home"))))
        .toList();
  }
}
