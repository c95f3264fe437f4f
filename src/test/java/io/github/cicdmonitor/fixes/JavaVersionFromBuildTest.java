package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JavaVersionFromBuildTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - uses: actions/setup-java@v4
              with:
                distribution: temurin
                java-version: '11'
            - run: ./gradlew build
      """;
  private static final String BUILD = """
      java {
        toolchain { languageVersion = JavaLanguageVersion.of(17) }
      }
      """;
  private static final String FIXED = WORKFLOW.replace("'11'", "'17'");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW).and("build.gradle", BUILD);

  @Test
  void the_build_file_names_the_version() {
    for (String line : new String[] {
      "Dependency requires at least JVM runtime version 17. This build uses a Java 11 JVM.",
      "Fatal error compiling: error: invalid target release: 17",
      "error: release version 17 not supported",
      "x has been compiled by a more recent version of the Java Runtime (class file version 61.0),"
          + " this version of the Java Runtime only recognizes class file versions up to 55.0"
    }) {
      assertThat(repo.after(repo.propose("java-version-from-build", line), Repo.CI))
          .as(line)
          .isEqualTo(FIXED);
    }
  }

  @Test
  void what_it_proposes_is_recognised() {
    assertThat(repo.recognise(Repo.CI, FIXED)).matches(Recognition::isAutomatic);
  }

  @Test
  void another_version_distribution_or_spelling_is_not_it() {
    for (String instead :
        new String[] {"'8'", "'17-ea'", "'99'", "'1.17'", "'16'", "${{ vars.J }}"}) {
      assertThat(repo.edit(Repo.CI, "'11'", instead).isAutomatic()).as(instead).isFalse();
    }
    assertThat(repo.recognise(Repo.CI, FIXED.replace("temurin", "graalvm")).isAutomatic())
        .isFalse();
  }

  @Test
  void with_two_versions_in_the_build_it_does_not_apply() {
    assertThat(repo.and("app/build.gradle", "sourceCompatibility = '21'\n")
            .propose("java-version-from-build", "error: release version 17 not supported")
            .whyNot())
        .isPresent();
  }
}
