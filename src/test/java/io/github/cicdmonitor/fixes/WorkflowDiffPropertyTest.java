package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CommentEvent;

/** Where nothing differs, nothing does: types, comments and what they stand at included. */
class WorkflowDiffPropertyTest {
  private static final String PLAIN = """
      name: CI # the name
      on: [push, pull_request]
      env:
        A: 1
        B: '1'
      # zizmor: ignore[excessive-permissions]
      jobs:
        test:
          runs-on: ${{ matrix.os }}
          continue-on-error: false
          strategy:
            matrix: {os: [ubuntu-24.04, windows-2025], v: [3.10, '3.10']}
          steps:
            - uses: actions/checkout@v4 # v4 # twice
              with: {fetch-depth: 0}
            - run: | # a comment behind the sign
                echo "# no comment"
                # none either

                make
            # above
            - name: "a # in quotes"
              if: true
              run: npm ci # zizmor: ignore
            - run: npm ci
        lint:
          needs: test
          uses: ./.github/workflows/x.yml
          with:
            flag: false
            text: ''
      """;

  private static final String ALIASED = """
      on: push
      jobs:
        a: &job
          runs-on: x # nosec
          steps: &steps
            - run: >-
                folded # text
                lines
            - 'uses': a/b@v1#x
              with: # inputs
                v: &v [1, 2]
        b: *job
        c:
          runs-on: x
          steps: *steps
      """;

  private static final List<String> TEXTS = List.of(
      PLAIN,
      ALIASED,
      PLAIN.replace("\n", "\r\n"),
      "\uFEFF" + PLAIN,
      PLAIN.replace("name: CI", "name: 🚀🧪").replace("make", "echo 🎉 # 🎈"),
      "runs: {using: composite, steps: [{run: x, shell: bash}]} # end",
      "on: push\njobs: text\n",
      "on: push\njobs:\n  a:\n    steps:\n      - text\n      - [list]\n");

  private static final List<String> PIECES = List.of(
      "\n",
      " ",
      "  ",
      "#",
      " # c",
      "'",
      "\"",
      "1",
      "0",
      "true",
      "false",
      "null",
      "~",
      "3.1",
      "3.10",
      ":",
      ": ",
      "-",
      "- ",
      "|",
      ">",
      "x",
      "[",
      "]",
      "{",
      "}",
      ",",
      "&j ",
      "*v",
      "\r",
      "🚀",
      "'1'",
      "\"1\"",
      "# zizmor: ignore",
      "\n# c\n",
      "\n\n",
      "${{ x }}");

  /** @param at where, of the length in parts of 10,000 */
  record Change(int at, int gone, String added) {
    String apply(String text) {
      int start = (int) ((long) at * text.length() / 10_000);
      int end = Math.min(text.length(), start + gone);
      return text.substring(0, start) + added + text.substring(end);
    }
  }

  @Property(tries = 6000)
  void without_a_difference_both_mean_the_same(
      @ForAll("texts") String before, @ForAll("changes") List<Change> changes) {
    String after = before;
    for (Change change : changes) {
      after = change.apply(after);
    }
    check(before, after);
  }

  /** A line elsewhere: what most often looks the same and is not. */
  @Property(tries = 3000)
  void a_line_that_moved(
      @ForAll("texts") String before,
      @ForAll("places") int from,
      @ForAll("places") int to,
      @ForAll("tails") boolean tail) {
    List<String> lines = new ArrayList<>(List.of(before.split("\n", -1)));
    int source = (int) ((long) from * lines.size() / 10_001);
    int target = (int) ((long) to * lines.size() / 10_001);
    String line = lines.get(source);
    int sign = line.indexOf('#');
    if (tail && sign > 0) {
      lines.set(source, line.substring(0, sign - 1));
      lines.set(target, lines.get(target) + line.substring(sign - 1));
    } else {
      lines.remove(source);
      lines.add(Math.min(target, lines.size()), line);
    }
    check(before, String.join("\n", lines));
  }

  private static void check(String before, String after) {
    Optional<WorkflowFile> old = WorkflowFile.read(Repo.CI, before);
    Optional<WorkflowFile> now = WorkflowFile.read(Repo.CI, after);
    boolean compared = old.isPresent() && now.isPresent();
    if (!compared || !WorkflowDiff.of(old.get(), now.get()).deltas().isEmpty()) {
      Statistics.collect(compared ? "differs" : "not readable");
      return;
    }
    Statistics.collect(before.equals(after) ? "the same text" : "no difference");
    assertThat(typed(now.get().root(), List.of())).isEqualTo(typed(old.get().root(), List.of()));
    List<String> told = comments(before);
    assertThat(commentsOr(after, told)).isEqualTo(told);
  }

  /** Written out with types, except where GitHub makes a text of everything. */
  private static String typed(Yaml value, List<String> at) {
    if (value.mapping().isPresent()) {
      TreeMap<String, String> all = new TreeMap<>();
      value.mapping().get().entries().forEach((key, item) -> {
        List<String> below = new ArrayList<>(at);
        below.add(key);
        all.put(key, typed(item, below));
      });
      return all.toString();
    }
    if (value.sequence().isPresent()) {
      List<String> below = new ArrayList<>(at);
      below.add("[]");
      return value.sequence().get().items().stream()
          .map(i -> typed(i, below))
          .toList()
          .toString();
    }
    boolean step = at.contains("[]") && (at.contains("with") || at.contains("run"));
    boolean text = step || at.contains("env") || at.contains("name") || at.contains("uses");
    return value
        .scalar()
        .map(s -> (text ? "" : s.type()) + "<" + s.text() + ">")
        .orElse("?");
  }

  /** As the parser tells them; it cannot read some comments of a flow mapping, which are none then. */
  private static List<String> commentsOr(String text, List<String> others) {
    try {
      return comments(text);
    } catch (org.snakeyaml.engine.v2.exceptions.ParserException e) {
      return others;
    }
  }

  /** As the parser itself tells them, which the program does not ask. */
  private static List<String> comments(String text) {
    List<String> found = new ArrayList<>();
    LoadSettings settings = LoadSettings.builder().setParseComments(true).build();
    new Parse(settings).parseString(text.replace("\uFEFF", "")).forEach(event -> {
      if (event instanceof CommentEvent comment && !comment.getValue().isBlank()) {
        found.add(comment.getValue().strip());
      }
    });
    return found;
  }

  @Example
  void the_parser_and_the_program_find_the_same_comments() {
    for (String text : TEXTS.subList(0, 6)) {
      assertThat(Comments.in(WorkflowFile.read(Repo.CI, text).orElseThrow()).stream()
              .map(comment -> comment.text().substring(1).strip()))
          .as(text)
          .isEqualTo(comments(text));
    }
  }

  @Example
  void a_comment_that_moves_to_a_line_of_the_same_words_is_a_difference() {
    assertThat(deltas(
            PLAIN,
            PLAIN
                .replace("npm ci # zizmor: ignore", "npm ci")
                .replace("- run: npm ci\n  lint", "- run: npm ci # zizmor: ignore\n  lint")))
        .isNotEmpty();
    String twice = "on: push\njobs:\n  a:\n    steps:\n      - run: x # skip\n      - run: x\n";
    assertThat(deltas(twice, twice.replace(" # skip\n      - run: x", "\n      - run: x # skip")))
        .isNotEmpty();
  }

  @Example
  void a_comment_stays_with_a_line_that_is_edited_or_moves_down() {
    assertThat(deltas(PLAIN, PLAIN.replace("checkout@v4 #", "checkout@v5 #"))).hasSize(1);
    assertThat(deltas(PLAIN, PLAIN.replace("      # above\n", "      - run: new\n      # above\n")))
        .hasSize(1);
  }

  @Example
  void blanks_and_empty_lines_are_no_difference() {
    assertThat(deltas(PLAIN, PLAIN.replace("needs: test\n", "needs:  test   \n\n")))
        .isEmpty();
  }

  @Example
  void text_and_truth_differ_outside_of_inputs_of_steps() {
    assertThat(deltas(PLAIN, PLAIN.replace("error: false", "error: 'false'"))).hasSize(1);
    assertThat(deltas(PLAIN, PLAIN.replace("flag: false", "flag: 'false'"))).hasSize(1);
    assertThat(deltas(PLAIN, PLAIN.replace("fetch-depth: 0", "fetch-depth: '0'")))
        .isEmpty();
    assertThat(deltas(PLAIN, PLAIN.replace("A: 1", "A: '1'"))).isEmpty();
  }

  @Example
  void what_is_no_job_or_step_is_compared_as_well() {
    assertThat(deltas("jobs: a\n", "jobs: b\n")).isNotEmpty();
    assertThat(deltas("runs: a\n", "runs: b\n")).isNotEmpty();
    assertThat(deltas("jobs: {a: {steps: [x]}}\n", "jobs: {a: {steps: [y]}}\n")).isNotEmpty();
    assertThat(deltas("jobs: {a: {steps: []}}\n", "jobs: {}\n")).isNotEmpty();
  }

  private static List<Delta> deltas(String before, String after) {
    assertThat(after).isNotEqualTo(before);
    return WorkflowDiff.of(
            WorkflowFile.read(Repo.CI, before).orElseThrow(),
            WorkflowFile.read(Repo.CI, after).orElseThrow())
        .deltas();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(TEXTS);
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 10_000);
  }

  @Provide
  Arbitrary<Boolean> tails() {
    return Arbitraries.of(true, false);
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 10_000),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(PIECES))
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }
}
