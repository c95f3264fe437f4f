package io.github.cicdmonitor.error;

/**
 * Another process has taken over what this one worked on, since this one was silent for too long.
 * Nothing more may be done for it here; whoever divided the work goes on with the rest. No failure of
 * ours, so nothing is told of it.
 */
public class TakenOver extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected TakenOver(String what) {
    super(what);
  }
}
