package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeapSizeTest {
  private static final String NODE = """
      on: push
      jobs:
        build:
          runs-on: ubuntu-latest
          steps:
            - run: npm run build
              env:
                NODE_OPTIONS: --max-old-space-size=4096 --no-warnings # big bundle
      """;
  private static final String BARE = """
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: npm run build
      """;
  private static final String JAVA = """
      on: push
      jobs:
        build:
          runs-on: ${{ matrix.os }}
          strategy:
            matrix:
              os: [ubuntu-24.04, macos-15]
          env:
            JAVA_TOOL_OPTIONS: "-Dfile.encoding=UTF-8 -Xmx2g"
          steps:
            - run: ./gradlew build
      """;
  private static final String NODE_LINE =
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";
  private static final String JAVA_LINE = "java.lang.OutOfMemoryError: Java heap space";

  @Test
  void the_next_size_that_fits_in_the_runner() {
    Repo repo = Repo.with(Repo.CI, NODE);
    assertThat(repo.after(repo.propose("heap-size", NODE_LINE), Repo.CI))
        .isEqualTo(NODE.replace("4096", "6144"));
    assertThat(repo.recognise(Repo.CI, NODE.replace("4096", "6144")).isAutomatic())
        .as("more than the machine has for each core")
        .isFalse();
    Repo small = Repo.with(Repo.CI, NODE.replace("4096", "2048"));
    assertThat(small.edit(Repo.CI, "2048", "4096").isAutomatic()).isTrue();
  }

  @Test
  void twice_the_heap_of_a_virtual_machine_in_the_smallest_runner_of_the_matrix() {
    Repo repo = Repo.with(Repo.CI, JAVA);
    assertThat(repo.after(repo.propose("heap-size", JAVA_LINE), Repo.CI))
        .isEqualTo(JAVA.replace("-Xmx2g", "-Xmx4g"));
    assertThat(repo.recognise(Repo.CI, JAVA.replace("-Xmx2g", "-Xmx4g")).isAutomatic())
        .isTrue();
    assertThat(repo.recognise(Repo.CI, JAVA.replace("-Xmx2g", "-Xmx3g")).isAutomatic())
        .isTrue();
    String more = JAVA.replace("-Xmx2g", "-Xmx4g");
    assertThat(Repo.with(Repo.CI, more)
            .recognise(Repo.CI, more.replace("-Xmx4g", "-Xmx6g"))
            .isAutomatic())
        .as("macos-15 has 7 GiB")
        .isFalse();
  }

  @Test
  void a_job_without_options_gets_the_one() {
    Repo repo = Repo.with(Repo.CI, BARE);
    String after = BARE.replace(
        "    steps:", "    env:\n      NODE_OPTIONS: --max-old-space-size=6144\n    steps:");
    assertThat(repo.after(repo.propose("heap-size", NODE_LINE), Repo.CI)).isEqualTo(after);
    assertThat(repo.recognise(Repo.CI, after.replace("6144", "4096")).isAutomatic())
        .isTrue();
    for (String other :
        new String[] {"6144", "1024", "16384", "6144 --inspect", "6144 --max-old-space-size=1"}) {
      assertThat(repo.recognise(Repo.CI, after.replace("6144", other)).isAutomatic())
          .as(other)
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--max-old-space-size=9000 --no-warnings",
        "--max-old-space-size=4095 --no-warnings",
        "--max-old-space-size=6144",
        "--max-old-space-size=6144 --no-warnings --require ./x.js",
        "--max-old-space-size=${{ 6144 }} --no-warnings",
        "--require=--max-old-space-size=6144 --no-warnings",
        "--max-old-space-size=6144 --no-warnings --max_old_space_size=1"
      })
  void any_other_value_is_not_it(String value) {
    assertThat(Repo.with(Repo.CI, NODE)
            .edit(Repo.CI, "--max-old-space-size=4096 --no-warnings", value)
            .isAutomatic())
        .isFalse();
  }

  @Test
  void an_unknown_runner_old_facts_and_the_second_time_ask() {
    String own = NODE.replace("ubuntu-latest", "[self-hosted, big]");
    String after = NODE.replace("4096", "6144");
    assertThat(Repo.with(Repo.CI, own).edit(Repo.CI, "4096", "6144").isAutomatic())
        .isFalse();
    assertThat(Repo.with(Repo.CI, NODE)
            .on(LocalDate.of(2027, 9, 1))
            .recognise(Repo.CI, after)
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with(Repo.CI, NODE)
            .raised(NamedLimits.key(Repo.CI, "build", "npm run build", "NODE_OPTIONS"))
            .recognise(Repo.CI, after)
            .isAutomatic())
        .isFalse();
  }

  @Test
  void where_memory_or_job_cannot_be_told_it_does_not_apply() {
    assertThat(Repo.with(Repo.CI, NODE.replace("ubuntu-latest", "own"))
            .propose("heap-size", NODE_LINE)
            .whyNot())
        .isPresent();
    assertThat(Repo.with(Repo.CI, BARE + "  b:\n    runs-on: ubuntu-24.04\n    steps: [run: x]\n")
            .propose("heap-size", NODE_LINE)
            .whyNot())
        .isPresent();
    assertThat(Repo.with(Repo.CI, BARE).propose("heap-size", JAVA_LINE).whyNot())
        .isPresent();
  }
}
