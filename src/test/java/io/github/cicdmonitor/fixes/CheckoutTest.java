package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckoutTest {
  private static final String OTHER = ".github/workflows/other.yml";
  private static final String ACTION = "tools/action.yml";

  private static final Checkout FILES = Repo.with(Repo.CI, "on: push # Actions/Setup-Go\n")
      .and(OTHER, "on: push\n")
      .and(ACTION, "runs: {using: composite} # actions/setup-go\n")
      .and("b/c/go.mod", "")
      .and("z/go.mod", "")
      .and("a/go.mod", "")
      .and("docs/action.yml.md", "# actions/setup-go\n")
      .checkout();

  @Test
  void a_word_is_looked_for_in_whatever_case() {
    assertThat(paths(FILES.workflowsWith("actions/setup-go", "no-such"))).containsExactly(Repo.CI);
    assertThat(paths(FILES.workflowsAndActionsWith("actions/SETUP-go")))
        .containsExactly(Repo.CI, ACTION);
    assertThat(FILES.workflowsWith("no-such")).isEmpty();
    assertThat(FILES.workflowsWith()).isEmpty();
  }

  @Test
  void one_workflow_or_all_where_it_is_not_known_which() {
    assertThat(paths(FILES.workflowsAt(OTHER))).containsExactly(OTHER);
    assertThat(paths(FILES.workflowsAt(""))).containsExactly(Repo.CI, OTHER);
    assertThat(FILES.workflowsAt(ACTION)).isEmpty();
    assertThat(FILES.workflowsAt(".github/workflows/gone.yml")).isEmpty();
  }

  @Test
  void files_of_a_name_come_from_the_root_downwards() {
    assertThat(FILES.named("go.mod")).containsExactly("a/go.mod", "z/go.mod", "b/c/go.mod");
    assertThat(FILES.named("mod")).isEmpty();
  }

  private static List<String> paths(List<WorkflowFile> files) {
    return files.stream().map(WorkflowFile::path).toList();
  }
}
