package io.github.cicdmonitor.redact;

import io.github.cicdmonitor.model.SafeText;
import java.util.function.Function;

/** Whether a text that is to be kept or sent as it is holds what the redactor would hide. */
public final class SecretPresence {
  private SecretPresence() {}

  /** Markers of an earlier redaction do not count. */
  public static boolean in(String text, Function<String, SafeText> redaction) {
    return markers(redaction.apply(text).value()) > markers(text);
  }

  /** Whether something was hidden in it, so that it no longer names what it named. */
  public static boolean wasIn(String redacted) {
    return markers(redacted) > 1;
  }

  private static int markers(String text) {
    return text.split("\\[redacted:", -1).length;
  }
}
