package io.github.cicdmonitor.model;

/** One line of a log: its 1-based number (counting {@code \n} only) and its redacted text. */
public record LogLine(int number, SafeText text) {
  public LogLine {
    if (number < 1) {
      throw new IllegalArgumentException("line numbers start at 1");
    }
  }
}
