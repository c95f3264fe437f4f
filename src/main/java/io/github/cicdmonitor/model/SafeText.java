package io.github.cicdmonitor.model;

/**
 * Text that has passed the redactor: no secret of a known format, no control sequence. It may still
 * hold Slack, Markdown or HTML syntax; each renderer escapes for its own medium.
 *
 * <p>Made by {@code redact.Redactor} and, for text that was redacted before it was stored, by {@code
 * store}; an architecture test holds that.
 */
public record SafeText(String value) {
  public static final SafeText EMPTY = new SafeText("");

  /** For the redactor and for rows read back from the state, nobody else. */
  public static SafeText ofRedacted(String value) {
    return new SafeText(value);
  }

  /** At most so many characters, the last of them an ellipsis where something was left out. */
  public SafeText cut(int max) {
    if (value.length() <= max) {
      return this;
    }
    int end = Character.isHighSurrogate(value.charAt(max - 2)) ? max - 2 : max - 1;
    return new SafeText(value.substring(0, end) + "…");
  }

  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return value;
  }
}
