package io.github.cicdmonitor.gate.finding;

/**
 * One difference of meaning between a file before and after.
 *
 * @param line 1-based, in the file after; 0 where something is gone
 * @param what names the thing and both values
 */
public record Difference(ChangeKind kind, String path, int line, String what) {
  public String place() {
    return line > 0 ? path + ":" + line : path;
  }
}
