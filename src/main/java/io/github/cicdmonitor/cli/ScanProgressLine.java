package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.report.HumanText;
import io.github.cicdmonitor.scan.ScanProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How far a scan is: on a terminal one line that is written over, with the count and the time left;
 * with {@code --verbose} a line for each repository; else nothing.
 */
final class ScanProgressLine implements ScanProgress, AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(200);

  /** Before that the time left is a guess. */
  private static final Duration LEAST_TAKEN = Duration.ofSeconds(2);

  /** One less than a terminal has as a rule: after the last column some begin a new row. */
  private static final int COLUMNS = 79;

  private final Session session;
  private final int columns;
  private final Instant began;
  private Instant shown = Instant.MIN;
  private int width;

  ScanProgressLine(Session session) {
    this.session = session;
    this.columns = columns(session.world().variables());
    this.began = session.world().clock().instant();
  }

  @Override
  public synchronized void begins(RepositoryName repository, int done, int all) {
    if (!session.isWatched() || all == 1) {
      session.progress("scanning " + repository);
      return;
    }
    Instant now = session.world().clock().instant();
    if (now.isBefore(shown.plus(BETWEEN))) {
      return;
    }
    shown = now;
    String rest = rest(done, all, Duration.between(began, now));
    over(line(session.show(repository.toString()), rest, columns));
  }

  /** What the last line was longer by is blanked: no terminal needs to know a sequence for that. */
  private void over(String text) {
    session.progressOver(text + " ".repeat(Math.max(0, width - text.length())));
    width = text.length();
  }

  /** Of the terminal, as the shell tells it. */
  static int columns(Map<String, String> variables) {
    String told = variables.getOrDefault("COLUMNS", "");
    return told.matches("[1-9]\\d{0,3}") ? Integer.parseInt(told) - 1 : COLUMNS;
  }

  /**
   * No longer than {@code columns}, since a line that goes on in a second row cannot be written over.
   * The name is cut first: how far the scan is says more.
   */
  static String line(String repository, String rest, int columns) {
    String before = "scanning ";
    int room = Math.max(1, columns - before.length() - rest.length());
    String name =
        repository.length() <= room ? repository : repository.substring(0, room - 1) + "…";
    String line = before + name + rest;
    return line.substring(0, Math.min(columns, line.length()));
  }

  static String rest(int done, int all, Duration taken) {
    String count = " (" + done + " of " + all;
    if (done == 0 || taken.compareTo(LEAST_TAKEN) < 0) {
      return count + ")";
    }
    long seconds = taken.multipliedBy(all - done).dividedBy(done).toSeconds() + 1;
    String left = seconds < 120
        ? HumanText.count(seconds, "second")
        : HumanText.count(seconds / 60, "minute");
    return count + ", about " + left + " left)";
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    if (width > 0) {
      over("");
      session.progressOver("");
    }
  }
}
