package io.github.cicdmonitor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Statements with bound values only; no string from outside ever becomes SQL. One thread at a time:
 * a statement waits for another thread's transaction to end, so none reads what may be rolled back.
 */
final class Sql {
  /** Rows that go to or come from the database together. */
  static final int AT_A_TIME = 1_000;

  private final Connection connection;
  private final Engine engine;
  private final ReentrantLock turn;

  Sql(Connection connection, Engine engine, ReentrantLock turn) {
    this.connection = connection;
    this.engine = engine;
    this.turn = turn;
  }

  /** One row of an answer. Columns count from 1. */
  static final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
      this.result = result;
    }

    String text(int column) {
      return optionalText(column).orElse("");
    }

    Optional<String> optionalText(int column) {
      try {
        return Optional.ofNullable(result.getString(column));
      } catch (SQLException e) {
        throw new BadColumn(e);
      }
    }

    byte[] bytes(int column) {
      try {
        byte[] value = result.getBytes(column);
        return value == null ? new byte[0] : value;
      } catch (SQLException e) {
        throw new BadColumn(e);
      }
    }

    long number(int column) {
      try {
        return result.getLong(column);
      } catch (SQLException e) {
        throw new BadColumn(e);
      }
    }

    double real(int column) {
      try {
        return result.getDouble(column);
      } catch (SQLException e) {
        throw new BadColumn(e);
      }
    }

    OptionalDouble optionalReal(int column) {
      double value = real(column);
      return isNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** What a condition came to: a number in SQLite, a truth value in PostgreSQL. */
    boolean flag(int column) {
      try {
        return result.getBoolean(column);
      } catch (SQLException e) {
        throw new BadColumn(e);
      }
    }

    Instant time(int column) {
      return Instant.ofEpochMilli(number(column));
    }

    Optional<Instant> optionalTime(int column) {
      Instant value = time(column);
      return isNull() ? Optional.empty() : Optional.of(value);
    }

    /** As the driver gives it. */
    @Nullable
    Object value(int column) {
      try {
        return result.getObject(column);
      } catch (SQLException e) {
        throw new BadColumn(e);
      }
    }

    private boolean isNull() {
      try {
        return result.wasNull();
      } catch (SQLException e) {
        throw new BadColumn(e);
      }
    }
  }

  /** Carries an SQLException out of a row reader. */
  private static final class BadColumn extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException reason;

    BadColumn(SQLException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  interface RowReader<T> {
    T read(Row row);
  }

  <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
    return inTurn(() -> rows(sql, reader, values));
  }

  private <T> T inTurn(Supplier<T> statement) {
    turn.lock();
    try {
      return statement.get();
    } finally {
      turn.unlock();
    }
  }

  private <T> List<T> rows(String sql, RowReader<T> reader, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet result = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        Row row = new Row(result);
        while (result.next()) {
          rows.add(reader.read(row));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw engine.error(e);
    } catch (BadColumn e) {
      throw engine.error(e.reason);
    }
  }

  /** One row after the other, however many; not more of them in memory than are sent at a time. */
  void each(String sql, Consumer<Row> reader) {
    turn.lock();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(AT_A_TIME);
      try (ResultSet result = statement.executeQuery()) {
        Row row = new Row(result);
        while (result.next()) {
          reader.accept(row);
        }
      }
    } catch (SQLException e) {
      throw engine.error(e);
    } catch (BadColumn e) {
      throw engine.error(e.reason);
    } finally {
      turn.unlock();
    }
  }

  /** The columns of a table, in their order. */
  List<String> columns(String table) {
    return inTurn(() -> {
      try (PreparedStatement statement =
              connection.prepareStatement("SELECT * FROM " + table + " LIMIT 0");
          ResultSet result = statement.executeQuery()) {
        ResultSetMetaData about = result.getMetaData();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= about.getColumnCount(); column++) {
          names.add(about.getColumnName(column));
        }
        return names;
      } catch (SQLException e) {
        throw engine.error(e);
      }
    });
  }

  /** Many rows for one statement, within a transaction. */
  SqlBatch batch(String sql) {
    try {
      return new SqlBatch(connection.prepareStatement(sql), this, engine);
    } catch (SQLException e) {
      throw engine.error(e);
    }
  }

  <T> Optional<T> first(String sql, RowReader<T> reader, Object... values) {
    List<T> rows = list(sql, reader, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  long number(String sql, Object... values) {
    return first(sql, row -> row.number(1), values).orElse(0L);
  }

  double real(String sql, Object... values) {
    return first(sql, row -> row.real(1), values).orElse(0.0);
  }

  String text(String sql, Object... values) {
    return first(sql, row -> row.text(1), values).orElse("");
  }

  /** The number of rows changed. */
  int update(String sql, Object... values) {
    return inTurn(() -> changed(sql, values));
  }

  private int changed(String sql, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw engine.error(e);
    }
  }

  /** The id that the insert was given. */
  long insert(String sql, Object... values) {
    return insertUnlessThere(sql, values).orElseThrow();
  }

  /** The same of an insert that does nothing on a conflict; empty where there was one. */
  Optional<Long> insertUnlessThere(String sql, Object... values) {
    return first(sql + " RETURNING id", row -> row.number(1), values);
  }

  /** The text as it will be read again. */
  String storable(String text) {
    return engine.storable(text);
  }

  void execute(String sql) {
    turn.lock();
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw engine.error(e);
    } finally {
      turn.unlock();
    }
  }

  void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Optional<?> optional) {
      bind(statement, index, optional.isPresent() ? optional.get() : null);
    } else if (value instanceof OptionalDouble optional) {
      bind(statement, index, optional.isPresent() ? optional.getAsDouble() : null);
    } else if (value == null) {
      statement.setNull(index, Types.NULL);
    } else if (value instanceof Instant instant) {
      statement.setLong(index, instant.toEpochMilli());
    } else if (value instanceof Boolean flag) {
      statement.setInt(index, flag ? 1 : 0);
    } else if (value instanceof Integer || value instanceof Long) {
      statement.setLong(index, ((Number) value).longValue());
    } else if (value instanceof Double real) {
      statement.setDouble(index, real);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value instanceof String text) {
      statement.setString(index, engine.storable(text));
    } else {
      throw new IllegalArgumentException("no column type for " + value.getClass());
    }
  }
}
