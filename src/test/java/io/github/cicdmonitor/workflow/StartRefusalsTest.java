package io.github.cicdmonitor.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StartRefusalsTest {
  private static final String GOOD = """
      name: CI
      run-name: by ${{ github.actor }}
      on: [push, workflow_dispatch]
      env:
        GREETING: ${{ format('it''s {0}', vars.NAME) }}
      jobs:
        build:
          runs-on: ${{ matrix.os }}
          if: github.ref == 'refs/heads/main' && !contains(github.event.head_commit.message, 'secrets')
          strategy:
            matrix:
              os: [ubuntu-24.04]
          steps:
            - uses: actions/checkout@v4
            - uses: ./.github/actions/setup
            - uses: docker://alpine:3
            - id: sum
              if: ${{ always() && hashFiles('**/go.sum') != '' && env.GREETING }}
              run: make ${{ toJSON(steps.sum) }} ${{ secrets.TOKEN }}
        call:
          needs: build
          uses: acme/shared/.github/workflows/ci.yml@main
          secrets: inherit
        both:
          needs: [build, call]
          runs-on: ubuntu-24.04
          steps:
            - run: make
      """;

  @Test
  void nothing_is_found_in_a_workflow_that_starts() {
    assertThat(StartRefusals.of(GOOD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: CI|nam: CI|1|did you mean name?",
        "on: [push, workflow_dispatch]|of: push|1|\"on\" is missing",
        "runs-on: ubuntu-24.04|run-on: ubuntu-24.04|26|did you mean runs-on?",
        "runs-on: ubuntu-24.04|name: x|24|neither \"runs-on\" nor \"uses\"",
        "needs: [build, call]|needs: [buil, call]|25|did you mean build?",
        "needs: build|needs: both|21|circle: call, both",
        "- run: make|- name: make|28|neither \"uses\" nor \"run\"",
        "uses: actions/checkout@v4|uses: actions/checkout|14|owner/name@version",
        "github.ref ==|secrets.REF ==|9|\"secrets\" cannot be used in the \"if\" of a job",
        "&& env.GREETING|&& secrets.GREETING|18|\"secrets\" cannot be used in the \"if\" of a step",
        "vars.NAME|variables.NAME|5|\"variables\", which does not exist",
        "${{ github.actor }}|${{ github.actor }|2|not closed",
        "  both:|  all jobs:|24|id with characters",
        "name: CI|name: [CI|2|"
      })
  void what_github_refuses_is_found_on_its_line(String from, String to, int line, String reason) {
    assertThat(GOOD).contains(from);
    assertThat(StartRefusals.of(GOOD.replace(from, to))).anySatisfy(refusal -> {
      assertThat(refusal.line()).isEqualTo(line);
      if (reason != null) {
        assertThat(refusal.reason()).contains(reason);
      }
    });
  }

  @Test
  void two_steps_with_one_id_and_a_step_with_both_are_found() {
    String twice =
        GOOD.replace("- run: make\n", "- {id: a, run: x}\n      - {id: a, run: y, uses: ./z}\n");
    assertThat(StartRefusals.of(twice))
        .extracting(StartRefusals.Refusal::reason)
        .containsExactlyInAnyOrder(
            "two steps have the id \"a\"", "a step has both \"uses\" and \"run\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "jobs:", "- a", "on: push", "on: push\njobs: 3", "on: push\njobs: {a: 3}"})
  void what_is_hardly_a_workflow_is_refused_without_a_fault_of_ours(String text) {
    assertThat(StartRefusals.of(text)).isNotEmpty();
  }
}
