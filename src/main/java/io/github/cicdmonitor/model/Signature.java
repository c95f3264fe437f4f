package io.github.cicdmonitor.model;

import java.util.regex.Pattern;

/**
 * The name of a fault: equal on another run, runner, matrix leg or day.
 *
 * @param value 64 hex digits over normalised error lines, workflow and job base name
 * @param linesDigest 64 hex digits over the normalised error lines alone: shows one outage across
 *     repositories; empty string where the log has only generic lines
 */
public record Signature(String value, String linesDigest) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Signature {
    if (!HEX.matcher(value).matches()
        || !(linesDigest.isEmpty() || HEX.matcher(linesDigest).matches())) {
      throw new IllegalArgumentException("a signature is 64 hex digits");
    }
  }

  public String first12() {
    return value.substring(0, 12);
  }
}
