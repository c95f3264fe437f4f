package io.github.cicdmonitor.store;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Who wants to be the writer, and how long it waits for that.
 *
 * @param command as people call it
 * @param sleep how to wait; handed in so that tests do not
 * @param company who else may write meanwhile, where the state is on a server
 */
public record WriterTurn(
    String command, Duration patience, Consumer<Duration> sleep, Company company) {
  private static final Duration POLL = Duration.ofMillis(50);

  /** Alone. */
  public WriterTurn(String command, Duration patience, Consumer<Duration> sleep) {
    this(command, patience, sleep, Company.NONE);
  }

  /** Who else may write. */
  public enum Company {
    NONE,
    /** Others that share the work by {@link Leases}. */
    SHARING
  }

  /** Who that is, for those who wait for it. */
  String label() {
    return "cicd-monitor " + command + ", pid " + ProcessHandle.current().pid();
  }

  /** Asks again and again; whether it was granted in time. */
  <E extends Exception> boolean granted(Attempt<E> attempt) throws E {
    return granted(patience, attempt);
  }

  /** The same for another time. */
  <E extends Exception> boolean granted(Duration patience, Attempt<E> attempt) throws E {
    Duration waited = Duration.ZERO;
    boolean granted = attempt.succeeds();
    while (!granted && waited.compareTo(patience) < 0) {
      sleep.accept(POLL);
      waited = waited.plus(POLL);
      granted = attempt.succeeds();
    }
    return granted;
  }

  /** One try. */
  interface Attempt<E extends Exception> {
    boolean succeeds() throws E;
  }
}
