package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequirementPinTest {
  private static final String FILE = "requirements-dev.txt";
  private static final String TEXT = """
      --index-url https://pypi.org/simple
      requests[socks] ; python_version > "3.8"
      Typing_Extensions==4.1.0
      urllib3
      """;
  private static final String LOCK = """
      [[package]]
      name = "requests"
      version = "2.31.0"

      [[package]]
      name = "typing-extensions"
      version = "4.9.0"
      """;

  private final Repo repo = Repo.with(FILE, TEXT).and("poetry.lock", LOCK);

  @Test
  void the_version_of_the_lock_is_it() {
    assertThat(repo.edit(FILE, "requests[socks] ;", "requests[socks]==2.31.0 ;").isAutomatic())
        .isTrue();
    assertThat(repo.edit(FILE, "4.1.0", "4.9.0").isAutomatic()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "requests[socks]==2.31.1 ;", "requests[socks]==2.30.0 ;", "requests[security]==2.31.0 ;",
        "requests2[socks]==2.31.0 ;", "requests[socks]>=2.31.0 ;", "requests[socks]==2.31.0, ;",
        "requests[socks]==2.31.* ;", "requests[socks]===2.31.0 ;",
            "requests[socks]==2.31.0 --hash x;",
        "requests[socks] @ https://evil.example/x ;"
      })
  void anything_else_is_not(String line) {
    assertThat(repo.edit(FILE, "requests[socks] ;", line).isAutomatic()).isFalse();
  }

  @Test
  void a_lower_or_unknown_version_another_marker_or_source_is_not() {
    assertThat(repo.edit(FILE, "==4.1.0", "==4.0.0").isAutomatic()).isFalse();
    assertThat(repo.edit(FILE, "urllib3", "urllib3==1.26.0").isAutomatic()).isFalse();
    assertThat(repo.edit(FILE, "> \"3.8\"", "> \"3.9\"").isWhole()).isFalse();
    assertThat(repo.edit(FILE, "pypi.org", "pypi.example").isWhole()).isFalse();
    assertThat(Repo.with(FILE, TEXT)
            .edit(FILE, "requests[socks] ;", "requests[socks]==2.31.0 ;")
            .isAutomatic())
        .as("without a lock")
        .isFalse();
  }

  @Test
  void a_narrower_range_is_known_and_asks() {
    Recognition narrower = repo.edit(FILE, "urllib3", "urllib3<2");
    assertThat(narrower.isWhole()).isTrue();
    assertThat(narrower.isAutomatic()).isFalse();
  }
}
