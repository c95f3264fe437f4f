package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreviousRunnerImageTest {
  private static final String LINE = "line 1: fastlane: command not found";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-latest
          steps:
            - run: fastlane test
        lint:
          runs-on: ubuntu-latest
          steps:
            - run: make lint
      """;
  private static final String AFTER = WORKFLOW.replaceFirst("ubuntu-latest", "ubuntu-24.04");

  private final Repo moved = Repo.with(Repo.CI, WORKFLOW).images("ubuntu-24.04", "ubuntu-26.04");

  @Test
  void only_the_failed_job_keeps_the_image_on_which_it_passed() {
    assertThat(moved.after(propose(moved, "ubuntu-24.04", "ubuntu-26.04"), Repo.CI))
        .isEqualTo(AFTER);
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(moved.recognise(Repo.CI, AFTER)).matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu-latest, ubuntu-22.04",
    "ubuntu-latest, ubuntu-20.04",
    "ubuntu-latest, ubuntu-24.04-arm",
    "ubuntu-latest, windows-2022",
    "ubuntu-latest, self-hosted",
    "ubuntu-latest, ${{ inputs.os }}"
  })
  void another_label_is_not_it(String find, String replace) {
    assertThat(moved.recognise(
            Repo.CI,
            WORKFLOW.replaceFirst(find, java.util.regex.Matcher.quoteReplacement(replace))))
        .matches(r -> !r.isAutomatic());
  }

  @Test
  void another_job_with_it_or_no_images_asks() {
    assertThat(moved.recognise(Repo.CI, WORKFLOW.replace("ubuntu-latest", "ubuntu-24.04")))
        .matches(r -> !r.isAutomatic());
    assertThat(Repo.with(Repo.CI, WORKFLOW).recognise(Repo.CI, AFTER))
        .matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(Repo.with(Repo.CI, WORKFLOW)
            .images("ubuntu-26.04", "ubuntu-26.04")
            .recognise(Repo.CI, AFTER))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource({
    ".github/workflows/ci.yml, lint",
    ".github/workflows/ci.yml, ''",
    ".github/workflows/nightly.yml, test",
    "'', test"
  })
  void images_of_another_job_are_no_evidence(String workflow, String job) {
    Repo repo = Repo.with(Repo.CI, WORKFLOW)
        .images(new FixEvidence.Images(workflow, job, "ubuntu-24.04", "ubuntu-26.04"));

    assertThat(repo.recognise(Repo.CI, AFTER)).matches(r -> r.isWhole() && !r.isAutomatic());
  }

  @Test
  void two_jobs_of_the_same_name_are_not_told_apart() {
    String twins = WORKFLOW.replace("  lint:\n", "  lint:\n    name: test\n");
    Repo repo = Repo.with(Repo.CI, twins).images("ubuntu-24.04", "ubuntu-26.04");

    assertThat(repo.recognise(Repo.CI, twins.replaceFirst("ubuntu-latest", "ubuntu-24.04")))
        .matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(propose(repo, "ubuntu-24.04", "ubuntu-26.04").whyNot()).isPresent();
  }

  @Test
  void on_the_same_image_it_does_not_apply() {
    assertThat(propose(moved, "ubuntu-26.04", "ubuntu-26.04").whyNot()).isPresent();
    assertThat(
            Repo.with(Repo.CI, WORKFLOW).propose("previous-runner-image", LINE).whyNot())
        .isPresent();
  }

  private static Proposed propose(Repo repo, String green, String red) {
    Fault fault = new Fault(
        LINE,
        List.of("fastlane"),
        List.of(LINE),
        Repo.CI,
        "test",
        Facts.shipped(),
        Repo.TODAY,
        Optional.of(new FixEvidence.Images(Repo.CI, "test", green, red)));
    return Catalogue.named("previous-runner-image").orElseThrow().propose(fault, repo.checkout());
  }
}
