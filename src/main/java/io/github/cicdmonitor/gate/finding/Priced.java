package io.github.cicdmonitor.gate.finding;

/**
 * What has a price in the risk table: constants named for their row, with a word behind {@code _}
 * where a row has more than one price.
 */
public interface Priced {
  String name();

  String title();

  int points();

  /** Row and title, for people. */
  default String label() {
    return name().replaceFirst("_.*", "") + " " + title();
  }
}
