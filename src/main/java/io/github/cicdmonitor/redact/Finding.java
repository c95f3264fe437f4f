package io.github.cicdmonitor.redact;

/** Characters {@code from} (inclusive) to {@code to} (exclusive) of a line are a secret. */
record Finding(int from, int to, SecretRule rule, Style style) {
  enum Style {
    SECRET,
    /** Not known to be secret, but opaque, long and of no use to a reader. */
    BLOB
  }

  Finding(int from, int to, SecretRule rule) {
    this(from, to, rule, Style.SECRET);
  }

  /** The same of other characters. */
  Finding at(int start, int end) {
    return new Finding(start, end, rule, style);
  }

  int length() {
    return to - from;
  }
}
