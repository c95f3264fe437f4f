package io.github.cicdmonitor.crash;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

/** An empty state file as the first release wrote it. */
final class OlderState {
  private OlderState() {}

  static void writeTo(Path file) throws Exception {
    // The steps are the store's own business; only here is an old one needed from outside.
    Class<?> schema = Class.forName("io.github.cicdmonitor.store.Schema");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA application_id = " + value(schema, "APPLICATION_ID"));
      Method steps = schema.getDeclaredMethod("steps");
      steps.setAccessible(true);
      statement.executeUpdate(((List<?>) steps.invoke(null)).get(0).toString());
      statement.executeUpdate("PRAGMA user_version = 1");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Object value(Class<?> schema, String name) throws ReflectiveOperationException {
    Field field = schema.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(null);
  }
}
