package io.github.cicdmonitor.gate;

import static io.github.cicdmonitor.gate.Proposals.CI;
import static io.github.cicdmonitor.gate.Proposals.PLAIN;
import static io.github.cicdmonitor.gate.Proposals.change;
import static io.github.cicdmonitor.gate.Proposals.ci;
import static io.github.cicdmonitor.gate.Proposals.decide;
import static io.github.cicdmonitor.gate.Proposals.edit;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FileChange;
import org.junit.jupiter.api.Test;

/** What a person reads before approving is true. */
class ToldTest {
  @Test
  void another_group_of_runners_is_another_runner() {
    String group = PLAIN.replace("runs-on: ubuntu-20.04", "runs-on: {group: safe}");
    String mixed = PLAIN.replace("runs-on: ubuntu-20.04", "runs-on: [linux, {group: safe}]");

    assertThat(table(edit(CI, group, "group: safe", "group: open")))
        .contains("K7", "group=safe", "group=open")
        .doesNotContain("K0");
    assertThat(table(edit(CI, mixed, "group: safe", "group: open"))).contains("K7");
  }

  @Test
  void a_right_to_write_is_never_called_narrower() {
    String unknown = with("permissions: {contents: write, unheard-of: write}");
    String both = with("permissions: {contents: write, issues: write}");

    assertThat(table(change(CI, unknown, with("permissions: {contents: write}"))))
        .contains("K12", "contents WRITE")
        .doesNotContain("K13");
    assertThat(table(change(CI, both, renamed(with("permissions: {contents: write}")))))
        .contains("K13", "issues WRITE → NONE")
        .doesNotContain("contents");
    assertThat(table(change(
            CI, with("permissions: write-all"), renamed(with("permissions: {pages: write}")))))
        .contains("K13", "now only {pages=WRITE}");
  }

  @Test
  void the_scopes_that_are_left_are_named() {
    assertThat(table(change(CI, PLAIN, renamed(with("permissions: {contents: read}")))))
        .contains("permissions: now only {contents=READ}");
  }

  @Test
  void a_version_told_by_a_file_is_no_unknown_input() {
    assertThat(table(ci("node-version: 16", "node-version-file: .nvmrc")))
        .contains("K6", "node-version-file")
        .doesNotContain("K14");
    assertThat(table(ci("node-version: 16", "node-version-file: ../../x"))).contains("K14");
    assertThat(table(ci("node-version: 16", "node-version-file: ${{ inputs.x }}")))
        .contains("K14");
  }

  /** A name asks, so that the readers speak and no fix does. */
  private static String renamed(String workflow) {
    return workflow.replace("name: CI\n", "name: Checks\n");
  }

  private static String with(String permissions) {
    return PLAIN.replace("jobs:\n", permissions + "\njobs:\n");
  }

  private static String table(FileChange change) {
    return RiskTable.text(decide(change));
  }
}
