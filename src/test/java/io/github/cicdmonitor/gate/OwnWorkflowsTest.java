package io.github.cicdmonitor.gate;

import static io.github.cicdmonitor.gate.Proposals.created;
import static io.github.cicdmonitor.gate.Proposals.decide;
import static io.github.cicdmonitor.gate.Proposals.edit;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Reachability;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own workflows, and the one to be copied, are held against the gate and the facts. */
class OwnWorkflowsTest {
  private static final String CI = ".github/workflows/ci.yml";
  private static final String RELEASE = ".github/workflows/release.yml";
  private static final String SCHEDULED = "scripts/github-actions/cicd-monitor.yml";
  private static final Pattern USES =
      Pattern.compile("(?m)^ *(?:- )?uses: (\\S+)(?: # v(\\d+)\\S*)?$");

  @ParameterizedTest
  @CsvSource({CI + ", ''", RELEASE + ", B-PERM B-SELF", SCHEDULED + ", B-PERM B-SELF"})
  void only_the_rights_that_a_workflow_needs_are_against_a_hard_rule(String file, String expected)
      throws IOException {
    List<String> broken = decide(vouched(file), created(target(file), read(file))).hits().stream()
        .map(HardRuleHit::rule)
        .distinct()
        .sorted()
        .toList();

    // B-SELF: what runs this program is never changed by it.
    assertThat(String.join(" ", broken)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        CI + "; contents: read; contents: write",
        CI + "; run: .ci/run; run: .ci/run || true",
        CI + "; pull_request:; pull_request_target:",
        CI + "; @c1e323688fd81a25caa38c78aa6df2d33d3e20d9 # v4.8.0; @main",
        RELEASE + "; permissions: {}; permissions: write-all",
        RELEASE + "; sha256sum --check --strict; sha256sum --version || sha256sum",
        SCHEDULED + "; permissions: {}; permissions: write-all",
        SCHEDULED + "; echo \"$SHA256 ; echo \"${{ inputs.incident }}$SHA256 "
      })
  void no_edit_that_weakens_them_is_made_without_asking(String file, String find, String replace)
      throws IOException {
    FileChange weakened = edit(target(file), read(file), find, replace);
    assertThat(weakened.before()).isNotEqualTo(weakened.after());

    assertThat(decide(vouched(file), weakened).outcome())
        .isIn(GateDecision.Outcome.BLOCK, GateDecision.Outcome.APPROVAL);
  }

  @Test
  void each_action_is_pinned_to_a_commit_and_GitHub_still_runs_its_version() throws IOException {
    Facts facts = Facts.shipped();
    List<String> bad = new ArrayList<>();
    int seen = 0;
    for (String file : List.of(CI, RELEASE, SCHEDULED)) {
      for (MatchResult use : USES.matcher(read(file)).results().toList()) {
        seen++;
        ActionRef action = ActionRef.parse(use.group(1)).orElseThrow();
        if (!action.isCommit()
            || use.group(2) == null
            || facts.actions().isShut(action.name(), Integer.parseInt(use.group(2)))) {
          bad.add(file + ": " + use.group());
        }
      }
    }
    assertThat(bad).isEmpty();
    assertThat(seen).isGreaterThan(6);
  }

  @Test
  void no_runner_image_in_use_is_retired() throws IOException {
    Facts facts = Facts.shipped();
    for (String file : List.of(CI, RELEASE, SCHEDULED)) {
      List<String> labels = Pattern.compile("runs-on: (\\S+)")
          .matcher(read(file))
          .results()
          .map(found -> found.group(1))
          .toList();
      assertThat(labels).as(file).isNotEmpty();
      assertThat(labels)
          .as(file)
          .allMatch(
              label -> facts.labels().contains(label) && facts.successor(label).isEmpty());
    }
  }

  /** Where the file ends up in a repository. */
  private static String target(String file) {
    return ".github/workflows/" + Path.of(file).getFileName();
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  /** GitHub has said that the commits are tagged. */
  private static GateContext vouched(String file) throws IOException {
    Map<ActionRef, Reachability> stands =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    USES.matcher(read(file))
        .results()
        .forEach(use -> stands.put(ActionRef.parse(use.group(1)).orElseThrow(), Reachability.TAG));
    return new Proposals.Context()
        .facts(new RepositoryFacts(Map.of(), Map.of(), stands, Map.of()))
        .build();
  }
}
