package io.github.cicdmonitor.remote;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that brought no usable answer, before anybody has put it into words. It stays inside
 * the adapters: {@link HttpFailure} turns it into what the stages know. Holds no body and no
 * request.
 */
public final class HttpError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient Optional<Head> head;
  private final transient Optional<Instant> until;
  private final boolean mayHaveHappened;
  private final String words;
  private final String needed;

  /** What kept us from an answer. */
  public enum Reason {
    /** The service answered with a status that is no success. */
    STATUS,
    /** A rate limit that outlasts the wait budget. */
    LIMITED,
    /** No or no whole answer came over the wire. */
    NETWORK,
    /** An answer came that makes no sense. */
    NONSENSE
  }

  private HttpError(
      Reason reason,
      Optional<Head> head,
      Optional<Instant> until,
      boolean mayHaveHappened,
      String words,
      String needed) {
    super(words);
    this.needed = needed;
    this.reason = reason;
    this.head = head;
    this.until = until;
    this.mayHaveHappened = mayHaveHappened;
    this.words = words;
  }

  public static HttpError status(Head head) {
    return status(head, "");
  }

  /** @param needed the permission that the request needs; empty where that is not known */
  public static HttpError status(Head head, String needed) {
    return new HttpError(
        Reason.STATUS,
        Optional.of(head),
        Optional.empty(),
        head.status() >= 500,
        "status " + head.status(),
        needed);
  }

  public static HttpError limited(Instant until) {
    return new HttpError(
        Reason.LIMITED,
        Optional.empty(),
        Optional.of(until),
        false,
        "rate limit until " + until,
        "");
  }

  /** No answer, though some of the request may have reached the service. */
  public static HttpError network(IOException cause) {
    return network(cause, true);
  }

  /** Not a byte of the request can have reached the service. */
  public static HttpError unsent(IOException cause) {
    return network(cause, false);
  }

  private static HttpError network(IOException cause, boolean sent) {
    HttpError refusal = new HttpError(
        Reason.NETWORK, Optional.empty(), Optional.empty(), sent, NetworkWords.of(cause), "");
    refusal.initCause(cause);
    return refusal;
  }

  /** {@code words} are our own and hold nothing of the answer. */
  public static HttpError nonsense(String words) {
    return new HttpError(Reason.NONSENSE, Optional.empty(), Optional.empty(), true, words, "");
  }

  /** The same, where what may have happened is of no consequence. */
  public HttpError withoutEffect() {
    HttpError same = new HttpError(reason, head, until, false, words, needed);
    same.initCause(this);
    return same;
  }

  public Reason reason() {
    return reason;
  }

  /** The status, or 0 where there was none. */
  public int status() {
    return head.map(Head::status).orElse(0);
  }

  public Optional<Head> head() {
    return head;
  }

  public Optional<Instant> until() {
    return until;
  }

  /** The permission that the refused request needs; empty where that is not known. */
  public String needed() {
    return needed;
  }

  public String words() {
    return words;
  }

  /**
   * Whether the service may have done what was asked although we have no answer: true for a lost
   * reply, a 5xx and a success that cannot be read.
   */
  public boolean mayHaveHappened() {
    return mayHaveHappened;
  }
}
