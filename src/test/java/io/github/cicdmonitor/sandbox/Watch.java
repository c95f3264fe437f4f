package io.github.cicdmonitor.sandbox;

/** Sees every request pass, for tests that end the caller in the middle of one. */
@FunctionalInterface
public interface Watch {
  /** How far a request has come. */
  enum Moment {
    /** Its headers were read; of its body nothing, so the request of this moment has none. */
    ANNOUNCED,
    /** All of it was read and nothing done. */
    ARRIVED,
    /** Its effect has happened; no byte of the reply was sent. */
    PROCESSED,
    /** The headers and about half of the body were sent; there is no such moment of a reply without a body. */
    HALF_ANSWERED,
    /** The whole reply was sent. */
    ANSWERED
  }

  /** Whether the caller still lives; if not, nothing more is done for this request. */
  boolean stillThere(Moment moment, Request request);
}
