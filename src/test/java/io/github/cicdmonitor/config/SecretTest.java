package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SecretTest {
  @Test
  void a_secret_prints_as_stars_and_reveals_itself_only_when_asked() {
    Secret secret = new Secret("the value");

    assertThat(secret).hasToString("***");
    assertThat("token: " + secret).doesNotContain("value");
    assertThat(secret.reveal()).isEqualTo("the value");
  }

  @Test
  void secrets_are_equal_by_value() {
    assertThat(new Secret("one")).isEqualTo(new Secret("one")).hasSameHashCodeAs(new Secret("one"));
    assertThat(new Secret("one")).isNotEqualTo(new Secret("two"));
  }

  @Test
  void an_empty_secret_is_refused() {
    assertThatThrownBy(() -> new Secret("")).isInstanceOf(IllegalArgumentException.class);
  }
}
