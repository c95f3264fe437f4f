package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class RuntimeVersionTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            matrix:
              python: ['3.8', '3.12']
          steps:
            - uses: actions/setup-python@v5
              with:
                python-version: '3.9'
            - uses: actions/setup-node@v4
              with:
                node-version: 16.x
            - uses: actions/setup-python@v5
              with:
                python-version: ${{ matrix.python }}
            - uses: actions/setup-java@v4
              with:
                distribution: temurin
                java-version: 11
            - uses: ruby/setup-ruby@v1
              with:
                ruby-version: 2.7.8
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void an_unsupported_version_moves_to_a_supported_one() {
    assertThat(repo.edit(Repo.CI, "'3.9'", "'3.12'")).matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, "16.x", "20.x")).matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, "16.x", "22.x")).matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, "2.7.8", "3.4.5"))
        .as("no file of the repository asks for it")
        .matches(r -> r.isWhole() && !r.isAutomatic());
  }

  @Test
  void another_direction_style_or_kind_is_not_it() {
    for (String instead : new String[] {
      "14.x", "lts/dubnium", "lts/*", "99.x", "21.x", "22", "v22.x", "latest", "${{ matrix.x }}"
    }) {
      assertThat(repo.edit(Repo.CI, "16.x", instead).isAutomatic()).as(instead).isFalse();
    }
    for (String instead : new String[] {"jruby-9.4.5", "3.4.999", "2.7.9", "2.7.1", "3.4"}) {
      assertThat(repo.edit(Repo.CI, "2.7.8", instead).isAutomatic()).as(instead).isFalse();
    }
    for (String instead : new String[] {"3.10", "'3.1'", "3.x", "'>=3.12'", "pypy3.10"}) {
      assertThat(repo.edit(Repo.CI, "'3.9'", instead).isAutomatic()).as(instead).isFalse();
    }
  }

  @Test
  void a_supported_version_stays_unless_the_build_names_another() {
    assertThat(repo.edit(Repo.CI, "java-version: 11", "java-version: 17").isAutomatic())
        .isFalse();
    Repo built = repo.and(
        "pom.xml",
        "<project><properties><maven.compiler.release>17"
            + "</maven.compiler.release></properties></project>");
    assertThat(built.edit(Repo.CI, "java-version: 11", "java-version: 17"))
        .matches(Recognition::isAutomatic);
    assertThat(built
            .edit(Repo.CI, "distribution: temurin", "distribution: graalvm")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void the_repository_s_own_files_decide() {
    Repo node = repo.and("package.json", "{\"engines\": {\"node\": \">=20 <24\"}}");
    assertThat(node.edit(Repo.CI, "16.x", "20.x")).matches(Recognition::isAutomatic);
    assertThat(node.edit(Repo.CI, "16.x", "22.x")).matches(Recognition::isAutomatic);
    assertThat(node.edit(Repo.CI, "16.x", "24.x").isAutomatic()).isFalse();
    assertThat(repo.and(".nvmrc", "18\n").edit(Repo.CI, "16.x", "22.x").isAutomatic())
        .isFalse();
  }

  @Test
  void an_unreadable_range_asks() {
    assertThat(repo.and("package.json", "{\"engines\": {\"node\": \">=20 || next\"}}")
            .edit(Repo.CI, "16.x", "22.x")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void a_leg_of_a_matrix_asks() {
    Recognition recognition = repo.edit(Repo.CI, "'3.8', ", "'3.11', ");

    assertThat(recognition.isWhole()).isTrue();
    assertThat(recognition.isAutomatic()).isFalse();
  }

  @Test
  void a_second_step_that_keeps_the_version_asks() {
    String twice =
        WORKFLOW + "      - uses: actions/setup-node@v4\n        with: {node-version: 16.x}\n";
    assertThat(Repo.with(Repo.CI, twice)
            .edit(Repo.CI, "  node-version: 16.x\n", "  node-version: 22.x\n")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void a_file_of_one_version_moves_too() {
    Repo files = repo.and(".python-version", "3.8\n")
        .and("pyproject.toml", "[project]\nrequires-python = \">=3.9\"\n")
        .and(".ruby-version", "3.1.2\n");
    assertThat(files.recognise(".python-version", "3.9\n")).matches(Recognition::isAutomatic);
    assertThat(files.recognise(".python-version", "3.7\n").isAutomatic()).isFalse();
    assertThat(files.recognise(".python-version", "3.99\n").isAutomatic()).isFalse();
    assertThat(files.recognise(".python-version", "3.9\n3.12\n").isAutomatic()).isFalse();
    assertThat(files.recognise(".ruby-version", "jruby-9.4\n").isAutomatic()).isFalse();
    assertThat(files.recognise(".ruby-version", "3.4.2\n"))
        .as("no file of the repository asks for it")
        .matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(files
            .and("runtime.txt", "python-3.8.18\n")
            .recognise("runtime.txt", "python-3.12.1\n")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void a_variable_that_only_setup_steps_use_moves_too() {
    String workflow = """
        on: push
        env:
          NODE_VERSION: 18
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/setup-node@v4
                with:
                  node-version: ${{ env.NODE_VERSION }}
              - run: npm test
        """;
    assertThat(Repo.with(Repo.CI, workflow).edit(Repo.CI, "18", "22"))
        .matches(Recognition::isAutomatic);
    assertThat(Repo.with(Repo.CI, workflow).edit(Repo.CI, "18", "16").isAutomatic())
        .isFalse();
    assertThat(Repo.with(Repo.CI, workflow.replace("npm test", "nvm use $NODE_VERSION"))
            .edit(Repo.CI, "18", "22")
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with(Repo.CI, workflow.replace("NODE_VERSION", "AUDIT_VERSION"))
            .edit(Repo.CI, "18", "22")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void what_is_deployed_by_the_same_file_asks() {
    Repo deployed = repo.and(".python-version", "3.8\n").and("Procfile", "web: gunicorn app\n");

    assertThat(deployed.recognise(".python-version", "3.12\n").isAutomatic()).isFalse();
  }

  @Test
  void old_facts_only_advise() {
    assertThat(repo.on(LocalDate.of(2027, 9, 1)).edit(Repo.CI, "16.x", "24.x").isAutomatic())
        .isFalse();
  }
}
