package io.github.cicdmonitor.fixes;

import java.util.ArrayList;
import java.util.Comparator;
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

  /** A release; numbers that are not written are 0. */
  private record Point(long major, long minor, long patch) implements Comparable<Point> {
    private static final Comparator<Point> ORDER = Comparator.comparingLong(Point::major)
        .thenComparingLong(Point::minor)
        .thenComparingLong(Point::patch);

    static Point of(String version, long others) {
      String[] parts = version.split("\\.", -1);
      return new Point(
          Long.parseLong(parts[0]),
          parts.length > 1 ? Long.parseLong(parts[1]) : others,
          parts.length > 2 ? Long.parseLong(parts[2]) : others);
    }

    /** The first one behind all that share the numbers up to that place. */
    Point next(int place) {
      return switch (place) {
        case 0 -> new Point(major + 1, 0, 0);
        case 1 -> new Point(major, minor + 1, 0);
        default -> new Point(major, minor, patch + 1);
      };
    }

    @Override
    public int compareTo(Point other) {
      return ORDER.compare(this, other);
    }
  }

  private static final Point NONE = new Point(0, 0, 0);
  private static final Point ALL = new Point(MOST, 0, 0);

  /** From {@code low} up to, but without, {@code high}. */
  private record Span(Point low, Point high) {
    boolean holds(Point point) {
      return low.compareTo(point) <= 0 && point.compareTo(high) < 0;
    }
  }

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
        if (span.isEmpty() || (at < all.length() && " ,\t".indexOf(all.charAt(at)) < 0)) {
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
    if (!Character.isDigit(number.charAt(0))) {
      return operator.equals("=") ? Optional.of(new Span(NONE, ALL)) : Optional.empty();
    }
    Point low = Point.of(number, 0);
    int last = number.split("\\.", -1).length - 1;
    Point behind = low.next(last);
    return switch (operator) {
      case "=", "==" -> Optional.of(new Span(low, behind));
      case ">=" -> Optional.of(new Span(low, ALL));
      case ">" -> Optional.of(new Span(behind, ALL));
      case "<" -> Optional.of(new Span(NONE, low));
      case "<=" -> Optional.of(new Span(NONE, behind));
      case "^" -> Optional.of(new Span(low, low.next(low.major() > 0 ? 0 : Math.min(1, last))));
      case "~=", "~>" ->
        last == 0 ? Optional.empty() : Optional.of(new Span(low, low.next(last - 1)));
      default ->
        dialect == Dialect.NPM
            ? Optional.of(new Span(low, low.next(Math.min(1, last))))
            : dialect == Dialect.COMPOSER && last > 0
                ? Optional.of(new Span(low, low.next(last - 1)))
                : Optional.empty();
    };
  }

  /** Whether the newest release of that line is allowed: {@code 20} is the newest 20.x. */
  boolean allows(String version) {
    Point newest = Point.of(version, MOST - 1);
    return alternatives.stream()
        .anyMatch(spans -> spans.stream().allMatch(span -> span.holds(newest)));
  }

  /** The lowest version allowed, with as many numbers as asked for, such as {@code 3.9}. */
  String lowest(int numbers) {
    Point lowest = alternatives.stream()
        .map(spans ->
            spans.stream().map(Span::low).max(Comparator.naturalOrder()).orElseThrow())
        .min(Comparator.naturalOrder())
        .orElseThrow();
    return switch (numbers) {
      case 1 -> Long.toString(lowest.major());
      case 2 -> lowest.major() + "." + lowest.minor();
      default -> lowest.major() + "." + lowest.minor() + "." + lowest.patch();
    };
  }
}
