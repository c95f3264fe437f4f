package io.github.cicdmonitor.workflow;

/** A value of a file as it is shown to people. */
public final class Shown {
  private static final int LONGEST = 60; // characters

  private Shown() {}

  /** Short enough for a table cell, on one line. */
  public static String quoted(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
