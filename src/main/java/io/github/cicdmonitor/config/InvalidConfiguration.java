package io.github.cicdmonitor.config;

import java.util.List;

/**
 * The configuration is refused, with every mistake in it: a line each, ready to print, beginning
 * {@code cicd-monitor: }. Exit code 2; nothing was touched. A {@link
 * io.github.cicdmonitor.error.MonitorException} tells one thing that went wrong, this many.
 */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> lines;

  public InvalidConfiguration(List<String> lines) {
    super(String.join("\n", lines));
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("refused without a reason");
    }
    this.lines = List.copyOf(lines);
  }

  /** In the order of the file, none with a line break or a secret in it. */
  public List<String> lines() {
    return lines;
  }
}
