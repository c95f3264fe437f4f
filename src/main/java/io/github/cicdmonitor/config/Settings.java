package io.github.cicdmonitor.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Everything the user set, checked.
 *
 * @param file the config file that was read
 * @param notes what was put right without asking, a sentence each, for standard error
 */
public record Settings(Config config, Environment environment, Path file, List<String> notes) {
  public Settings {
    notes = List.copyOf(notes);
  }
}
