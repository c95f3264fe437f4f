package io.github.cicdmonitor.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every request to every stand-in, in the order in which they were answered. */
public final class Ledger {
  /**
   * One line.
   *
   * @param status what was answered; 0 when the connection was dropped instead
   * @param complaint why the request should not have been made; empty when all was well
   */
  public record Entry(Request request, int status, String complaint) {
    @Override
    public String toString() {
      String why = complaint.isEmpty() ? "" : " (" + complaint + ")";
      return request.service() + " " + request.line() + " -> " + status + why;
    }
  }

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private volatile Watch watch = (moment, request) -> true;

  void watch(Watch newWatch) {
    watch = newWatch;
  }

  boolean stillThere(Watch.Moment moment, Request request) {
    return watch.stillThere(moment, request);
  }

  void record(Request request, int status) {
    entries.add(new Entry(request, status, ""));
  }

  void recordComplaint(Request request, int status, String complaint) {
    entries.add(new Entry(request, status, complaint));
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The requests to one service: {@code github}, {@code blobs}, {@code slack}, {@code gateway}. */
  public List<Entry> of(String service) {
    return entries.stream().filter(e -> e.request().service().equals(service)).toList();
  }

  /** The requests like {@code request}, written as for {@link Faults#next}. */
  public List<Entry> like(String request) {
    return entries.stream()
        .filter(e -> Faults.pattern(request).matcher(e.request().line()).matches())
        .toList();
  }

  /** "POST /repos/acme/shop/pulls" for each request to GitHub that was no GET. */
  public List<String> writes() {
    return of("github").stream()
        .filter(e -> !e.request().method().equals("GET"))
        .map(e -> e.request().line())
        .toList();
  }

  /** The requests that should not have been made. */
  public List<Entry> unexpected() {
    return entries.stream().filter(e -> !e.complaint().isEmpty()).toList();
  }

  /** Forgets what was recorded so far: a test's second act starts on a clean page. */
  public void clear() {
    entries.clear();
  }
}
