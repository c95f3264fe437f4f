package io.github.cicdmonitor.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidatorTest {
  private static final Optional<String> ONE = Optional.of("Bearer one");
  private static final Optional<String> OTHER = Optional.of("Bearer other");

  @Test
  void an_etag_counts_for_whom_it_was_given_to() {
    Optional<String> kept = Optional.of(Validator.of(ONE, "W/\"a b\"").text());

    assertThat(Validator.etag(kept, ONE)).contains("W/\"a b\"");
    assertThat(Validator.etag(kept, OTHER)).isEmpty();
    assertThat(Validator.etag(kept, Optional.empty())).isEmpty();
  }

  @Test
  void one_that_an_earlier_version_kept_counts_for_nobody() {
    assertThat(Validator.etag(Optional.of("W/\"abc\""), ONE)).isEmpty();
  }

  @Test
  void what_is_kept_shows_no_token() {
    assertThat(Validator.of(ONE, "\"x\"").text()).doesNotContain("one");
  }
}
