package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WrittenLockTest {
  private static final List<String> NPM =
      List.of("npm", "install", "--package-lock-only", "--ignore-scripts");
  private static final String HASH = "sha512-" + "A".repeat(86) + "==";
  private static final String MANIFEST =
      "{\"dependencies\": {\"a\": \"^1.0.0\", \"b\": \"^2.0.0\"}}";
  private static final String BEFORE =
      lock("\"a\": \"^1.0.0\", \"b\": \"^1.0.0\"", entry("a", "1.0.0") + "," + entry("b", "1.5.0"));
  private static final String AFTER = lock(
      "\"a\": \"^1.0.0\", \"b\": \"^2.0.0\"",
      entry("a", "1.0.0") + "," + entry("b", "2.1.0") + "," + entry("c", "3.0.0"));

  private static String lock(String root, String entries) {
    return "{\n  \"name\": \"x\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"\": {\"dependencies\": {"
        + root + "}}," + entries + "\n  }\n}\n";
  }

  private static String entry(String name, String version) {
    return "\n    \"node_modules/" + name + "\": {\n      \"version\": \"" + version
        + "\",\n      \"resolved\": \"https://registry.npmjs.org/" + name
        + ".tgz\",\n      \"integrity\": \"" + HASH + "\"\n    }";
  }

  private static Recognition recognise(
      String path, String before, String after, Optional<FixEvidence.Written> written) {
    RepositoryFacts facts =
        new RepositoryFacts(Map.of("package.json", MANIFEST), Map.of(), Map.of(), Map.of());
    FixEvidence evidence = new FixEvidence(
        facts, Facts.shipped(), Repo.TODAY, Set.of(), Optional.empty(), List.of(), written);
    return Catalogue.recognise(
        new ParsedChange(new FileChange(path, "100644", Optional.of(before), Optional.of(after))),
        evidence);
  }

  private static Optional<FixEvidence.Written> by(List<String> argv, String path, String text) {
    return Optional.of(new FixEvidence.Written(argv, Map.of(path, text)));
  }

  private static Recognition npm(String after) {
    return recognise("package-lock.json", BEFORE, after, by(NPM, "package-lock.json", after));
  }

  @Test
  void what_the_command_added_and_the_version_that_the_manifest_names_go_out() {
    assertThat(npm(AFTER)).matches(Recognition::isAutomatic).matches(Recognition::bringsCode);
  }

  @Test
  void the_same_as_an_edit_or_of_another_command_asks() {
    assertThat(recognise("package-lock.json", BEFORE, AFTER, Optional.empty()))
        .matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(recognise(
            "package-lock.json",
            BEFORE,
            AFTER,
            by(List.of("npm", "update"), "package-lock.json", AFTER)))
        .matches(r -> !r.isAutomatic());
    assertThat(recognise(
            "package-lock.json", BEFORE, AFTER, by(NPM, "package-lock.json", AFTER + "\n")))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @CsvSource({
    "2.1.0, 1.9.9", // the manifest does not allow it
    "2.1.0, 3.0.0",
    "\"version\": \"1.0.0\", \"version\": \"1.0.1\"", // nobody named that one
    "https://registry.npmjs.org/c.tgz, https://evil.example/c.tgz",
    "https://registry.npmjs.org/c.tgz, git+ssh://git@github.com/x/c.git",
    "lockfileVersion\": 3, lockfileVersion\": 2",
    "{\"a\": \"^1.0.0\", {\"a\": \"^0.1.0\"",
    "\"name\": \"x\", \"name\": \"y\"",
    "node_modules/a\", node_modules/d\"",
  })
  void anything_else_that_the_command_did_asks(String find, String replace) {
    String odd = AFTER.replace(find, replace);

    assertThat(odd).isNotEqualTo(AFTER);
    assertThat(npm(odd).isAutomatic()).isFalse();
  }

  @Test
  void a_script_at_installation_or_no_hash_asks() {
    assertThat(npm(AFTER.replace("\"3.0.0\",", "\"3.0.0\", \"hasInstallScript\": true,"))
            .isAutomatic())
        .isFalse();
    int last = AFTER.lastIndexOf(HASH);
    assertThat(npm(AFTER.substring(0, last) + AFTER.substring(last).replace("sha512", "sha1"))
            .isAutomatic())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "uv.lock, uv lock",
    "Cargo.lock, cargo update --workspace",
    "go.sum, go mod tidy",
    "poetry.lock, poetry lock",
    "Gemfile.lock, bundle lock --add-platform x86_64-linux",
    ".terraform.lock.hcl, terraform providers lock -platform=linux_amd64"
  })
  void lines_that_are_only_added_go_out_and_changed_ones_ask(String path, String command) {
    List<String> argv = List.of(command.split(" ", -1));
    String before = "one\ncontent-hash = \"" + "a".repeat(64) + "\"\ntwo\n";
    String added = "one\nmore\ncontent-hash = \"" + "b".repeat(64) + "\"\ntwo\nand more\n";
    String changed = added.replace("two", "three");
    String source = added.replace("more\n", "source = \"git+https://evil.example/x\"\n");

    assertThat(recognise(path, before, added, by(argv, path, added)))
        .matches(Recognition::isAutomatic);
    assertThat(recognise(path, before, changed, by(argv, path, changed)).isAutomatic())
        .isFalse();
    assertThat(recognise(path, before, source, by(argv, path, source)).isAutomatic())
        .isFalse();
    assertThat(recognise(path, before, added, Optional.empty()).isAutomatic()).isFalse();
  }

  @Test
  void go_mod_takes_further_requirements_and_nothing_else() {
    List<String> tidy = List.of("go", "mod", "tidy");
    String before = "module x\n\ngo 1.22\n";
    String after = before + "\nrequire github.com/a/b v1.2.3 // indirect\n";
    String replaces = before + "\nreplace github.com/a/b => ./b\n";

    assertThat(recognise("go.mod", before, after, by(tidy, "go.mod", after)))
        .matches(Recognition::isAutomatic);
    assertThat(
            recognise("go.mod", before, replaces, by(tidy, "go.mod", replaces)).isAutomatic())
        .isFalse();
    assertThat(recognise("go.mod", before, after, Optional.empty()).isAutomatic())
        .isFalse();
  }
}
