package io.github.cicdmonitor.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The head of a log is the runner's own word; what a step prints is not. */
final class RunnerImagesTest {
  private static final String HEAD = """
      2026-11-26T08:00:00.0000000Z Current runner version: '2.330.0'
      2026-11-26T08:00:00.0000000Z ##[group]Operating System
      2026-11-26T08:00:00.0000000Z Ubuntu
      2026-11-26T08:00:00.0000000Z ##[endgroup]
      2026-11-26T08:00:00.0000000Z ##[group]Runner Image
      2026-11-26T08:00:00.0000000Z Image: ubuntu-26.04
      2026-11-26T08:00:00.0000000Z Version: 20261102.87
      """;

  @Test
  void the_image_stands_in_its_group() {
    assertThat(RunnerImages.in(HEAD)).contains("ubuntu-26.04");
  }

  @Test
  void the_first_one_counts_and_one_outside_of_the_group_does_not() {
    assertThat(RunnerImages.in(
            "Image: ubuntu-20.04\n" + HEAD + "##[group]Runner Image\nImage: macos-15\n"))
        .contains("ubuntu-26.04");
    assertThat(RunnerImages.in("##[group]Run x\nImage: ubuntu-20.04\n")).isEmpty();
  }

  @Test
  void what_comes_late_is_no_head() {
    assertThat(RunnerImages.in("x\n".repeat(100) + HEAD)).isEmpty();
  }
}
