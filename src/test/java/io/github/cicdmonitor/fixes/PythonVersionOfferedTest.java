package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PythonVersionOfferedTest {
  private static final String MISSING =
      "The version '3.7' with architecture 'x64' was not found for Ubuntu 24.04.";
  private static final String MATRIX = """
      on: push
      jobs:
        test:
          runs-on: ${{ matrix.os }}
          strategy:
            matrix:
              python: ["3.7", "3.12"]
              include:
                - os: ubuntu-latest
          steps:
            - uses: actions/setup-python@v5
              with:
                python-version: ${{ matrix.python }}
            - run: pytest
      """;
  private static final String PINNED = MATRIX.replace(
      "          - os: ubuntu-latest\n",
      "          - os: ubuntu-latest\n          - os: ubuntu-22.04\n            python: \"3.7\"\n");
  private static final String SINGLE = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/setup-python@v5
              with:
                python-version: '3.7'
      """;

  @Test
  void a_leg_of_a_matrix_keeps_an_image_that_has_its_version() {
    Repo repo = Repo.with(Repo.CI, MATRIX);

    repo.mends("python-version-offered", MISSING, PINNED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "- os: ubuntu-22.04=>- os: ubuntu-20.04", // gone
        "- os: ubuntu-22.04=>- os: ubuntu-22.04-arm",
        "- os: ubuntu-22.04=>- os: self-hosted",
        "- os: ubuntu-22.04=>- os: ${{ inputs.os }}",
        "python: \"3.7\"=>python: \"3.12\"", // offered already
        "python: \"3.7\"=>python: \"3.6\"", // no leg of the matrix
        "python: \"3.7\"=>python: \"3.7\"\\n            soft: true",
        "python: [\"3.7\", \"3.12\"]=>python: [\"3.7\"]",
        "run: pytest=>run: pytest || true"
      })
  void any_other_leg_is_not_it(String find, String replace) {
    String after = PINNED.replace(find, replace.replace("\\n", "\n"));

    assertThat(after).isNotEqualTo(PINNED);
    assertThat(Repo.with(Repo.CI, MATRIX).recognise(Repo.CI, after)).matches(r -> !r.isAutomatic());
  }

  @Test
  void the_new_leg_stands_behind_the_one_for_all() {
    String first = MATRIX.replace("          - os: ubuntu-latest\n", """
                      - os: ubuntu-22.04
                        python: "3.7"
                      - os: ubuntu-latest
            """);

    assertThat(Repo.with(Repo.CI, MATRIX).recognise(Repo.CI, first)).matches(r -> !r.isAutomatic());
  }

  @Test
  void a_version_that_nothing_names_becomes_the_one_of_the_image() {
    Repo repo = Repo.with(Repo.CI, SINGLE);
    String after = SINGLE.replace("'3.7'", "'3.x'");

    repo.mends("python-version-offered", MISSING, after);
  }

  @Test
  void the_lowest_that_the_project_runs_on_and_the_image_offers() {
    Repo repo = Repo.with(Repo.CI, SINGLE)
        .and("pyproject.toml", "[project]\nrequires-python = \">=3.9\"\n");

    assertThat(repo.after(repo.propose("python-version-offered", MISSING), Repo.CI))
        .isEqualTo(SINGLE.replace("'3.7'", "'3.9'"));
  }

  @Test
  void a_version_that_the_project_names_keeps_an_image_that_has_it() {
    Repo repo = Repo.with(Repo.CI, SINGLE)
        .and("pyproject.toml", "[project]\nrequires-python = \">=3.7\"\n");

    assertThat(repo.after(repo.propose("python-version-offered", MISSING), Repo.CI))
        .isEqualTo(SINGLE.replace("ubuntu-24.04", "ubuntu-22.04"));
    assertThat(repo.recognise(Repo.CI, SINGLE.replace("'3.7'", "'3.x'")))
        .matches(r -> r.isWhole() && !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource({
    "'''3.7''', '''3.6'''",
    "'''3.7''', ${{ inputs.python }}",
    "'''3.7''', pypy-3.9",
    "'''3.7''', '''3.8''\n          allow-prereleases: true'",
    "ubuntu-24.04, ubuntu-latest"
  })
  void another_value_is_not_it(String find, String replace) {
    String after = SINGLE.replace(find, replace);

    assertThat(after).isNotEqualTo(SINGLE);
    assertThat(Repo.with(Repo.CI, SINGLE).recognise(Repo.CI, after)).matches(r -> !r.isAutomatic());
  }

  @Test
  void a_version_that_is_offered_stays() {
    String offered = SINGLE.replace("3.7", "3.11");

    assertThat(Repo.with(Repo.CI, offered).recognise(Repo.CI, offered.replace("3.11", "3.12")))
        .matches(r -> !r.isAutomatic());
    assertThat(Repo.with(Repo.CI, offered)
            .propose("python-version-offered", MISSING)
            .whyNot())
        .isPresent();
  }

  @Test
  void old_facts_only_advise() {
    assertThat(Repo.with(Repo.CI, MATRIX).on(LocalDate.of(2027, 4, 1)).recognise(Repo.CI, PINNED))
        .matches(r -> r.isWhole() && !r.isAutomatic());
  }

  private static final String ALL_LEGS = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-latest
          strategy:
            matrix:
              python: ["3.7", "3.11"]
          steps:
            - uses: actions/setup-python@v5
              with:
                python-version: ${{ matrix.python }}
            - run: pytest
      """;
  private static final String TWO_AXES = ALL_LEGS
      .replace("runs-on: ubuntu-latest", "runs-on: ${{ matrix.os }}")
      .replace("matrix:\n", "matrix:\n        os: [ubuntu-latest, windows-latest]\n");
  private static final String EXCHANGED = TWO_AXES.replace("python: [\"3.7\", \"3.11\"]\n", """
      python: ["3.7", "3.11"]
              exclude:
                - os: ubuntu-latest
                  python: "3.7"
              include:
                - os: ubuntu-22.04
                  python: "3.7"
      """);

  @Test
  void all_legs_go_back_to_an_image_that_has_every_version() {
    Repo repo = Repo.with(Repo.CI, ALL_LEGS);
    String after = ALL_LEGS.replace("ubuntu-latest", "ubuntu-22.04");

    repo.mends("python-version-offered", MISSING, after);
  }

  @Test
  void the_line_says_of_which_system_the_image_is() {
    Repo repo = Repo.with(Repo.CI, TWO_AXES);

    assertThat(repo.propose("python-version-offered", MISSING.replace("Ubuntu 24.04", "macOS 26"))
            .whyNot())
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu-22.04, ubuntu-20.04", // gone
    "ubuntu-22.04, ubuntu-22.04-arm",
    "ubuntu-22.04, windows-2022",
    "'\"3.7\", ', ''", // no longer tested
    "'[\"3.7\", \"3.11\"]', '[\"3.10\", \"3.11\"]'",
    "'run: pytest', 'run: pytest --co'"
  })
  void another_move_of_all_legs_is_not_it(String find, String replace) {
    String right = ALL_LEGS.replace("ubuntu-latest", "ubuntu-22.04");
    String after = right.replace(find, replace);

    assertThat(after).isNotEqualTo(right);
    assertThat(Repo.with(Repo.CI, ALL_LEGS).recognise(Repo.CI, after))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource({
    "'run: pytest', 'run: pytest\n        if: MATRIX'",
    "'    steps:', '    container: python\n    steps:'",
    "'\"3.11\"', '\"3.11\", \"3.15.0-alpha.1\"'"
  })
  void where_the_versions_or_the_machine_are_not_known_it_asks(String find, String replace) {
    String before = ALL_LEGS
        .replace(find, replace.replace("\\n", "\n"))
        .replace("MATRIX", "contains(matrix.python, '3') && 'ubuntu-latest'");
    String after = before.replace("runs-on: ubuntu-latest", "runs-on: ubuntu-22.04");

    assertThat(before).isNotEqualTo(ALL_LEGS);
    assertThat(Repo.with(Repo.CI, before).recognise(Repo.CI, after)).matches(r -> !r.isAutomatic());
  }

  @Test
  void one_leg_of_two_axes_is_put_back_on_an_older_image() {
    assertThat(Repo.with(Repo.CI, TWO_AXES).recognise(Repo.CI, EXCHANGED))
        .matches(Recognition::isAutomatic);
  }

  @Test
  void a_leg_is_taken_away_wherever_its_item_stands() {
    String windows = "          - os: windows-latest\n            python: \"3.7\"\n";
    String ours = "          - os: ubuntu-latest\n            python: \"3.7\"\n";
    String before = TWO_AXES.replace("3.11\"]\n", "3.11\"]\n        exclude:\n" + windows);
    String after = EXCHANGED.replace(ours, ours + windows);

    assertThat(Repo.with(Repo.CI, before).recognise(Repo.CI, after))
        .matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @SuppressWarnings("StringConcatToTextBlock") // a row each
  @CsvSource({
    "'  - os: ubuntu-22.04\n"
        + "            python: \"3.7\"', '  - os: ubuntu-22.04\n"
        + "            python: \"3.11\"'",
    "'  - os: ubuntu-22.04\n"
        + "            python: \"3.7\"', '  - os: ubuntu-22.04\n"
        + "            python: 3.7'",
    "ubuntu-22.04, ubuntu-20.04",
    "'- os: ubuntu-22.04', '- soft: true\n            os: ubuntu-22.04'",
    "'- os: ubuntu-latest\n            python: \"3.7\"', '- os: ubuntu-latest'",
    "'- os: ubuntu-latest\n"
        + "            python: \"3.7\"', '- os: windows-latest\n"
        + "            python: \"3.7\"'"
  })
  void another_exchange_is_not_it(String find, String replace) {
    String from = find.replace("\\n", "\n");
    String after = EXCHANGED.replace(from, replace.replace("\\n", "\n"));

    assertThat(after).isNotEqualTo(EXCHANGED);
    assertThat(Repo.with(Repo.CI, TWO_AXES).recognise(Repo.CI, after))
        .matches(r -> !r.isAutomatic());
  }

  @Test
  void a_leg_that_a_step_knows_by_its_label_asks() {
    String named = "run: pytest\n        if: matrix.os == 'ubuntu-latest'";

    assertThat(Repo.with(Repo.CI, TWO_AXES.replace("run: pytest", named))
            .recognise(Repo.CI, EXCHANGED.replace("run: pytest", named)))
        .matches(r -> !r.isAutomatic());
    assertThat(Repo.with(Repo.CI, MATRIX.replace("run: pytest", named))
            .recognise(Repo.CI, PINNED.replace("run: pytest", named)))
        .matches(r -> !r.isAutomatic());
  }
}
