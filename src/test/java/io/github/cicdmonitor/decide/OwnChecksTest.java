package io.github.cicdmonitor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the checks of a pull request run is told by the workflow alone. */
final class OwnChecksTest {
  private static Optional<String> whyNot(String on, String condition) {
    String yaml = """
        on: %s
        jobs:
          build:
            name: Build it
            if: %s
            runs-on: ubuntu-24.04
            steps:
              - run: make
        """.formatted(on, condition);
    WorkflowFile workflow = WorkflowFile.read(".github/workflows/ci.yml", yaml).orElseThrow();
    return new OwnChecks("main", "cicd-monitor/fix-1", Set.of(".github/workflows/ci.yml"))
        .whyNot(workflow, "Build it (22)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pull_request",
        "push",
        "[push, pull_request]",
        "{ pull_request: { branches: [main] } }",
        "{ pull_request: { branches: ['**'], paths: ['.github/**'] } }",
        "{ pull_request: { paths: ['src/**', '**.yml'] } }",
        "{ push: { branches: ['cicd-monitor/**'] } }",
        "{ push: { branches: [main] }, pull_request: { types: [opened, reopened] } }"
      })
  void these_run(String on) {
    assertThat(whyNot(on, "always()")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "release",
        "schedule",
        "workflow_dispatch",
        "[workflow_run, schedule]",
        "{ push: { branches: [main] } }",
        "{ push: { tags: ['v*'] } }",
        "{ pull_request: { branches: [develop] } }",
        "{ pull_request: { paths: ['src/**'] } }",
        "{ pull_request: { paths-ignore: ['.github/**'] } }",
        "{ pull_request: { types: [closed] } }"
      })
  void these_do_not(String on) {
    assertThat(whyNot(on, "always()").orElse("")).contains("does not run for this pull request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "github.event_name == 'push'",
        "${{ github.event_name != 'pull_request' }}",
        "github.ref == 'refs/heads/main' && success()",
        "startsWith(github.ref, 'refs/tags/v')",
        "github.event.release.prerelease == false"
      })
  void a_condition_may_leave_the_job_out(String condition) {
    assertThat(whyNot("[push, pull_request]", condition).orElse(""))
        .contains("the job does not run for pull requests");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "github.event_name == 'pull_request'",
        "github.repository == 'acme/shop'",
        "github.actor != 'dependabot[bot]'"
      })
  void others_do_not(String condition) {
    assertThat(whyNot("[push, pull_request]", condition)).isEmpty();
  }

  @Test
  void another_job_says_nothing() {
    WorkflowFile workflow = WorkflowFile.read(
            ".github/workflows/ci.yml",
            "on: pull_request\njobs:\n  other:\n    if: github.event_name == 'push'\n")
        .orElseThrow();

    assertThat(new OwnChecks("main", "fix", Set.of()).whyNot(workflow, "build")).isEmpty();
  }
}
