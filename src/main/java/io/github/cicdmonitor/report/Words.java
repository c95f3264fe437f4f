package io.github.cicdmonitor.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/** How people read numbers: spans, moments, money, shares. Always English, always UTC. */
public final class Words {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  public static String moment(Instant at) {
    return MOMENT.format(at) + " UTC";
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String usd(double amount) {
    // A cent is a lot for one call: small sums keep their digits.
    return String.format(Locale.ROOT, amount > 0 && amount < 0.01 ? "$%.4f" : "$%,.2f", amount);
  }

  /** What was spent, and apart from it what is set aside for calls whose cost is not known. */
  static String money(Metrics.ModelUse model) {
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

  /** {@code 1 incident}, {@code 2 incidents}. */
  public static String count(long number, String one) {
    return number(number) + " " + (number == 1 ? one : one.endsWith("y") ? ies(one) : one + "s");
  }

  private static String ies(String word) {
    return word.substring(0, word.length() - 1) + "ies";
  }
}
