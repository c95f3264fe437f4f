package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.Version;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a literal value looks like, and how far two of them are apart. */
final class Literals {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,4})?");
  private static final Pattern VERSION = Pattern.compile(
      "(?:lts/[a-z*]{1,20}|[v^~]?[0-9]{1,6}(?:\\.[0-9x*]{1,6}){0,3}(?:-(?:rc|beta|alpha)[.0-9]*)?"
          + "|[a-z]{2,12}-[0-9]{1,4}(?:\\.[0-9]{1,4}){0,2})");
  private static final Pattern VERSION_NAME =
      Pattern.compile("(?i)(?:.*[^a-z0-9])?versions?|.*[a-z0-9]Versions?");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private Literals() {}

  static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /** An older version than before: what was mended since comes back. */
  static boolean isOlder(String before, String after) {
    return Version.step(before, after) == Version.Step.DOWN;
  }

  static Optional<BigDecimal> number(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  /** The same text but for its digits, such as {@code v1-deps} and {@code v2-deps}. */
  static boolean differOnlyInDigits(String a, String b) {
    return DIGITS.matcher(a).find()
        && DIGITS.matcher(a).replaceAll("0").equals(DIGITS.matcher(b).replaceAll("0"));
  }

  /** A name whose last word is {@code version}. */
  static boolean isVersionName(String name) {
    return VERSION_NAME.matcher(name).matches();
  }
}
