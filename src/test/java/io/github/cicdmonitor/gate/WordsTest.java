package io.github.cicdmonitor.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  private static final Words WORDS = Words.parse("x", """
      # said to people
      [one]
      a{,b}c d
      [patterns]
      \\bnpm (?:ci|i)\\b
      [options]
      --skip** -p*.txt {.,_}env
      """);

  @Test
  void a_list_holds_its_words_with_the_alternatives_written_out() {
    assertThat(WORDS.set("one")).containsExactly("ac", "abc", "d");
  }

  @Test
  void one_star_stops_at_a_slash_and_two_do_not() {
    List<String> fit = List.of("--skip=a/b", "-pa.txt", ".env", "_env");
    List<String> others = List.of("x--skip", "-pa/b.txt", "xenv", "-patxt");

    assertThat(fit).allMatch(text -> WORDS.whole("options").matcher(text).matches());
    assertThat(others).noneMatch(text -> WORDS.whole("options").matcher(text).matches());
  }

  @Test
  void an_expression_is_a_line() {
    assertThat(WORDS.found("patterns").matcher("run NPM ci now").find()).isTrue();
    assertThat(WORDS.patterns("patterns")).hasSize(1);
  }

  @Test
  void a_list_that_is_missing_or_there_twice_is_a_defect() {
    assertThatThrownBy(() -> WORDS.set("two")).hasMessageContaining("no list two");
    assertThatThrownBy(() -> Words.parse("x", "[a]\n[a]\n")).hasMessageContaining("two lists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "roles", "shell", "workflow", "paths"})
  void every_shipped_file_is_read(String file) {
    Words words = Words.of(file);

    assertThat(words.names()).isNotEmpty();
    assertThat(words).isSameAs(Words.of(file));
  }

  @ParameterizedTest
  @CsvSource({
    ".github/workflows/ci.yml, WORKFLOW",
    ".github/workflows/sub/ci.yml, OTHER_CI",
    ".github/workflows/readme.md, OTHER_CI",
    ".github/actions/setup/action.yml, ACTION",
    ".circleci/config.yml, OTHER_CI",
    "Jenkinsfile.release, OTHER_CI",
    "ci/azure-pipelines-nightly.yml, OTHER_CI",
    "a/requirements-dev.txt, REQUIREMENTS",
    "requirements/dev.txt, UNKNOWN",
    "tests/package.json, NPM_MANIFEST",
    "app/Dockerfile.dev, DOCKERFILE",
    "tools/x.dockerfile, DOCKERFILE",
    ".eslintrc.json, QUALITY_GATE",
    "jest.config.ts, QUALITY_GATE",
    "scripts/a.sh, SCRIPT",
    "deploy/values.yaml, INFRASTRUCTURE",
    "k8s/app/deployment.yml, INFRASTRUCTURE",
    "k8s/readme.txt, UNKNOWN",
    "tests/data.bin, TEST",
    "a_test.go, TEST",
    "x.spec.ts, TEST",
    "tests.py, TEST",
    "src/main.bin, SOURCE",
    "main.go, SOURCE",
    "docs/a/b.txt, DOCUMENTATION",
    "notes.txt, UNKNOWN",
    "README.md, DOCUMENTATION",
    "Makefile, SCRIPT",
    "makefile/x.bin, UNKNOWN"
  })
  void a_file_is_told_by_its_path(String path, FileKind kind) {
    assertThat(FileKind.of(path)).isEqualTo(kind);
  }
}
