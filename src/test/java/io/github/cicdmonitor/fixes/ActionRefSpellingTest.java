package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ActionRefSpellingTest {
  private static final String LOG =
      "Unable to resolve action `actions/checkout@v4.0`, unable to find version `v4.0`";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4.0
            - uses: 'Actions/checkout@v4.0'
            - run: make
      """;
  private static final String FIXED = WORKFLOW.replace("@v4.0", "@v4");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW)
      .github(new RepositoryFacts(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of("actions/checkout", Set.of("v3", "v4", "v4.1.0", "v5"))));

  @Test
  void the_major_that_exists_is_used_everywhere() {
    repo.mends("action-ref-spelling", LOG, FIXED);
    assertThat(repo.recognise(Repo.CI, FIXED).bringsCode()).isTrue();
  }

  @Test
  void another_major_owner_or_tag_is_not_it() {
    for (String instead : new String[] {
      "actions/checkout@v5",
      "actions/checkout@v3",
      "evil/checkout@v4",
      "actions/checkout@main",
      "actions/checkout/sub@v4",
      "actions/checkout@v4.1"
    }) {
      assertThat(repo.edit(Repo.CI, "uses: actions/checkout@v4.0", "uses: " + instead)
              .isAutomatic())
          .as(instead)
          .isFalse();
    }
  }

  @Test
  void a_tag_that_exists_or_is_not_known_asks() {
    assertThat(Repo.with(Repo.CI, WORKFLOW).recognise(Repo.CI, FIXED).isAutomatic())
        .isFalse();
    assertThat(repo.github(new RepositoryFacts(
                Map.of(), Map.of(), Map.of(), Map.of("actions/checkout", Set.of("v4", "v4.0"))))
            .recognise(Repo.CI, FIXED)
            .isAutomatic())
        .isFalse();
  }

  @Test
  void what_is_not_one_spelling_away_does_not_apply() {
    assertThat(repo.propose(
                "action-ref-spelling",
                "Unable to resolve action `actions/checkout@v4.7`, unable to find version `v4.7`")
            .whyNot())
        .isPresent();
  }
}
