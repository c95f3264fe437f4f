package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.config.ServerAddress;
import io.github.cicdmonitor.error.MonitorException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tests with a server cannot bring about. */
class PostgresErrorsTest {
  private static final ServerAddress SERVER = new ServerAddress(
      "db.example",
      5432,
      "ci",
      "public",
      "anna",
      Optional.of(new Secret("correct-horse-battery")),
      ServerAddress.Tls.VERIFY_FULL,
      Optional.empty());

  private static MonitorException told(SQLException e) {
    return PostgresErrors.of(SERVER, e);
  }

  @ParameterizedTest
  @CsvSource({
    "42501,may not do that there. Let it: GRANT",
    "53100,the server's disk is full",
    "53300,has no connection left",
    "25006,'it is read-only, as a standby is'",
    "55P03,another process holds it",
    "25P03,this run stood still for too long. Run again",
    "22P05,'encoding has not every letter. Name a database of the encoding UTF8'",
    "57P01,is shutting down",
    "57P03,is starting up",
    "08006,the connection to the server was lost",
    "28P01,'refused anna: wrong password, or no such user. Set PGPASSWORD'",
    "XX001,PostgreSQL says XX001"
  })
  void what_the_server_says_is_told_in_a_line(String state, String part) {
    assertThat(told(new SQLException("in no words of ours", state)))
        .hasMessageStartingWith("could not use the state postgresql://anna@db.example:5432/ci: ")
        .hasMessageContaining(part)
        .hasMessageNotContaining("battery")
        .extracting(MonitorException::kind)
        .isEqualTo(MonitorException.Kind.STATE);
  }

  @Test
  void a_certificate_that_is_not_accepted_is_said_to_be() {
    SQLException refused = new SQLException("SSL error: PKIX path building failed", "08006");
    refused.initCause(new SSLHandshakeException("PKIX path building failed"));

    assertThat(told(refused)).hasMessageContaining("certificate was not accepted");
    assertThat(told(new SQLException(
            "The hostname db.example could not be verified by hostnameverifier X", "08006")))
        .hasMessageContaining("certificate is not for db.example");
  }

  @Test
  void a_file_of_certificates_that_cannot_be_read_is_named() {
    ServerAddress named = new ServerAddress(
        "db.example",
        5432,
        "ci",
        "public",
        "anna",
        Optional.empty(),
        ServerAddress.Tls.VERIFY_FULL,
        Optional.of("/nope.pem"));
    SQLException e =
        new SQLException("Could not open SSL root certificate file /nope.pem.", "08006");

    assertThat(PostgresErrors.of(named, e))
        .hasMessageContaining("the file /nope.pem could not be read");
    assertThat(told(e)).hasMessageContaining("Name its issuer's certificate with sslrootcert=FILE");
  }

  @Test
  void one_without_a_code_is_told_too() {
    assertThat(told(new SQLException("?"))).hasMessageContaining("PostgreSQL says");
  }
}
