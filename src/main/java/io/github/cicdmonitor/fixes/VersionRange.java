package io.github.cicdmonitor.fixes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions a manifest allows: {@code >=18.17 <21}, {@code ^18 || >=20.5}, {@code >=3.9,<3.13},
 * {@code ~> 3.2}. Only forms that mean the same wherever they are used, but for {@code ~}, which npm
 * and Composer read differently. Anything else is not read at all.
 */
final class VersionRange {
  /** Who reads the range. */
  enum Dialect {
    NPM,
    COMPOSER,
    OTHER
  }

  private static final long MOST = 1_000_000;
  private static final Pattern COMPARATOR = Pattern.compile(
      "(>=|<=|==|~=|~>|[<>=^~])?\\s*v?([0-9]{1,5}(?:\\.[0-9]{1,5}){0,2}|\\*|[xX])((?:\\.[xX*]){0,2})");
  private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");

  /** From {@code low} up to, but without, {@code high}. */
  private record Span(long[] low, long[] high) {}

  private final List<List<Span>> alternatives;

  private VersionRange(List<List<Span>> alternatives) {
    this.alternatives = alternatives;
  }

  static Optional<VersionRange> parse(String text, Dialect dialect) {
    List<List<Span>> alternatives = new ArrayList<>();
    for (String alternative : text.split("\\|\\|?", -1)) {
      Matcher hyphen = HYPHEN.matcher(alternative.strip());
      String all =
          hyphen.matches() ? ">=" + hyphen.group(1) + " <=" + hyphen.group(2) : alternative.strip();
      List<Span> spans = new ArrayList<>();
      Matcher comparator = COMPARATOR.matcher(all);
      int at = 0;
      while (at < all.length()) {
        if (" ,\t".indexOf(all.charAt(at)) >= 0) {
          at++;
          continue;
        }
        comparator.region(at, all.length());
        if (!comparator.lookingAt()) {
          return Optional.empty();
        }
        Optional<Span> span = span(comparator, dialect);
        at = comparator.end();
        if (span.isEmpty() || at < all.length() && " ,\t".indexOf(all.charAt(at)) < 0) {
          return Optional.empty();
        }
        spans.add(span.get());
      }
      if (spans.isEmpty()) {
        return Optional.empty();
      }
      alternatives.add(spans);
    }
    return Optional.of(new VersionRange(alternatives));
  }

  private static Optional<Span> span(Matcher comparator, Dialect dialect) {
    String operator = comparator.group(1) == null ? "=" : comparator.group(1);
    String number = comparator.group(2);
    long[] none = {0, 0, 0};
    long[] all = {MOST, 0, 0};
    if (!Character.isDigit(number.charAt(0))) {
      return operator.equals("=") ? Optional.of(new Span(none, all)) : Optional.empty();
    }
    String[] parts = number.split("\\.", -1);
    long[] low = {0, 0, 0};
    for (int i = 0; i < parts.length; i++) {
      low[i] = Long.parseLong(parts[i]);
    }
    int last = parts.length - 1;
    long[] behind = next(low, last);
    return switch (operator) {
      case "=", "==" -> Optional.of(new Span(low, behind));
      case ">=" -> Optional.of(new Span(low, all));
      case ">" -> Optional.of(new Span(behind, all));
      case "<" -> Optional.of(new Span(none, low));
      case "<=" -> Optional.of(new Span(none, behind));
      case "^" -> Optional.of(new Span(low, next(low, low[0] > 0 ? 0 : Math.min(1, last))));
      case "~=", "~>" ->
        last == 0 ? Optional.empty() : Optional.of(new Span(low, next(low, last - 1)));
      default ->
        dialect == Dialect.NPM
            ? Optional.of(new Span(low, next(low, Math.min(1, last))))
            : dialect == Dialect.COMPOSER && last > 0
                ? Optional.of(new Span(low, next(low, last - 1)))
                : Optional.empty();
    };
  }

  private static long[] next(long[] low, int place) {
    long[] next = {0, 0, 0};
    System.arraycopy(low, 0, next, 0, place + 1);
    next[place]++;
    return next;
  }

  /** Whether the newest release of that line is allowed: {@code 20} is the newest 20.x. */
  boolean allows(String version) {
    long[] newest = {MOST - 1, MOST - 1, MOST - 1};
    String[] parts = version.split("\\.", -1);
    for (int i = 0; i < Math.min(3, parts.length); i++) {
      newest[i] = Long.parseLong(parts[i]);
    }
    return alternatives.stream()
        .anyMatch(spans -> spans.stream()
            .allMatch(
                s -> Arrays.compare(s.low, newest) <= 0 && Arrays.compare(newest, s.high) < 0));
  }

  /** The lowest version allowed, with as many numbers as asked for, such as {@code 3.9}. */
  String lowest(int numbers) {
    long[] lowest = alternatives.stream()
        .map(spans -> spans.stream().map(Span::low).max(Arrays::compare).orElseThrow())
        .min(Arrays::compare)
        .orElseThrow();
    StringBuilder text = new StringBuilder(Long.toString(lowest[0]));
    for (int i = 1; i < numbers; i++) {
      text.append('.').append(lowest[i]);
    }
    return text.toString();
  }
}
