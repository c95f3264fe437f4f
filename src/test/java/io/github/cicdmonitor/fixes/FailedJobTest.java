package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailedJobTest {
  @ParameterizedTest
  @CsvSource({
    "'', build",
    "'', 'build (ubuntu-24.04, 22)'",
    "Build (all), build",
    "Build (all), Build (all)",
    "Build (all), 'Build (all) (1, 2)'",
    "Build / Linux, Build / Linux",
    "Test ${{ matrix.os }}, Test ubuntu-24.04",
    "Test ${{ matrix.os }} (fast), Test ubuntu-24.04 (fast)",
    "Test ${{ matrix.os }}, Test",
    "${{ matrix.os }}, anything",
    "Build, ''"
  })
  void a_job_may_be_shown_by_its_name_or_id_with_values_behind(String name, String shown) {
    assertThat(FailedJob.isShownAs(job(name), shown)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', builder",
    "'', 'rebuild (1)'",
    "Build, Build all",
    "Build (all), Build",
    "Build / Linux, Linux",
    "Build, call / Build",
    "Test ${{ matrix.os }} (fast), Test ubuntu-24.04 (slow)"
  })
  void another_name_is_another_job(String name, String shown) {
    assertThat(FailedJob.isShownAs(job(name), shown)).isFalse();
  }

  private static Job job(String name) {
    String line = name.isEmpty() ? "" : "    name: " + name + "\n";
    return WorkflowFile.read(Repo.CI, "jobs:\n  build:\n" + line + "    steps: []\n")
        .orElseThrow()
        .jobs()
        .get(0);
  }
}
