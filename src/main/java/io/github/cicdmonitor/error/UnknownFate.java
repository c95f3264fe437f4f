package io.github.cicdmonitor.error;

/** Thrown as the cause of UNAVAILABLE where what was asked for may have happened all the same. */
public final class UnknownFate extends Exception {
  private static final long serialVersionUID = 1L;

  public UnknownFate(String what) {
    super(what);
  }
}
