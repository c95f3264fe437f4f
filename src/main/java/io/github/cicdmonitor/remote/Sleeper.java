package io.github.cicdmonitor.remote;

import java.time.Duration;

/** Sleeping, so that a test need not. */
@FunctionalInterface
public interface Sleeper {
  /** The real one. */
  Sleeper THREAD = wait -> Thread.sleep(wait.toMillis());

  void sleep(Duration wait) throws InterruptedException;
}
