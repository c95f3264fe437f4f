package io.github.cicdmonitor.model;

/**
 * One proposed change. Either a replacement, where {@code find} occurs exactly once in the file and an
 * empty {@code find} means a new file; or, with both texts empty, the mode 100755 for a file that is
 * there. Raw text: it is what would be written, byte for byte.
 *
 * @param executable whether the file becomes executable
 */
public record Edit(String path, String find, String replace, boolean executable) {
  public Edit(String path, String find, String replace) {
    this(path, find, replace, false);
  }

  /** Leaves the text and sets the mode. */
  public static Edit executable(String path) {
    return new Edit(path, "", "", true);
  }
}
