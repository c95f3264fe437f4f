package io.github.cicdmonitor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.redact.SecretPresence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DummySecretsTest {
  private static final Redactor REDACTOR = Redactor.withoutOwnSecrets();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "      DB_PASSWORD: password123",
        "      DB_PASSWORD: \"password123\"",
        "PGPASSWORD=testpassword",
        "url: postgres://postgres:postgres@localhost:5432/app",
        "url: mysql://root:secret123@db/app"
      })
  void a_known_dummy_in_a_line_that_stays_is_no_secret(String line) {
    String text = "a: 1\n" + line + "\n";

    assertThat(holdsSecret(text, "a: 2\n" + line + "\n")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "      DB_PASSWORD: q7Vx2Lr9Tz",
        "      DB_PASSWORD: password123q7Vx2",
        "url: postgres://postgres:q7Vx2Lr9Tz@localhost:5432/app",
        "url: postgres://postgres:postgres@localhost:5432/app?password=q7Vx2Lr9Tz",
        "token: ghp_0123456789abcdefghijABCDEFGHIJ012345"
      })
  void anything_else_in_a_line_that_stays_is(String line) {
    assertThat(holdsSecret("a: 1\n" + line + "\n", "a: 2\n" + line + "\n")).isTrue();
  }

  @Test
  void a_dummy_in_a_line_that_changes_counts() {
    assertThat(holdsSecret("DB_PASSWORD: password123\n", "DB_PASSWORD: password1234\n"))
        .isTrue();
  }

  private static boolean holdsSecret(String text, String other) {
    return SecretPresence.in(DummySecrets.withoutThem(text, other), REDACTOR::redact);
  }
}
