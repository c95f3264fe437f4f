package io.github.cicdmonitor.error;

/**
 * What happened, why, and what to do next. Made of our own words and already redacted values.
 *
 * @param next may be empty where nothing sensible can be advised
 */
public record Explanation(String what, String why, String next) {
  /** {@code what: why. next.} on one line. */
  public String line() {
    StringBuilder out = new StringBuilder(what).append(": ").append(why);
    if (!next.isEmpty()) {
      out.append(why.endsWith(".") ? " " : ". ").append(next);
    }
    if (out.charAt(out.length() - 1) != '.') {
      out.append('.');
    }
    return out.toString().replaceAll("[\\r\\n]+", " ");
  }
}
