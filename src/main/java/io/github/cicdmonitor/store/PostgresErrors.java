package io.github.cicdmonitor.store;

import io.github.cicdmonitor.config.ServerAddress;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What PostgreSQL and the way to it say, in words a person can act on. Exit code 5. */
final class PostgresErrors {
  private static final String LOGIN =
      "Set PGPASSWORD, or write a line for it into ~/.pgpass (mode 0600)";
  private static final String ASK = "Ask who runs the server";

  private PostgresErrors() {}

  static MonitorException of(ServerAddress server, SQLException e) {
    Explanation explanation = explanation(server, e);
    return new MonitorException(MonitorException.Kind.STATE, explanation, e);
  }

  static MonitorException refused(ServerAddress server, String why, String next) {
    return new MonitorException(MonitorException.Kind.STATE, told(server, why, next));
  }

  private static Explanation explanation(ServerAddress server, SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    String message = Optional.ofNullable(e.getMessage()).orElse("").toLowerCase(Locale.ROOT);
    Optional<Explanation> ofTheWay =
        ofTls(server, e, message).or(() -> ofLogin(server, state, message));
    return ofTheWay.orElseGet(() -> switch (state) {
      case "3D000" ->
        told(
            server,
            "there is no database " + server.database(),
            "Make it: createdb -E UTF8 -T template0 -h " + server.host() + " -p " + server.port()
                + " " + server.database());
      case "42501" ->
        told(
            server,
            "the user " + server.user() + " may not do that there",
            "Let it: GRANT CREATE, USAGE ON SCHEMA " + server.schema() + ", or make it the owner");
      case "53100" -> told(server, "the server's disk is full", "Free some space there");
      case "53300" -> told(server, "the server has no connection left", "Run again later");
      case "25006" ->
        told(server, "it is read-only, as a standby is", "Name the server that takes changes");
      case "55P03", "40001", "40P01", "57014" ->
        told(server, "another process holds it", "Run again later");
      case "42P01", "42703" ->
        told(server, "a table or column of it is missing", "Restore a copy of it");
      case "25P03" ->
        told(server, "this run stood still for too long", "Run again: nothing is lost");
      case "22P05" ->
        told(server, "the database's encoding has not every letter", ServerState.NEXT_FOR_ENCODING);
      case "57P01", "57P02" -> told(server, "the server is shutting down", "Run again later");
      case "57P03" -> told(server, "the server is starting up", "Run again later");
      default -> ofConnection(server, e, state);
    });
  }

  private static Optional<Explanation> ofTls(ServerAddress server, SQLException e, String message) {
    boolean failed = isCausedBy(e, SSLException.class)
        || isCausedBy(e, java.security.cert.CertificateException.class)
        || message.contains("certificate")
        || (message.contains("root") && message.contains("could not open ssl"));
    if (message.contains("does not support ssl")) {
      return Optional.of(told(
          server,
          "the server has no TLS, which sslmode=" + server.tls().word() + " demands",
          "Switch TLS on there; where the network is to be trusted, say ?sslmode=disable"));
    }
    if (message.contains("hostname") && message.contains("verif")) {
      return Optional.of(told(
          server,
          "the server's TLS certificate is not for " + server.host(),
          "Use the name in the certificate, or have one made for this name"));
    }
    Optional<String> issuers =
        server.rootCertificates().filter(f -> !f.equals(ServerAddress.SYSTEM_CERTIFICATES));
    if (issuers.isPresent() && message.contains("ssl root certificate")) {
      return Optional.of(told(
          server,
          "the file " + issuers.get() + " could not be read",
          "Name one with the certificate (PEM) of the server's issuer as sslrootcert=FILE"));
    }
    return failed
        ? Optional.of(told(
            server,
            "the server's TLS certificate was not accepted (sslmode="
                + server.tls().word() + ")",
            "Name its issuer's certificate with sslrootcert=FILE, or sslrootcert=system"))
        : Optional.empty();
  }

  private static Optional<Explanation> ofLogin(ServerAddress server, String state, String message) {
    if (message.contains("pg_hba.conf")) {
      boolean plain = message.contains("no encryption") || message.contains("ssl off");
      return Optional.of(
          plain
              ? told(
                  server,
                  "the server takes no connection of this user and machine without TLS",
                  "Say ?sslmode=require (or verify-full) in the address, or have pg_hba.conf changed")
              : told(server, "the server takes no connection of this user and machine", ASK));
    }
    if (message.contains("no password was provided")) {
      return Optional.of(told(server, "the server wants a password of " + server.user(), LOGIN));
    }
    return state.startsWith("28")
        ? Optional.of(told(
            server,
            "the server refused " + server.user()
                + (server.password().isPresent() ? ": wrong password, or no such user" : ""),
            LOGIN))
        : Optional.empty();
  }

  private static Explanation ofConnection(ServerAddress server, SQLException e, String state) {
    if (isCausedBy(e, UnknownHostException.class)) {
      return told(server, "there is no host " + server.host(), "Check the name in DATABASE_URL");
    }
    if (state.equals("08001")) {
      return told(server, "the server does not answer", "Check that it runs, and run again later");
    }
    if (state.startsWith("08")) {
      return told(server, "the connection to the server was lost", "Run again: nothing is lost");
    }
    return told(server, "PostgreSQL says " + state, "Run 'cicd-monitor check'");
  }

  private static boolean isCausedBy(Throwable e, Class<? extends Throwable> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static Explanation told(ServerAddress server, String why, String next) {
    return new Explanation("could not use the state " + server.shown(), why, next);
  }
}
