package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DotnetGlobalJsonTest {
  private static final String LOG = "A compatible .NET SDK was not found.";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - uses: actions/setup-dotnet@v4
              with:
                dotnet-version: 8.0.x
            - run: dotnet test
      """;
  private static final String FIXED =
      WORKFLOW.replace("dotnet-version: 8.0.x", "global-json-file: global.json");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW)
      .and(
          "global.json",
          "{\"sdk\": {\"version\": \"10.0.100\", \"rollForward\": \"latestFeature\"}}");

  @Test
  void the_version_comes_from_global_json() {
    repo.mends("dotnet-global-json", LOG, FIXED);
  }

  @Test
  void another_file_or_version_is_not_it() {
    assertThat(repo.recognise(Repo.CI, FIXED.replace("global.json", "old/global.json"))
            .isAutomatic())
        .isFalse();
    assertThat(repo.edit(Repo.CI, "8.0.x", "3.1.x").isAutomatic()).isFalse();
    assertThat(repo.edit(Repo.CI, "8.0.x", "${{ vars.SDK }}").isAutomatic()).isFalse();
    assertThat(Repo.with(Repo.CI, WORKFLOW)
            .and("global.json", "{\"sdk\": {\"version\": \"6.0.100\"}}")
            .recognise(Repo.CI, FIXED)
            .isAutomatic())
        .isFalse();
  }

  @Test
  void without_global_json_it_does_not_apply() {
    Repo none = Repo.with(Repo.CI, WORKFLOW);

    assertThat(none.propose("dotnet-global-json", LOG).whyNot()).isPresent();
    assertThat(none.recognise(Repo.CI, FIXED).isAutomatic()).isFalse();
  }
}
