package io.github.cicdmonitor.fixes;

import java.util.List;

/**
 * Lines of a text that took the place of others.
 *
 * @param path of the file
 * @param line 1-based, in the file after
 * @param before the lines that are gone, in their order
 * @param after the lines that are new
 */
public record Hunk(String path, int line, List<String> before, List<String> after) {
  public Hunk {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Whether one line took the place of one. */
  public boolean isOneLine() {
    return before.size() == 1 && after.size() == 1;
  }

  public String where() {
    return path + ":" + line;
  }
}
