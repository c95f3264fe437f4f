package io.github.cicdmonitor.config;

import java.util.Locale;
import java.util.Optional;

/**
 * A state that is a schema of a PostgreSQL database.
 *
 * @param host without the brackets of an IPv6 address
 * @param schema made by the first run where it is missing
 * @param password from the address, {@code PGPASSWORD} or the password file; empty where the server trusts us
 * @param rootCertificates a file, or {@code system} for those that Java trusts; empty: as libpq,
 *     {@code ~/.postgresql/root.crt}
 */
public record ServerAddress(
    String host,
    int port,
    String database,
    String schema,
    String user,
    Optional<Secret> password,
    Tls tls,
    Optional<String> rootCertificates) {
  public static final String SYSTEM_CERTIFICATES = "system";
  static final int DEFAULT_PORT = 5432;
  static final String DEFAULT_SCHEMA = "public";

  /** How the way to the server is protected, in libpq's words. */
  public enum Tls {
    DISABLE,
    ALLOW,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Tls> ofWord(String word) {
      for (Tls tls : values()) {
        if (tls.word().equals(word)) {
          return Optional.of(tls);
        }
      }
      return Optional.empty();
    }
  }

  /** Whether the server is this machine, by the name that was given. */
  public boolean isLocal() {
    return isLocal(host);
  }

  static boolean isLocal(String host) {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }

  boolean isSameAs(ServerAddress other) {
    return host.equalsIgnoreCase(other.host)
        && port == other.port
        && database.equals(other.database)
        && schema.equals(other.schema);
  }

  /** For people: who, where, and nothing that is secret. */
  public String shown() {
    String place = host.contains(":") ? "[" + host + "]" : host;
    return "postgresql://" + user + "@" + place + ":" + port + "/" + database
        + (schema.equals(DEFAULT_SCHEMA) ? "" : "?schema=" + schema);
  }
}
