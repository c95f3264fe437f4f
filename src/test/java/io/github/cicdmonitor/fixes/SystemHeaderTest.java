package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SystemHeaderTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: |
                sudo apt-get update
                sudo apt-get install -y --no-install-recommends cmake ninja-build
                make
      """;
  private static final String AFTER = WORKFLOW.replace("ninja-build", "ninja-build libssl-dev");
  private static final String LINE =
      "src/a.c:3:10: fatal error: openssl/ssl.h: No such file or directory";

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @ParameterizedTest
  @ValueSource(
      strings = {
        LINE,
        "src/a.c:3:10: fatal error: 'openssl/ssl.h' file not found",
        "No package 'openssl' found",
        "Package openssl was not found in the pkg-config search path.",
        "The system library `openssl` required by crate `openssl-sys` was not found."
      })
  void its_package_joins_those_that_are_installed(String line) {
    assertThat(repo.after(repo.propose("system-header", line), Repo.CI)).isEqualTo(AFTER);
  }

  @Test
  void what_it_proposes_is_known_and_asks() {
    assertThat(repo.recognise(Repo.CI, AFTER).isWhole()).isTrue();
    assertThat(repo.recognise(Repo.CI, AFTER).isAutomatic()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil-dev", "libssl-dev zlib1g-dev", "libssl-dev;x", "./libssl-dev", "libssl-dev #"
      })
  void any_other_word_is_not(String word) {
    assertThat(repo.edit(Repo.CI, "ninja-build", "ninja-build " + word).isWhole())
        .isFalse();
  }

  @Test
  void an_unknown_header_old_facts_or_no_command_of_that_kind_do_not_apply() {
    String other = LINE.replace("openssl/ssl.h", "own/thing.h");
    assertThat(repo.propose("system-header", other).whyNot()).isPresent();
    assertThat(Repo.with(Repo.CI, WORKFLOW)
            .on(LocalDate.of(2027, 9, 1))
            .propose("system-header", LINE)
            .whyNot())
        .isPresent();
    assertThat(Repo.with(Repo.CI, WORKFLOW.replace("ninja-build", "$PACKAGES"))
            .propose("system-header", LINE)
            .whyNot())
        .isPresent();
    assertThat(Repo.with(Repo.CI, AFTER).propose("system-header", LINE).whyNot())
        .isPresent();
  }
}
