package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GoVersionFileTest {
  private static final String LOG =
      "go: go.mod requires go >= 1.26.1 (running go 1.25.3; GOTOOLCHAIN=local)";
  private static final String MODULE = "module example.org/shop\n\ngo 1.26.1\n";
  private static final String RELEASE = ".github/workflows/release.yml";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - uses: actions/setup-go@v6
              with:
                go-version: '1.25.3' # the one we ship
                cache: false
            - run: go test ./...
      """;
  private static final String FIXED =
      WORKFLOW.replace("go-version: '1.25.3'", "go-version-file: go.mod");
  private static final String BARE = """
      on: push
      jobs:
        release:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - name: Set up Go
              uses: actions/setup-go@v6
            - run: go build
      """;
  private static final String BARE_FIXED = BARE.replace("setup-go@v6\n", """
      setup-go@v6
              with:
                go-version-file: go.mod
      """.stripIndent());

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW).and("go.mod", MODULE).and(RELEASE, BARE);

  @Test
  void the_version_comes_from_go_mod_in_every_workflow() {
    Proposed proposed = repo.propose("go-version-file", LOG);

    assertThat(repo.after(proposed, Repo.CI)).isEqualTo(FIXED);
    assertThat(repo.after(proposed, RELEASE)).isEqualTo(BARE_FIXED);
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(repo.recognise(Repo.CI, FIXED)).matches(Recognition::isAutomatic);
    assertThat(repo.recognise(RELEASE, BARE_FIXED)).matches(Recognition::isAutomatic);
  }

  @Test
  void a_literal_raised_to_what_go_mod_names_is_it_too() {
    assertThat(repo.edit(Repo.CI, "'1.25.3'", "'1.26.1'")).matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, "'1.25.3'", "'1.26'")).matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, "'1.25.3'", "'1.26.99'").isAutomatic()).isFalse();
    assertThat(repo.edit(Repo.CI, "'1.25.3'", "'1.24.3'").isAutomatic()).isFalse();
    assertThat(repo.edit(Repo.CI, "'1.25.3'", "${{ vars.GO }}").isAutomatic()).isFalse();
  }

  @Test
  void a_file_that_is_not_there_or_names_an_older_version_is_not_it() {
    assertThat(repo.recognise(Repo.CI, FIXED.replace("go.mod", "tools/go.mod")).isWhole())
        .isFalse();
    assertThat(Repo.with(Repo.CI, WORKFLOW)
            .and("go.mod", MODULE.replace("1.26.1", "1.24"))
            .recognise(Repo.CI, FIXED)
            .isAutomatic())
        .isFalse();
    assertThat(repo.and("old/go.mod", MODULE)
            .recognise(Repo.CI, FIXED.replace("go.mod", "old/go.mod"))
            .isAutomatic())
        .isFalse();
  }

  @Test
  void nothing_else_may_change_and_no_literal_may_stay() {
    assertThat(repo.recognise(Repo.CI, FIXED.replace("cache: false", "cache: true"))
            .isAutomatic())
        .isFalse();
    assertThat(repo.edit(Repo.CI, "cache: false", "go-version-file: go.mod").isAutomatic())
        .isFalse();
    String twice =
        WORKFLOW + "      - uses: actions/setup-go@v6\n        with: {go-version: '1.25.3'}\n";
    assertThat(Repo.with(Repo.CI, twice)
            .and("go.mod", MODULE)
            .recognise(
                Repo.CI, twice.replace("go-version: '1.25.3' #", "go-version-file: go.mod #"))
            .isAutomatic())
        .isFalse();
  }

  @Test
  void what_stands_for_the_newest_of_all_asks() {
    for (String literal : new String[] {"'1'", "1.x", "stable", "^1.25", ">=1.20"}) {
      String workflow = WORKFLOW.replace("'1.25.3'", "'" + literal.replace("'", "") + "'");
      String fixed = workflow.replaceFirst("go-version: '[^']*'", "go-version-file: go.mod");
      assertThat(Repo.with(Repo.CI, workflow)
              .and("go.mod", MODULE)
              .recognise(Repo.CI, fixed)
              .isAutomatic())
          .as(literal)
          .isFalse();
    }
  }

  @Test
  void before_the_checkout_there_is_no_file() {
    String early = WORKFLOW.replace("      - uses: actions/checkout@v4\n", "");
    Repo without = Repo.with(Repo.CI, early).and("go.mod", MODULE);

    assertThat(without.propose("go-version-file", LOG).whyNot()).isPresent();
    assertThat(without
            .recognise(Repo.CI, early.replace("go-version: '1.25.3'", "go-version-file: go.mod"))
            .isAutomatic())
        .isFalse();
  }

  @Test
  void a_matrix_and_a_dependency_that_asks_for_it_are_left_alone() {
    String matrix = WORKFLOW.replace("'1.25.3'", "${{ matrix.go }}");

    assertThat(Repo.with(Repo.CI, matrix).and("go.mod", MODULE).propose("go-version-file", LOG))
        .matches(proposed -> !proposed.applies());
    assertThat(repo.and("go.mod", MODULE.replace("1.26.1", "1.25")).propose("go-version-file", LOG))
        .matches(proposed -> !proposed.applies());
  }

  @Test
  void of_two_modules_the_one_that_asks_is_meant() {
    Repo two = repo.and("tools/go.mod", MODULE.replace("1.26.1", "1.20"));

    assertThat(two.after(two.propose("go-version-file", LOG), Repo.CI)).isEqualTo(FIXED);
  }
}
