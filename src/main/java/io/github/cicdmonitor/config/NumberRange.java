package io.github.cicdmonitor.config;

/** Which numbers a key takes; an open range leaves its least number out. NaN is in none. */
record NumberRange(double least, double most, Lower lower) {
  enum Lower {
    OPEN,
    CLOSED
  }

  static NumberRange from(double least, double most) {
    return new NumberRange(least, most, Lower.CLOSED);
  }

  static NumberRange above(double least, double most) {
    return new NumberRange(least, most, Lower.OPEN);
  }

  boolean holds(double number) {
    return (lower == Lower.OPEN ? least < number : least <= number) && number <= most;
  }

  /** {@code a number from 0 to 1}, {@code a number above 0, at most 8760}. */
  String words() {
    return lower == Lower.OPEN
        ? "a number above " + plain(least) + ", at most " + plain(most)
        : "a number from " + plain(least) + " to " + plain(most);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
