package io.github.cicdmonitor.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * A token or key on its way from the configuration to the one adapter that needs it. Printing it,
 * by accident or in an exception, shows {@code ***}; only {@link #reveal()} gives the value.
 */
public final class Secret {
  private static final String MASK = "***";

  private final String value;

  public Secret(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an empty secret is no secret");
    }
    this.value = value;
  }

  /** The value itself: for the request that needs it and for the redactor, nothing else. */
  public String reveal() {
    return value;
  }

  /** Takes as long for a near miss as for a wrong first character. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(value.getBytes(UTF_8), secret.value.getBytes(UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
