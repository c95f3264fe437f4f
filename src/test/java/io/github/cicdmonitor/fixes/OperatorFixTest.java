package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OperatorFixTest {
  private static final String WORKFLOW = """
      name: CI
      on: push
      jobs:
        build:
          runs-on: [big-linux, x64]
          steps:
            - run: make LABEL=big-linux
        test:
          strategy:
            matrix:
              on: [big-linux, ubuntu-24.04]
          runs-on: ${{ matrix.on }}
          steps:
            - run: make test
      """;
  private static final String AFTER = WORKFLOW.replace("[big-linux", "[big-linux-24");
  private static final OperatorFix FIX = new OperatorFix(
      "old-pool",
      Category.INFRASTRUCTURE,
      List.of(Pattern.compile("pool big-linux is gone")),
      OperatorFix.Place.RUNNER_LABEL,
      "big-linux",
      "big-linux-24",
      "The pool big-linux was replaced.");

  private static Recognition recognise(String after) {
    return Catalogue.recognise(
        new ParsedChange(
            new FileChange(Repo.CI, "100644", Optional.of(WORKFLOW), Optional.of(after))),
        new FixEvidence(
            RepositoryFacts.NONE,
            Facts.shipped(),
            Repo.TODAY,
            Set.of(),
            Optional.empty(),
            List.of(FIX)));
  }

  @Test
  void every_place_of_that_sort_gets_the_new_text_and_no_other() {
    Repo repo = Repo.with(Repo.CI, WORKFLOW);
    List<String> log = List.of("the pool big-linux is gone");
    Catalogue.Call call = Catalogue.called(log, List.of(FIX)).get(0);

    Proposed proposed = call.fix().propose(repo.fault(call, log), repo.checkout());

    assertThat(repo.after(proposed, Repo.CI)).isEqualTo(AFTER);
  }

  @Test
  void it_is_recognised_when_all_of_it_moved_and_nothing_else() {
    assertThat(recognise(AFTER)).matches(Recognition::isAutomatic);
    assertThat(recognise(WORKFLOW.replace("[big-linux, x64]", "[big-linux-24, x64]"))
            .isWhole())
        .isFalse();
    assertThat(recognise(AFTER.replace("make test", "make tes")).isWhole()).isFalse();
    assertThat(recognise(WORKFLOW.replace("big-linux", "big-linux-24")).isWhole())
        .isFalse();
    assertThat(recognise(WORKFLOW.replace("[big-linux", "[big-linux-25")).isWhole())
        .isFalse();
  }
}
