package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One row of an answer, its columns by their names. */
final class SqlRow {
  private final ResultSet result;

  /** Where each column is: the driver would look for it again in every row. */
  private final Map<String, Integer> places = new HashMap<>();

  SqlRow(ResultSet result) {
    this.result = result;
  }

  /** Carries an SQLException out of a row reader. */
  static final class BadColumn extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final SQLException reason;

    BadColumn(SQLException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  private interface Getter<T extends @Nullable Object> {
    T get() throws SQLException;
  }

  private static <T extends @Nullable Object> T get(Getter<T> getter) {
    try {
      return getter.get();
    } catch (SQLException e) {
      throw new BadColumn(e);
    }
  }

  private int place(String column) {
    Integer known = places.get(column);
    if (known == null) {
      known = get(() -> result.findColumn(column));
      places.put(column, known);
    }
    return known;
  }

  private @Nullable String string(String column) {
    return get(() -> result.getString(place(column)));
  }

  /** Empty where there is none. */
  String text(String column) {
    String text = string(column);
    return text == null ? "" : text;
  }

  Optional<String> optionalText(String column) {
    return Optional.ofNullable(string(column));
  }

  byte[] bytes(String column) {
    byte[] value = get(() -> result.getBytes(place(column)));
    return value == null ? new byte[0] : value;
  }

  long number(String column) {
    return get(() -> result.getLong(place(column)));
  }

  OptionalLong optionalNumber(String column) {
    long value = number(column);
    return isNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  OptionalInt optionalInteger(String column) {
    OptionalLong number = optionalNumber(column);
    return number.isPresent()
        ? OptionalInt.of(Math.toIntExact(number.getAsLong()))
        : OptionalInt.empty();
  }

  double real(String column) {
    return get(() -> result.getDouble(place(column)));
  }

  OptionalDouble optionalReal(String column) {
    double value = real(column);
    return isNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** What a condition came to: a number in SQLite, a truth value in PostgreSQL. */
  boolean flag(String column) {
    return get(() -> result.getBoolean(place(column)));
  }

  Instant time(String column) {
    return Instant.ofEpochMilli(number(column));
  }

  Optional<Instant> optionalTime(String column) {
    Instant value = time(column);
    return isNull() ? Optional.empty() : Optional.of(value);
  }

  RepositoryName repository(String column) {
    return RepositoryName.parse(text(column)).orElseThrow();
  }

  /** The constant whose word it is; words are its name, in upper or lower case. */
  <E> E word(String column, Class<E> type) {
    String name = text(column).toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no " + type.getSimpleName() + ": " + name));
  }

  /** The first column of a row of one. */
  long onlyNumber() {
    return get(() -> result.getLong(1));
  }

  double onlyReal() {
    return get(() -> result.getDouble(1));
  }

  Optional<String> onlyText() {
    return Optional.ofNullable(get(() -> result.getString(1)));
  }

  /** All of them in their order, as the driver gives them. */
  @Nullable
  Object[] values() {
    return get(() -> {
      @Nullable Object[] values = new Object[result.getMetaData().getColumnCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = result.getObject(i + 1);
      }
      return values;
    });
  }

  boolean isNull(String column) {
    return string(column) == null;
  }

  private boolean isNull() {
    return get(result::wasNull);
  }
}
