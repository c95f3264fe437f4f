package io.github.cicdmonitor.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real server for tests: the one that {@code CICD_MONITOR_TEST_POSTGRES} names as {@code
 * postgresql://user@host:port/database} (it must trust that user), or Debian's, started once for this
 * process in a temporary folder and ended with it. Each test has a schema of its own.
 */
public final class TestPostgres {
  /** Why tests are left out. */
  public static final String MISSING =
      "no PostgreSQL here: install Debian's postgresql, or set CICD_MONITOR_TEST_POSTGRES";

  public static final String USER = "cicd_monitor";

  /** Users of {@link #isOurs our} server. */
  public static final String USER_WITH_PASSWORD = "with_password";

  public static final String PASSWORD = "the-password-of-a-test";
  public static final String USER_WITH_TLS = "with_tls";

  private static final String USERS = "CREATE ROLE " + USER_WITH_PASSWORD
      + " SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'; CREATE ROLE " + USER_WITH_TLS + " LOGIN";

  private static final List<String> WHO_MAY_CONNECT = List.of(
      "hostssl all " + USER_WITH_TLS + " all trust",
      "hostnossl all " + USER_WITH_TLS + " all reject",
      "host all " + USER_WITH_PASSWORD + " all scram-sha-256",
      "host all all all trust");

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static Optional<String> address = Optional.empty();

  /** What ends our server once it hears no more of this process; kept, for so it does. */
  private static Optional<Process> watch = Optional.empty();

  private static boolean looked;

  private TestPostgres() {}

  public static boolean isThere() {
    return address().isPresent();
  }

  /** Whether it was started here, so that it has the users above. */
  public static boolean isOurs() {
    return isThere() && watch.isPresent();
  }

  /** A state that nobody else uses, and that is not there yet. */
  public static String freshUrl() {
    return address().orElseThrow() + "?schema=test_" + ProcessHandle.current().pid() + "_"
        + NUMBER.incrementAndGet();
  }

  /** Where {@link #freshUrl} has put it, for the driver. */
  public static Connection connect(String url) throws SQLException {
    String[] parts = url.substring("postgresql://".length()).split("[@?=]", -1);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + parts[1] + "?user=" + parts[0] + "&currentSchema=" + parts[3]);
  }

  public static long number(String url, String sql) {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement();
        java.sql.ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  public static void drop(String url) {
    String schema = url.substring(url.indexOf('=') + 1);
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET client_min_messages = warning");
      statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** As {@code postgresql://user@host:port/database}. */
  public static synchronized Optional<String> address() {
    if (!looked) {
      looked = true;
      address = Optional.ofNullable(System.getenv("CICD_MONITOR_TEST_POSTGRES"))
          .filter(url -> !url.isBlank())
          .or(() -> programs().map(TestPostgres::started));
    }
    return address;
  }

  private static Optional<Path> programs() {
    List<Path> found = new ArrayList<>();
    Path installed = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(installed)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(installed)) {
        versions.forEach(version -> found.add(version.resolve("bin")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found.stream()
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .filter(bin -> !isRoot() || Files.isExecutable(Path.of("/usr/bin/setpriv")))
        .max(Path::compareTo);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The server refuses to run as root: Debian's package brings a user for it. */
  private static List<String> asItsUser(String... command) {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    words.addAll(List.of(command));
    return words;
  }

  private static String started(Path bin) {
    try {
      Path folder = Files.createTempDirectory("cicd-monitor-postgres");
      if (isRoot()) {
        Files.setOwner(
            folder,
            folder
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName("postgres"));
      }
      Path data = folder.resolve("data");
      run(asItsUser(
          bin.resolve("initdb").toString(),
          "--pgdata=" + data,
          "--username=" + USER,
          "--auth=trust",
          "--encoding=UTF8",
          "--locale=C",
          "--no-sync"));
      Files.write(data.resolve("pg_hba.conf"), WHO_MAY_CONNECT);
      int port = freePort();
      // It ends with this process, however that ends: then there is nothing more to read there.
      String server = "'" + bin.resolve("postgres") + "' -D '" + data + "' -p " + port
          + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='" + folder
          + "' -c fsync=off"
          + " -c max_connections=60 -c shared_buffers=32MB >'" + folder + "/log' 2>&1 <&- &";
      watch = Optional.of(new ProcessBuilder(asItsUser(
              "sh", "-c", server + " read -r end; kill -QUIT $!; wait; rm -rf '" + folder + "'"))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start());
      String url = "postgresql://" + USER + "@127.0.0.1:" + port + "/postgres";
      waitFor(url);
      return url;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("failed: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void waitFor(String url) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        try (Connection connection = connect(url + "?schema=public");
            Statement statement = connection.createStatement()) {
          statement.execute(USERS);
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() > end) {
          throw new IOException(e);
        }
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }
}
