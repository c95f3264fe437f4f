package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NodeVersionTest {
  private static final String LOG =
      "error undici@7.0.0: The engine \"node\" is incompatible with this"
          + " module. Expected version \">=20.18.1\". Got \"18.20.8\"";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - uses: actions/setup-node@v4
              with:
                node-version: 18.x # as in production
            - run: yarn install --frozen-lockfile
        old:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/setup-node@v4
              with:
                node-version: ${{ matrix.node }}
      """;
  private static final String FIXED = WORKFLOW.replace("18.x", "22.x");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void the_lowest_supported_even_major_is_taken() {
    repo.mends("node-version", LOG, FIXED);
  }

  @Test
  void a_file_that_names_a_version_is_preferred() {
    Repo named = repo.and(".nvmrc", "v22.14.0\n");
    String fixed = WORKFLOW.replace("node-version: 18.x", "node-version-file: .nvmrc");

    named.mends("node-version", LOG, fixed);
    assertThat(Repo.with(Repo.CI, WORKFLOW)
            .and(".nvmrc", "16\n")
            .recognise(Repo.CI, fixed)
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with(Repo.CI, WORKFLOW)
            .and(".nvmrc", "lts/*\n")
            .recognise(Repo.CI, fixed)
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with(Repo.CI, WORKFLOW).recognise(Repo.CI, fixed).isAutomatic())
        .isFalse();
  }

  @Test
  void a_file_that_is_too_old_moves_as_well() {
    Repo named = repo.and(".nvmrc", "v18.20.0\n");
    Proposed proposed = named.propose("node-version", LOG);

    assertThat(named.after(proposed, ".nvmrc")).isEqualTo("v22\n");
    assertThat(named.after(proposed, Repo.CI)).isEqualTo(FIXED);
    assertThat(named.recognise(Repo.CI, FIXED).isAutomatic()).isFalse();
  }

  @Test
  void what_package_json_forbids_does_not_apply() {
    Repo capped = repo.and("package.json", "{\"engines\": {\"node\": \"^18.0.0\"}}");

    assertThat(capped.propose("node-version", LOG).whyNot()).isPresent();
    assertThat(capped.recognise(Repo.CI, FIXED).isAutomatic()).isFalse();
  }

  @Test
  void npm_and_frameworks_ask_in_their_own_words() {
    for (String line : new String[] {
      "npm error notsup Required: {\"node\":\"^20.17.0 || >=22.9.0\"}",
      "npm ERR! notsup Required: {\"npm\":\">=10\",\"node\":\">=20\"}",
      "You are using Node.js 18.1.0. For Next.js, Node.js version \">=20.9.0\" is required.",
      "The Angular CLI requires a minimum Node.js version of v20.19."
    }) {
      assertThat(repo.after(repo.propose("node-version", line), Repo.CI))
          .as(line)
          .isEqualTo(FIXED);
    }
  }
}
