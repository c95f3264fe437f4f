package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FileChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every kind of fix, whatever is done to its edits. */
class FixPropertyTest {
  private static final List<String> ALWAYS = List.of(
      "digit",
      "reverted",
      "expression",
      "quotes",
      "type",
      "extra key",
      "extra key beside",
      "extra step",
      "extra word",
      "another word",
      "comment",
      "owner",
      "another line");

  private static final List<FileChange> OTHER_FILES = List.of(
      change("README.md", "a\n", "b\n"),
      change("src/a.py", "a\n", "b\n"),
      change("other/Dockerfile", "FROM node:20.11.0\n", "FROM evil/node:20.11.1\n"),
      change(".github/workflows/b.yml", "on: push\njobs: {}\n", "on: push\njobs: {a: {}}\n"),
      new FileChange("new.sh", "100644", Optional.empty(), Optional.of("#!/bin/sh\n")),
      new FileChange("old.sh", "100644", Optional.of("x\n"), Optional.empty()),
      new FileChange("data.bin", "100644", Optional.of("x\n"), Optional.of("x\n"), "100755"));

  private static FileChange change(String path, String before, String after) {
    return new FileChange(path, "100644", Optional.of(before), Optional.of(after));
  }

  @Example
  void every_sample_is_automatic() {
    assertThat(Samples.ALL).allMatch(sample -> sample.isAutomatic(sample.after()));
  }

  @Example
  void no_mutation_of_a_sample_is_automatic() {
    Map<String, Integer> applied = new LinkedHashMap<>();
    List<String> passed = new ArrayList<>();
    for (Sample sample : Samples.ALL) {
      Mutations.of(sample).forEach((what, texts) -> {
        applied.merge(what, texts.size(), Integer::sum);
        for (String text : texts) {
          if (sample.isAutomatic(text)) {
            passed.add(what + " of " + sample + ":\n" + difference(sample.after(), text));
          }
        }
      });
    }
    assertThat(passed).isEmpty();
    assertThat(applied.keySet()).as("mutations that were made").containsAll(ALWAYS);
  }

  private static String difference(String right, String text) {
    StringBuilder shown = new StringBuilder();
    TextDiff.of("", right, text)
        .hunks()
        .forEach(hunk ->
            shown.append(hunk.before()).append(" -> ").append(hunk.after()).append('\n'));
    return shown.toString();
  }

  @Example
  void another_file_that_is_no_fix_asks() {
    Repo repo = Samples.ALL.get(0).repo().get();
    assertThat(OTHER_FILES).noneMatch(change -> repo.recognise(change).isAutomatic());
  }

  /** Two edits of one file: together they are automatic only where each of them is. */
  @Property(tries = 1500)
  void a_further_change_never_makes_it_more_automatic(
      @ForAll("samples") Sample sample, @ForAll("edits") Edit edit) {
    String only = edit.apply(sample.before());
    String both = edit.apply(sample.after());
    boolean independent =
        WholeFile.isReadable(sample.path(), only) && WholeFile.isReadable(sample.path(), both);
    if (independent && !sample.isAutomatic(only)) {
      assertThat(sample.isAutomatic(both) && !both.equals(sample.after()) && !edit.undone(sample))
          .as(edit + "\n" + both)
          .isFalse();
    }
  }

  /** @param at line, of the number of lines in parts of 1,000 */
  record Edit(int at, boolean gone, String added) {
    String apply(String text) {
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      int index = at * lines.size() / 1001;
      if (gone) {
        lines.remove(index);
      }
      if (!added.isEmpty()) {
        lines.add(index, added);
      }
      return String.join("\n", lines);
    }

    /** It took away or hid the change itself. */
    boolean undone(Sample sample) {
      String text = apply(sample.after());
      return text.equals(sample.before()) || text.equals(apply(sample.before()));
    }
  }

  /** Whether a text can be told to be the file at all. */
  static final class WholeFile {
    private WholeFile() {}

    static boolean isReadable(String path, String text) {
      return !path.endsWith(".yml")
          || io.github.cicdmonitor.workflow.WorkflowFile.read(path, text).isPresent();
    }
  }

  @Property(tries = 300)
  void a_mutation_of_one_file_is_not_saved_by_another(
      @ForAll("samples") Sample sample, @ForAll @IntRange(max = 6) int other) {
    Repo repo = sample.repo().get();
    List<FileChange> changes = List.of(sample.change(sample.after()), OTHER_FILES.get(other));

    assertThat(changes.stream().allMatch(change -> repo.recognise(change).isAutomatic()))
        .isFalse();
  }

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.of(Samples.ALL);
  }

  @Provide
  Arbitrary<Edit> edits() {
    return net.jqwik.api.Combinators.combine(
            Arbitraries.integers().between(0, 1000),
            Arbitraries.of(true, false),
            Arbitraries.of(
                "",
                "    if: false",
                "      - run: evil",
                "# c",
                "x",
                "      # zizmor: ignore",
                "    timeout-minutes: 20",
                "      A: 1",
                "        shell: pwsh",
                "FROM evil",
                "RUN x"))
        .as(Edit::new);
  }

  /** Kinds that never go out by themselves, or whose proposals another kind recognises. */
  private static final Set<String> NO_SAMPLE = Set.of(
      "archived-debian-suite",
      "artifact-name-per-leg",
      "bitnami-legacy",
      "bundler-platform",
      "cmake-policy-minimum",
      "corepack-keys",
      "externally-managed-python",
      "golangci-lint-version",
      "java-version-from-build", // runtime-version
      "kubernetes-api-version",
      "missing-tool",
      "ruby-release", // action-major
      "safe-directory",
      "setuptools-below-82",
      "system-header",
      "executable-bit"); // no text: ExecutableBitTest

  @Example
  void every_kind_that_may_go_out_by_itself_has_a_sample() {
    Set<String> sampled = new TreeSet<>(NO_SAMPLE);
    Samples.ALL.forEach(sample -> sampled.add(sample.name()));

    assertThat(
            Catalogue.all().stream().map(Fix::name).filter(name -> !name.endsWith("-lock-refresh")))
        .allMatch(sampled::contains);
  }

  @Example
  void a_kind_without_a_sample_claims_no_part_of_another_one() {
    List<String> claimed = Samples.ALL.stream()
        .flatMap(
            sample -> sample.repo().get().recognise(sample.change(sample.after())).fixes().stream())
        .filter(fix -> fix.asks().isEmpty())
        .map(Recognised::fix)
        .filter(NO_SAMPLE::contains)
        .toList();

    assertThat(claimed).isEmpty();
  }
}
