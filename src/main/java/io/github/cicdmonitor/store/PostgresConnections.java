package io.github.cicdmonitor.store;

import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.config.ServerAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** Connections to the server. The driver is first loaded here: a state in a file does without it. */
final class PostgresConnections {
  private static final int CONNECT_SECONDS = 10;

  /** Longer than any statement of ours takes; without it a server that is gone is waited for. */
  private static final int SILENT_SECONDS = 300;

  /**
   * The server gives up a client whose machine is gone within a minute, and its lock with it; one that
   * stands still within a transaction, sooner than others give up waiting for it. No statement is
   * divided among workers: those cannot catch what {@link PostgresSchema}'s functions do.
   */
  private static final String[] SESSION = {
    "SET tcp_keepalives_idle = 20",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 4",
    "SET lock_timeout = '60s'",
    "SET idle_in_transaction_session_timeout = '45s'",
    "SET synchronous_commit = on",
    "SET max_parallel_workers_per_gather = 0"
  };

  /** It logs what it throws as well; kept, since loggers are not. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  private PostgresConnections() {}

  /** @param label what the server shows of us, cut by it to 63 bytes */
  static Connection open(ServerAddress server, String label) throws SQLException {
    Connection connection = new Driver().connect(url(server), properties(server, label));
    if (connection == null) {
      throw new SQLException("not an address of PostgreSQL", "08001");
    }
    return Connections.ready(connection, fresh -> Connections.execute(fresh, SESSION));
  }

  /** Host, port and database go by properties, where no character of theirs means something else. */
  private static String url(ServerAddress server) {
    String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
    return "jdbc:postgresql://" + host + ":" + server.port() + "/";
  }

  private static Properties properties(ServerAddress server, String label) {
    Properties properties = new Properties();
    PGProperty.PG_DBNAME.set(properties, server.database());
    PGProperty.USER.set(properties, server.user());
    server.password().map(Secret::reveal).ifPresent(p -> PGProperty.PASSWORD.set(properties, p));
    PGProperty.CURRENT_SCHEMA.set(properties, server.schema());
    PGProperty.APPLICATION_NAME.set(properties, label);
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.LOGIN_TIMEOUT.set(properties, 2 * CONNECT_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(properties, SILENT_SECONDS);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
    PGProperty.SSL_MODE.set(properties, server.tls().word());
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    server.rootCertificates().ifPresent(certificates -> {
      if (certificates.equals(ServerAddress.SYSTEM_CERTIFICATES)) {
        PGProperty.SSL_FACTORY.set(properties, DefaultJavaSSLFactory.class.getName());
      } else {
        PGProperty.SSL_ROOT_CERT.set(properties, certificates);
      }
    });
    return properties;
  }
}
