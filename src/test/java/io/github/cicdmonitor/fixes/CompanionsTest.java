package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompanionsTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            # the code
            - uses: actions/checkout@v4
            - uses: pnpm/action-setup@v4
              with:
                version: 9 # as everybody has it
            - name: Set up Node 16
              uses: actions/setup-node@v4
              with:
                node-version: 16
            - name: Start docker-compose
              run: docker-compose up -d
            - name: Test on 16
              run: make test # quickly
      """;
  private static final String NODE = WORKFLOW.replace("node-version: 16", "node-version: 22");

  private final Repo repo =
      Repo.with(Repo.CI, WORKFLOW).and("package.json", "{\"packageManager\": \"pnpm@9.12.0\"}\n");

  @Test
  void the_name_of_a_step_tells_the_new_value() {
    assertThat(repo.recognise(Repo.CI, NODE.replace("Node 16", "Node 22")))
        .matches(Recognition::isAutomatic);
    assertThat(repo.recognise(Repo.CI, WORKFLOW.replace("docker-compose", "docker compose")))
        .matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @CsvSource({
    "Node 16, Node 20",
    "Node 16, Node 22 (skip)",
    "Node 16, ${{ github.head_ref }} 22",
    "Node 16, Deno 22",
    "Test on 16, Test on 22"
  })
  void any_other_name_asks(String find, String replace) {
    assertThat(repo.recognise(Repo.CI, NODE.replace(find, replace))).matches(r -> !r.isAutomatic());
  }

  @Test
  void a_name_alone_asks() {
    assertThat(repo.edit(Repo.CI, "Node 16", "Node 22")).matches(r -> !r.isAutomatic());
  }

  @Test
  void a_comment_goes_with_its_line() {
    assertThat(
            repo.edit(Repo.CI, "        with:\n          version: 9 # as everybody has it\n", ""))
        .matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @CsvSource({
    "'          version: 9 # as everybody has it\n', '          # as everybody has it\n'",
    "'          version: 9 # as everybody has it\n', '          version: 9\n'",
    "'      # the code\n', ''",
    "' # quickly', ''"
  })
  void any_other_comment_asks(String find, String replace) {
    String after = WORKFLOW.replace(find.replace("\\n", "\n"), replace.replace("\\n", "\n"));

    assertThat(after).isNotEqualTo(WORKFLOW);
    assertThat(repo.recognise(Repo.CI, after)).matches(r -> !r.isAutomatic());
  }

  @Test
  void a_comment_elsewhere_is_none_of_it() {
    String fixed =
        WORKFLOW.replace("        with:\n          version: 9 # as everybody has it\n", "");

    assertThat(repo.recognise(Repo.CI, fixed.replace(" # quickly", "")))
        .matches(r -> !r.isAutomatic());
    assertThat(repo.recognise(Repo.CI, fixed.replace("# quickly", "# nosec")))
        .matches(r -> !r.isAutomatic());
  }
}
