package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.MetricRows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/** How people read numbers: spans, moments, money, shares. Always English, always UTC. */
public final class HumanText {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private HumanText() {}

  public static String moment(Instant at) {
    return MOMENT.format(at) + " UTC";
  }

  /** {@code 12,345}; by hand, for a report has some hundred of them and a formatter takes its time. */
  static String number(long value) {
    String digits = Long.toString(value);
    int first = value < 0 ? 1 : 0;
    StringBuilder grouped = new StringBuilder(digits);
    for (int at = digits.length() - 3; at > first; at -= 3) {
      grouped.insert(at, ',');
    }
    return grouped.toString();
  }

  static String usd(double amount) {
    // A cent is a lot for one call: small sums keep their digits.
    return String.format(Locale.ROOT, amount > 0 && amount < 0.01 ? "$%.4f" : "$%,.2f", amount);
  }

  /** What was spent, and apart from it what is set aside for calls whose cost is not known. */
  static String money(MetricRows.ModelUse model) {
    return usd(model.costUsd())
        + (model.reservedUsd() > 0 ? ", " + usd(model.reservedUsd()) + " more reserved" : "");
  }

  static String percent(long part, long whole) {
    return whole == 0 ? "" : Math.round(100.0 * part / whole) + " %";
  }

  /** {@code 45 s}, {@code 3 min}, {@code 2 h 05 min}, {@code 3 d 4 h}; a dash for nothing. */
  static String span(OptionalLong seconds) {
    return seconds.isEmpty() ? "–" : span(Duration.ofSeconds(seconds.getAsLong()));
  }

  static String span(Duration span) {
    long seconds = span.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return span.toMinutes() + " min";
    }
    if (seconds < 48 * 3600) {
      return String.format(Locale.ROOT, "%d h %02d min", span.toHours(), span.toMinutesPart());
    }
    return span.toHoursPart() == 0
        ? span.toDays() + " d"
        : span.toDays() + " d " + span.toHoursPart() + " h";
  }

  /** How long something goes on, in its largest unit: {@code 45 min}, {@code 7 h}, {@code 3 d}. */
  static String age(Duration span) {
    Duration length = span.isNegative() ? Duration.ZERO : span;
    if (length.toHours() < 2) {
      return length.toMinutes() + " min";
    }
    return length.toHours() < 48 ? length.toHours() + " h" : length.toDays() + " d";
  }

  /** The time of day of {@code at}, with its day where that is another one than that of {@code day}. */
  static String timeFrom(Instant day, Instant at) {
    String moment = MOMENT.format(at);
    return moment.startsWith(day(day)) ? moment.substring(11) : moment;
  }

  /** {@code 08:06}. */
  static String timeOfDay(Instant at) {
    return MOMENT.format(at).substring(11);
  }

  /** {@code 2026-11-22}. */
  static String day(Instant at) {
    return MOMENT.format(at).substring(0, 10);
  }

  /** Our own words with underscores as people write them. */
  static String plain(String word) {
    return word.replace('_', ' ');
  }

  /** {@code 1 incident}, {@code 2 incidents}. */
  public static String count(long number, String one) {
    return count(number, one, many(one));
  }

  /** The same where the plural is another word. */
  public static String count(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }

  private static String many(String one) {
    return one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
  }
}
