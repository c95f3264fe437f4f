package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Reachability;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionMajorTest {
  private static final String OLD_COMMIT = "1111111111111111111111111111111111111111";
  private static final String NEW_COMMIT = "2222222222222222222222222222222222222222";
  private static final String REFUSED =
      "This request has been automatically failed because it uses a deprecated version of"
          + " `actions/upload-artifact: v3`. Learn more: https://github.blog/changelog/";
  private static final String WORKFLOW = """
      name: CI
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - uses: actions/upload-artifact@v3 # the report
              with:
                name: report
                path: build/report.html
        show:
          needs: build
          runs-on: ubuntu-24.04
          steps:
            - uses: "actions/download-artifact@v3.0.2"
              with:
                name: report
      """;
  private static final String AFTER =
      WORKFLOW.replace("artifact@v3.0.2", "artifact@v4").replace("artifact@v3", "artifact@v4");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void upload_and_download_move_together_in_all_files() {
    Repo two = Repo.with(Repo.CI, WORKFLOW)
        .and(".github/workflows/other.yml", WORKFLOW)
        .and(
            "action.yml",
            "runs: {using: composite, steps: [{uses: actions/download-artifact@v2}]}\n");

    Proposed proposed = two.propose("action-major", REFUSED);

    assertThat(two.after(proposed, Repo.CI)).isEqualTo(AFTER);
    assertThat(two.after(proposed, ".github/workflows/other.yml")).isEqualTo(AFTER);
    assertThat(two.after(proposed, "action.yml")).contains("download-artifact@v4");
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(repo.recognise(Repo.CI, AFTER)).matches(Recognition::isAutomatic);
  }

  @Test
  void one_of_two_left_behind_is_not_it() {
    assertThat(repo.edit(Repo.CI, "upload-artifact@v3", "upload-artifact@v4"))
        .matches(r -> !r.isAutomatic());
    assertThat(repo.edit(Repo.CI, "download-artifact@v3.0.2", "download-artifact@v4"))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    strategy:\n      matrix:\n        os: [a, b]\n    steps:",
        "    strategy:\n      matrix: ${{ fromJSON(inputs.legs) }}\n    steps:"
      })
  void a_name_that_each_leg_uploads_asks(String steps) {
    String before =
        WORKFLOW.replaceFirst("    steps:", java.util.regex.Matcher.quoteReplacement(steps));

    assertThat(Repo.with(Repo.CI, before)
            .recognise(
                Repo.CI,
                before
                    .replace("artifact@v3.0.2", "artifact@v4")
                    .replace("artifact@v3", "artifact@v4")))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource({
    "path: build/report.html, path: build/.report",
    "on: push, on: [workflow_call]",
    "name: report, name: ${{ github.ref_name }}"
  })
  void what_the_new_version_does_otherwise_asks(String find, String replace) {
    String before = WORKFLOW.replaceFirst(find, java.util.regex.Matcher.quoteReplacement(replace));
    String after =
        before.replace("artifact@v3.0.2", "artifact@v4").replace("artifact@v3", "artifact@v4");

    assertThat(Repo.with(Repo.CI, before).recognise(Repo.CI, after)).matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource({
    "actions/cache@v2, actions/cache@v4",
    "actions/cache@v4.0.2, actions/cache@v4",
    "github/codeql-action/init@v2, github/codeql-action/init@v3",
    "pnpm/action-setup@v2, pnpm/action-setup@v4"
  })
  void a_later_version_that_exists_is_automatic(String before, String after) {
    assertThat(uses(before).recognise(Repo.CI, text(after))).matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @CsvSource({
    "actions/cache@v4, actions/cache@v3", // back
    "actions/cache@v3, actions/cache@v99", // not known
    "actions/cache@v1, actions/cache@v2", // refused as well
    "actions/cache@v3, evil/cache@v4",
    "actions/cache@v3, actions/cache/save@v4",
    "actions/cache@v3, actions/cache@main",
    "actions/cache@v4.2.2, actions/cache@v4", // a release to a tag that moves
    "actions/cache@v4, actions/cache@v4.0.0", // may be a step back
    "actions/cache@v3, actions/cache@4",
    "acme/tool@v1.2.0, acme/tool@v1.3.0", // it works as it is
    "acme/tool@v1.2.0, acme/tool@v1.4.0",
    "acme/unknown@v1, acme/unknown@v2",
    "actions/cache@v3, actions/cache@v4-evil",
    "actions/cache@" + OLD_COMMIT + ", actions/cache@v5"
  })
  void anything_else_is_not(String before, String after) {
    assertThat(uses(before).recognise(Repo.CI, text(after))).matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource({
    "# v4.1.0, # v4.2.2, true",
    "'', '', true",
    "# v4.1.0, # v9.9.9, false",
    "# v4.1.0, # audited 4.2.2, false"
  })
  void a_commit_moves_with_the_version_in_its_comment(String old, String now, boolean automatic) {
    Repo pinned = uses("actions/cache@" + OLD_COMMIT + " " + old);

    assertThat(pinned.recognise(Repo.CI, text("actions/cache@" + NEW_COMMIT + " " + now)))
        .matches(r -> r.isAutomatic() == automatic);
  }

  @Test
  void an_older_commit_asks_whatever_its_comment_says() {
    assertThat(uses("actions/cache@" + NEW_COMMIT + " # v4.1.0")
            .recognise(Repo.CI, text("actions/cache@" + OLD_COMMIT + " # v4.2.2")))
        .matches(r -> !r.isAutomatic());
  }

  @Test
  void a_commit_that_no_tag_names_asks() {
    assertThat(uses("actions/cache@" + NEW_COMMIT + " # v4.1.0")
            .recognise(Repo.CI, text("actions/cache@" + OLD_COMMIT + " # v4.2.2")))
        .matches(r -> !r.isAutomatic());
  }

  @Test
  void a_workflow_that_locks_its_actions_asks() {
    String lock = "dependencies:\n  - actions/cache@v3\n";

    assertThat(Repo.with(Repo.CI, lock + text("actions/cache@v3"))
            .recognise(Repo.CI, lock + text("actions/cache@v4")))
        .matches(r -> r.isWhole() && !r.isAutomatic());
  }

  @Test
  void without_a_refused_version_it_does_not_apply() {
    assertThat(Repo.with(Repo.CI, AFTER).propose("action-major", REFUSED).whyNot())
        .isPresent();
  }

  private static Repo uses(String action) {
    return Repo.with(Repo.CI, text(action))
        .github(new RepositoryFacts(
            Map.of(),
            Map.of(),
            Map.of(new ActionRef("actions", "cache", "", NEW_COMMIT), Reachability.TAG),
            Map.of("acme/tool", Set.of("v1.2.0", "v1.3.0")),
            Map.of("actions/cache", Map.of("v4.1.0", OLD_COMMIT, "v4.2.2", NEW_COMMIT))));
  }

  private static String text(String action) {
    return """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: ACTION
        """.replace("ACTION", action);
  }

  @Test
  void what_GitHub_offers_for_what_it_refuses_is_no_new_code() {
    Recognition all = repo.recognise(Repo.CI, AFTER);
    Recognition other = repo.edit(Repo.CI, "checkout@v4", "checkout@v5");

    assertThat(all).matches(Recognition::isAutomatic).matches(r -> !r.bringsCode());
    assertThat(other).matches(Recognition::isAutomatic).matches(Recognition::bringsCode);
  }

  @Test
  void a_refused_cache_becomes_the_one_that_its_message_names() {
    Repo cache = Repo.with(Repo.CI, """
            on: push
            jobs:
              a:
                runs-on: ubuntu-24.04
                steps:
                  - uses: actions/cache@v2
            """);

    assertThat(cache.after(
            cache.propose("action-major", "uses a deprecated version of `actions/cache: v2`."),
            Repo.CI))
        .contains("actions/cache@v4");
  }
}
