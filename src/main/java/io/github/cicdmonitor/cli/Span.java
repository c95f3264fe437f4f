package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.redact.ControlText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people type them: {@code 90m}, {@code 24h}, {@code 7d}, {@code 2w}. */
public final class Span {
  // Seven digits: enough for any span, too few for an overflow.
  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,7})([smhdw])");
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private Span() {}

  /**
   * How long {@code text} is. Throws USAGE in the name of {@code option}, such as {@code --since}.
   */
  public static Duration length(String option, String text) {
    Matcher matcher = LENGTH.matcher(text);
    if (!matcher.matches()) {
      throw mistake(option, text, "takes a span such as 90m, 24h, 7d or 2w");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration length = switch (matcher.group(2).charAt(0)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      case 'd' -> Duration.ofDays(number);
      default -> Duration.ofDays(7 * number);
    };
    if (length.compareTo(LONGEST) > 0) {
      throw mistake(option, text, "takes at most 100 years");
    }
    return length;
  }

  /** The same where a bare number is seconds, as of {@code --max-wait}. */
  public static Duration wait(String option, String text) {
    return length(option, text.matches("[0-9]+") ? text + "s" : text);
  }

  /**
   * The moment {@code text} points back to: a span before {@code now}, a day (its beginning in UTC)
   * or a moment in ISO-8601. Throws USAGE, also for what lies ahead.
   */
  public static Instant start(String option, String text, Instant now) {
    if (LENGTH.matcher(text).matches()) {
      return now.minus(length(option, text));
    }
    Instant start = moment(option, text);
    if (start.isAfter(now)) {
      throw mistake(option, text, "takes a moment in the past");
    }
    return start;
  }

  private static Instant moment(String option, String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw mistake(option, text, "takes a span such as 24h or 7d, or a day such as 2026-01-31");
    }
  }

  private static MonitorException mistake(String option, String text, String accepted) {
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
    return MonitorException.of(
        MonitorException.Kind.USAGE,
        "could not read " + option,
        "it " + accepted + ", not \"" + ControlText.visible(shown) + "\"",
        "");
  }
}
