package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class T64PackageTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-latest
          steps:
            - run: |
                sudo apt-get update
                sudo apt-get install -y \\
                  libasound2 libnss3 # libasound2 for sound
                echo libasound2 is there
      """;
  private static final String AFTER =
      WORKFLOW.replace("libasound2 libnss3", "libasound2t64 libnss3");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void the_name_changes_where_it_is_installed() {
    assertThat(repo.after(
            repo.propose("t64-package", "E: Package 'libasound2' has no installation candidate"),
            Repo.CI))
        .isEqualTo(AFTER);
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(repo.recognise(Repo.CI, AFTER)).matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "libasound3 libnss3",
        "libasound2t64 libnss3t64",
        "libasound2t64 libnss3 netcat",
        "libasound2t64",
        "libasound2t64=1.0 libnss3"
      })
  void another_list_of_packages_is_not_it(String packages) {
    assertThat(repo.edit(Repo.CI, "libasound2 libnss3", packages)).matches(r -> !r.isAutomatic());
  }

  @Test
  void a_word_that_is_not_installed_stays() {
    assertThat(repo.edit(Repo.CI, "echo libasound2 is", "echo libasound2t64 is"))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ubuntu-22.04",
        "self-hosted",
        "${{ inputs.os }}",
        "ubuntu-latest\n    container: debian:12"
      })
  void an_older_release_lacks_the_name(String runner) {
    Repo older = Repo.with(Repo.CI, WORKFLOW.replace("ubuntu-latest", runner));

    assertThat(older.recognise(Repo.CI, AFTER.replace("ubuntu-latest", runner)))
        .matches(r -> !r.isAutomatic());
    assertThat(older
            .propose("t64-package", "E: Unable to locate package libasound2")
            .whyNot())
        .isPresent();
  }

  @Test
  void a_package_that_kept_its_name_does_not_move() {
    assertThat(
            repo.propose("t64-package", "E: Unable to locate package libnss3").whyNot())
        .isPresent();
  }
}
