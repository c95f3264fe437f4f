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
import java.util.Locale;
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

  private final Constructor<T> constructor;
  private final Type[] types;
  private final String[] columns;

  private RecordReader(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] raw =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    types = Arrays.stream(components).map(RecordComponent::getGenericType).toArray(Type[]::new);
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
    return component.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  @Override
  public T read(SqlRow row) {
    Object[] values = new Object[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(row, columns[i], types[i]);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("a row that cannot be: " + constructor, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(SqlRow row, String column, Type type) {
    if (type instanceof ParameterizedType optional) {
      return row.optionalText(column)
          .map(present -> value(row, column, optional.getActualTypeArguments()[0]));
    }
    if (type == String.class) {
      return row.text(column);
    } else if (type == long.class || type == Long.class) {
      return row.number(column);
    } else if (type == int.class) {
      return Math.toIntExact(row.number(column));
    } else if (type == boolean.class) {
      return row.flag(column);
    } else if (type == double.class) {
      return row.real(column);
    } else if (type == Instant.class) {
      return row.time(column);
    } else if (type == LocalDate.class) {
      return LocalDate.ofEpochDay(row.number(column));
    } else if (type == OptionalDouble.class) {
      return row.optionalReal(column);
    } else if (type == OptionalLong.class) {
      return row.optionalNumber(column);
    } else if (type == OptionalInt.class) {
      OptionalLong number = row.optionalNumber(column);
      return number.isPresent()
          ? OptionalInt.of(Math.toIntExact(number.getAsLong()))
          : OptionalInt.empty();
    } else if (type == RepositoryName.class) {
      return row.repository(column);
    }
    return row.word(column, (Class<?>) type);
  }
}
