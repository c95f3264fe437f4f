package io.github.cicdmonitor.logs;

import io.github.cicdmonitor.model.Excerpt;

/** What one pass over a log kept, from which excerpts are made. */
public final class ReadLog {
  private final LogScan scan;
  private final LogCutter.Cut request;

  ReadLog(LogScan scan, LogCutter.Cut request) {
    this.scan = scan;
    this.request = request;
  }

  /** By the log alone. */
  public Excerpt excerpt() {
    return against(GreenLines.NONE);
  }

  /** Lines that the green run printed too count less, those it did not print are looked at first. */
  public Excerpt against(GreenLines green) {
    return new ExcerptChoice(scan, request, green).choose();
  }
}
