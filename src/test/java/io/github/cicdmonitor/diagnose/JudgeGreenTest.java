package io.github.cicdmonitor.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.rules.RuleSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A hit on a line that a green run printed too is no reason, unless there is nothing else. */
final class JudgeGreenTest {
  private static final Judge JUDGE = new Judge(RuleSet.builtIn());
  private static final String HARMLESS =
      "Error response from daemon: toomanyrequests: You have reached your pull rate limit.";
  private static final String REASON = "src/shop.ts(3,5): error TS2322: Type 'a' is no 'b'.";

  private static Excerpt excerpt(Set<Integer> familiar) {
    return new Excerpt(
        List.of(
            new LogLine(1, SafeText.ofRedacted(HARMLESS)),
            new LogLine(2, SafeText.ofRedacted(REASON))),
        List.of(1, 2),
        Optional.empty(),
        List.of(),
        0,
        0,
        2,
        false,
        familiar,
        List.of());
  }

  private static Category category(Set<Integer> familiar) {
    return JUDGE.judge(excerpt(familiar)).orElseThrow().category();
  }

  @Test
  void a_line_of_both_logs_loses_against_a_new_one() {
    assertThat(category(Set.of())).isNotEqualTo(Category.COMPILATION);
    assertThat(category(Set.of(1))).isEqualTo(Category.COMPILATION);
    assertThat(category(Set.of(2))).isEqualTo(category(Set.of()));
  }

  @Test
  void an_answer_that_rests_on_a_familiar_line_is_less_sure() {
    Excerpt known = excerpt(Set.of(1, 2));

    assertThat(JUDGE.judge(known).orElseThrow().category()).isEqualTo(category(Set.of()));
    assertThat(JUDGE.judge(known).orElseThrow().confidence())
        .isLessThan(JUDGE.judge(excerpt(Set.of())).orElseThrow().confidence());
  }
}
