package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
  void the_version_of_the_lock_is_known_and_asks() {
    assertThat(repo.edit(FILE, "requests[socks] ;", "requests[socks]==2.31.0 ;"))
        .matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(repo.edit(FILE, "4.1.0", "4.9.0")).matches(r -> r.isWhole() && !r.isAutomatic());
  }

  @Test
  void anything_else_is_not() {
    for (String line : List.of(
        "requests[security]==2.31.0 ;",
        "requests2[socks]==2.31.0 ;",
        "requests[socks]==2.31.0 --hash x;",
        "requests[socks] @ https://evil.example/x ;")) {
      assertThat(repo.edit(FILE, "requests[socks] ;", line).isWhole()).as(line).isFalse();
    }
  }

  @Test
  void another_marker_or_source_is_not() {
    assertThat(repo.edit(FILE, "> \"3.8\"", "> \"3.9\"").isWhole()).isFalse();
    assertThat(repo.edit(FILE, "pypi.org", "pypi.example").isWhole()).isFalse();
  }

  @Test
  void a_narrower_range_is_known_and_asks() {
    Recognition narrower = repo.edit(FILE, "urllib3", "urllib3<2");
    assertThat(narrower.isWhole()).isTrue();
    assertThat(narrower.isAutomatic()).isFalse();
  }
}
