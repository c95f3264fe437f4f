package io.github.cicdmonitor.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The faults that wait for their requests. Older ones strike first. */
public final class Faults {
  private static final class Waiting {
    private final String text;
    private final Pattern request;
    private final Fault fault;
    private int left;

    Waiting(String text, Fault fault, int left) {
      this.text = text;
      this.request = pattern(text);
      this.fault = fault;
      this.left = left;
    }
  }

  private final List<Waiting> waiting = new ArrayList<>();

  /** The next request like {@code request} meets the fault. */
  public void once(String request, Fault fault) {
    next(1, request, fault);
  }

  /**
   * The next {@code times} requests like {@code request} meet the fault.
   *
   * @param request method and path, such as {@code POST /repos/acme/shop/pulls}; {@code *} stands for anything but a slash, {@code **} for
   *     anything, and {@code *} alone for the method
   */
  public synchronized void next(int times, String request, Fault fault) {
    waiting.add(new Waiting(request, fault, times));
  }

  /** Every request like {@code request} meets the fault until {@link #clear}. */
  public void always(String request, Fault fault) {
    next(Integer.MAX_VALUE, request, fault);
  }

  public synchronized void clear() {
    waiting.clear();
  }

  /** The patterns of faults that no request has met yet. */
  public synchronized List<String> unused() {
    return waiting.stream().map(one -> one.text).toList();
  }

  synchronized Optional<Fault> take(Request request) {
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting one = all.next();
      if (one.request.matcher(request.line()).matches()) {
        one.left--;
        if (one.left == 0) {
          all.remove();
        }
        return Optional.of(one.fault);
      }
    }
    return Optional.empty();
  }

  static Pattern pattern(String request) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < request.length(); i++) {
      char c = request.charAt(i);
      if (c != '*') {
        regex.append(Pattern.quote(String.valueOf(c)));
      } else if (i + 1 < request.length() && request.charAt(i + 1) == '*') {
        regex.append(".*");
        i++;
      } else {
        regex.append("[^/ ]*");
      }
    }
    return Pattern.compile(regex.toString());
  }
}
