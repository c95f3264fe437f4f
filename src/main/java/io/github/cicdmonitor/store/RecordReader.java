package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads a row into a record: each component from the column of its name, {@code openedAt} from {@code
 * opened_at}. A column that is not there is an error, whatever its order and the record's.
 */
final class RecordReader<T extends Record> implements Sql.RowReader<T> {
  /** A record is looked at once: a scan reads the same ones for each repository. */
  private static final ClassValue<RecordReader<?>> KNOWN = new ClassValue<>() {
    @Override
    protected RecordReader<?> computeValue(Class<?> type) {
      return new RecordReader<>(type.asSubclass(Record.class));
    }
  };

  private interface Cell {
    Object read(SqlRow row, String column);
  }

  private static final Map<Type, Cell> CELLS = Map.ofEntries(
      Map.entry(String.class, SqlRow::text),
      Map.entry(long.class, SqlRow::number),
      Map.entry(Long.class, SqlRow::number),
      Map.entry(int.class, (row, column) -> Math.toIntExact(row.number(column))),
      Map.entry(boolean.class, SqlRow::flag),
      Map.entry(double.class, SqlRow::real),
      Map.entry(Instant.class, SqlRow::time),
      Map.entry(LocalDate.class, (row, column) -> LocalDate.ofEpochDay(row.number(column))),
      Map.entry(OptionalDouble.class, SqlRow::optionalReal),
      Map.entry(OptionalLong.class, SqlRow::optionalNumber),
      Map.entry(OptionalInt.class, SqlRow::optionalInteger),
      Map.entry(RepositoryName.class, SqlRow::repository));

  private final Constructor<T> constructor;
  private final Cell[] cells;
  private final String[] columns;

  private RecordReader(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] raw =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    cells = Arrays.stream(components).map(c -> cell(c.getGenericType())).toArray(Cell[]::new);
    columns = Arrays.stream(components).map(c -> column(c.getName())).toArray(String[]::new);
    try {
      constructor = type.getDeclaredConstructor(raw);
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has this constructor", e);
    }
  }

  @SuppressWarnings("unchecked") // the one of a class reads that class
  static <T extends Record> RecordReader<T> of(Class<T> type) {
    return (RecordReader<T>) KNOWN.get(type);
  }

  private static String column(String component) {
    StringBuilder column = new StringBuilder();
    for (int i = 0; i < component.length(); i++) {
      char letter = component.charAt(i);
      if (Character.isUpperCase(letter)) {
        column.append('_');
      }
      column.append(Character.toLowerCase(letter));
    }
    return column.toString();
  }

  @Override
  public T read(SqlRow row) {
    Object[] values = new Object[cells.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = cells[i].read(row, columns[i]);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("a row that cannot be: " + constructor, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How a component of this type is read; chosen once, for there is a row for each of many incidents. */
  private static Cell cell(Type type) {
    if (type instanceof ParameterizedType optional) {
      Cell present = cell(optional.getActualTypeArguments()[0]);
      return (row, column) ->
          row.isNull(column) ? Optional.empty() : Optional.of(present.read(row, column));
    }
    Cell known = CELLS.get(type);
    return known == null ? (row, column) -> row.word(column, (Class<?>) type) : known;
  }
}
