package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetiredRunnerLabelTest {
  private static final String RETIRED =
      "The macOS-13 based runner images are now retired. For more details, see the announcement.";
  private static final String WORKFLOW = """
      name: CI
      on: push
      jobs:
        build:
          name: build on ${{ matrix.os }}
          runs-on: ${{ matrix.os }}
          strategy:
            matrix:
              os: [ubuntu-latest, macos-13] # both
              jdk: ["17", "21"]
              exclude:
                - os: macos-13
                  jdk: "17"
              include:
                - os: "macos-13"
                  extra: true
          steps:
            - uses: actions/checkout@v4
            - if: matrix.os == 'macos-13'
              run: brew install ninja
            - if: ${{ startsWith(matrix.os, 'macos') && 'macos-13' != matrix.os }}
              run: echo other
        package:
          runs-on: [macos-13]
          steps:
            - run: make
      """;
  private static final String AFTER = WORKFLOW.replace("macos-13", "macos-15-intel");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void each_place_of_the_label_moves() {
    Proposed proposed = repo.propose("retired-runner-label", RETIRED);

    assertThat(repo.after(proposed, Repo.CI)).isEqualTo(AFTER);
    assertThat(proposed.reason()).contains("macos-13 is retired; macos-15-intel is the next image");
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(repo.recognise(Repo.CI, AFTER)).matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This is a scheduled macOS-13 brownout. The macOS-13 environment is deprecated.",
        "The macos-13 environment is deprecated, consider switching to macos-15-intel",
        "macOS 13 is unsupported since December 2025",
        "No runner matching the specified labels was found: macos-13",
        "Requested labels: macos-13"
      })
  void other_ways_to_say_it(String line) {
    assertThat(repo.propose("retired-runner-label", line).applies()).isTrue();
  }

  @Test
  void windows_and_ubuntu_are_called_by_their_product_names() {
    Repo windows = Repo.with(Repo.CI, WORKFLOW.replace("macos-13", "windows-2019"));

    assertThat(windows.after(
            windows.propose(
                "retired-runner-label",
                "This is a scheduled Windows Server 2019 brownout. The Windows Server 2019 image"
                    + " will go."),
            Repo.CI))
        .isEqualTo(WORKFLOW.replace("macos-13", "windows-2022"));
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu-20.04, ubuntu-22.04",
    "ubuntu-20.04, ubuntu-24.04",
    "ubuntu-22.04, ubuntu-24.04",
    "windows-2019, windows-2025",
    "macos-14, macos-15"
  })
  void the_successor_or_a_later_image(String before, String after) {
    String text = WORKFLOW.replace("macos-13", before);

    assertThat(Repo.with(Repo.CI, text).recognise(Repo.CI, text.replace(before, after)))
        .matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @CsvSource({
    "macos-13, macos-15", // another processor
    "macos-13, macos-latest",
    "macos-13, macos-12", // gone as well
    "macos-13, macos-15-large", // another size
    "macos-13, ubuntu-24.04",
    "macos-13, our-mac",
    "macos-13, ${{ github.event.inputs.os }}",
    "macos-13, self-hosted",
    "ubuntu-24.04, ubuntu-26.04", // stays
    "ubuntu-24.04, ubuntu-24.04-arm"
  })
  void another_label_is_not_it(String before, String after) {
    String text = WORKFLOW.replace("macos-13", before);

    assertThat(Repo.with(Repo.CI, text).recognise(Repo.CI, text.replace(before, after)))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os: [ubuntu-latest, macos-15-intel]",
        "- os: macos-15-intel\n            jdk",
        "- os: \"macos-15-intel\"",
        "matrix.os == 'macos-15-intel'",
        "'macos-15-intel' != matrix.os",
        "runs-on: [macos-15-intel]"
      })
  void an_occurrence_left_behind_is_not_it(String place) {
    String old = place.replace("macos-15-intel", "macos-13");

    assertThat(AFTER).contains(place);
    assertThat(repo.recognise(Repo.CI, AFTER.replace(place, old))).matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run: brew install ninja|run: test \"${{ matrix.os }}\" = macos-15-intel",
        "run: make|run: make OS=macos-13",
        "os: [ubuntu-latest, macos-13]|os: [ubuntu-latest, macos-13, macos-15-intel]",
        "startsWith(matrix.os, 'macos')|endsWith(matrix.os, '-intel')",
        "startsWith(matrix.os, 'macos')|contains(fromJSON('[1]'), matrix.os)",
        "runs-on: [macos-13]|runs-on: [self-hosted, macos-13]",
        "runs-on: [macos-13]|runs-on: ${{ github.ref && 'macos-13' }}"
      })
  void what_else_depends_on_the_label_asks(String find, String replace) {
    String before = WORKFLOW.replace(find, replace);

    assertThat(before).isNotEqualTo(WORKFLOW);
    assertThat(Repo.with(Repo.CI, before)
            .recognise(Repo.CI, before.replace("macos-13", "macos-15-intel")))
        .matches(r -> !r.isAutomatic());
  }

  @Test
  void a_condition_that_does_not_speak_of_the_runner_is_not_it() {
    String before = WORKFLOW.replace("matrix.os == 'macos-13'", "github.ref_name == 'macos-13'");

    assertThat(Repo.with(Repo.CI, before)
            .recognise(Repo.CI, before.replace("macos-13", "macos-15-intel"))
            .isWhole())
        .isFalse();
  }

  @Test
  void two_legs_that_become_one_ask() {
    String before = WORKFLOW.replace("[ubuntu-latest, macos-13]", "[macos-12, macos-13]");
    String after =
        before.replace("macos-12", "macos-15-intel").replace("macos-13", "macos-15-intel");

    assertThat(Repo.with(Repo.CI, before).recognise(Repo.CI, after)).matches(r -> !r.isAutomatic());
  }

  @Test
  void a_change_beside_it_is_not_it() {
    assertThat(repo.recognise(Repo.CI, AFTER.replace("run: make", "run: make || true"))
            .isWhole())
        .isFalse();
  }

  @Test
  void old_facts_only_advise() {
    Repo later = Repo.with(Repo.CI, WORKFLOW).on(LocalDate.of(2027, 6, 1));

    assertThat(later.recognise(Repo.CI, AFTER)).matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(later.propose("retired-runner-label", RETIRED).whyNot()).isPresent();
  }

  @Test
  void a_label_without_an_end_does_not_move() {
    assertThat(repo.propose("retired-runner-label", "Requested labels: ubuntu-24.04")
            .whyNot())
        .hasValueSatisfying(why -> assertThat(why).contains("no end"));
  }

  @Test
  void an_annotation_that_suggests_another_image_is_not_overruled() {
    assertThat(repo.propose(
                "retired-runner-label",
                "The macOS-13 based runner images are now retired, use macOS 26 (macos-26-intel).")
            .applies())
        .isFalse();
  }

  private static final String LEGS = """
      on: push
      jobs:
        t:
          runs-on: ${{ matrix.os }}
          strategy:
            matrix:
              include:
                - {os: ubuntu-20.04, py: '3.8'}
                - {os: ubuntu-22.04, py: '3.10'}
          steps:
            - run: make test
      """;

  @Test
  void legs_that_differ_in_more_than_the_image_may_share_one() {
    Repo repo = Repo.with(Repo.CI, LEGS);
    String after = LEGS.replace("ubuntu-20.04", "ubuntu-22.04");

    assertThat(repo.after(
            repo.propose(
                "retired-runner-label", "The Ubuntu-20.04 based runner images are now retired."),
            Repo.CI))
        .isEqualTo(after);
    assertThat(repo.recognise(Repo.CI, after)).matches(Recognition::isAutomatic);
  }

  @Test
  void legs_that_would_merge_or_are_told_by_the_image_ask() {
    String merging = LEGS.replace("'3.8'", "'3.10'");
    String told =
        LEGS.replace("run: make test", "run: make test\n        if: matrix.os == 'ubuntu-22.04'");

    String named = LEGS.replace(
        "- run: make test",
        "- uses: actions/cache@v4\n        with: {path: x, key: 'k-${{ matrix.os }}'}");

    for (String before : List.of(merging, told, named)) {
      assertThat(before).isNotEqualTo(LEGS);
      assertThat(Repo.with(Repo.CI, before)
              .recognise(Repo.CI, before.replace("os: ubuntu-20.04", "os: ubuntu-22.04")))
          .matches(r -> !r.isAutomatic());
    }
  }

  @Test
  void an_axis_that_has_the_successor_already_asks() {
    String axis = LEGS.replace("include:", "os: [ubuntu-20.04, ubuntu-22.04]")
        .replaceAll("(?m)^ *- \\{os.*\\n", "");

    assertThat(Repo.with(Repo.CI, axis)
            .recognise(Repo.CI, axis.replace("[ubuntu-20.04", "[ubuntu-22.04")))
        .matches(r -> !r.isAutomatic());
  }
}
