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

  interface RowReader<T> {
    T read(SqlRow row);
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
        SqlRow row = new SqlRow(result);
        while (result.next()) {
          rows.add(reader.read(row));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw engine.error(e);
    } catch (SqlRow.BadColumn e) {
      throw engine.error(e.reason);
    }
  }

  /** One row after the other, however many; not more of them in memory than are sent at a time. */
  void each(String sql, Consumer<SqlRow> reader) {
    turn.lock();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(AT_A_TIME);
      try (ResultSet result = statement.executeQuery()) {
        SqlRow row = new SqlRow(result);
        while (result.next()) {
          reader.accept(row);
        }
      }
    } catch (SQLException e) {
      throw engine.error(e);
    } catch (SqlRow.BadColumn e) {
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
    return first(sql, SqlRow::onlyNumber, values).orElse(0L);
  }

  double real(String sql, Object... values) {
    return first(sql, SqlRow::onlyReal, values).orElse(0.0);
  }

  String text(String sql, Object... values) {
    return first(sql, SqlRow::onlyText, values).flatMap(text -> text).orElse("");
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
    return first(sql + " RETURNING id", SqlRow::onlyNumber, values);
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
