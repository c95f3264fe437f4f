package io.github.cicdmonitor.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Reachability;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The edits of {@code labelled-edits.txt} against the gate: nothing risky or hostile is automatic,
 * most of the benign is. The format is told at the head of that file.
 */
class LabelledEditsTest {
  record Edit(
      String label, String rule, String title, List<FileChange> changes, GateContext context) {
    @Override
    public String toString() {
      return label + ": " + title;
    }
  }

  static Stream<Edit> risky() {
    return edits().stream().filter(e -> !e.label().equals("benign"));
  }

  static Stream<Edit> withRule() {
    return edits().stream().filter(e -> !e.rule().isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("risky")
  void nothing_risky_or_hostile_is_automatic(Edit edit) {
    GateDecision decision = decide(edit);

    assertThat(decision.outcome()).as(RiskTable.text(decision)).isNotEqualTo(Outcome.AUTO);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withRule")
  void a_hostile_edit_is_refused_by_the_rule_it_breaks(Edit edit) {
    GateDecision decision = decide(edit);

    assertThat(decision.hits().stream().map(HardRuleHit::rule))
        .as(RiskTable.text(decision))
        .contains(edit.rule());
  }

  @Test
  void eight_of_ten_benign_edits_are_automatic() {
    List<Edit> benign = edits().stream().filter(e -> e.label().equals("benign")).toList();

    String asked = benign.stream()
        .filter(e -> decide(e).outcome() != Outcome.AUTO)
        .map(e -> e.title() + "\n" + RiskTable.text(decide(e)))
        .collect(Collectors.joining("\n"));
    long automatic =
        benign.stream().filter(e -> decide(e).outcome() == Outcome.AUTO).count();

    assertThat(benign).hasSizeGreaterThanOrEqualTo(50);
    assertThat((double) automatic / benign.size()).as(asked).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void each_label_has_at_least_fifty_edits_and_none_is_a_mere_repetition() {
    List<Edit> all = edits();
    Map<String, Long> byLabel =
        all.stream().collect(Collectors.groupingBy(Edit::label, Collectors.counting()));

    assertThat(byLabel).containsOnlyKeys("benign", "risky", "hostile");
    assertThat(byLabel.values()).allMatch(count -> count >= 50);
    assertThat(all.stream().map(e -> List.of(e.changes(), e.context())).distinct())
        .hasSameSizeAs(all);
  }

  private static GateDecision decide(Edit edit) {
    return SafetyGate.decide(edit.changes(), edit.context(), Proposals.USUAL);
  }

  static List<Edit> edits() {
    Map<String, String> bases = new HashMap<>();
    for (String part : Resources.read("base-files.txt").split("\n=== ", -1)) {
      int end = part.indexOf('\n');
      if (end > 0 && !part.startsWith("#")) {
        bases.put(part.substring(0, end).strip(), part.substring(end + 1) + "\n");
      }
    }
    List<Edit> edits = new ArrayList<>();
    for (String part : Resources.read("labelled-edits.txt").split("\n== ", -1)) {
      if (!part.startsWith("#")) {
        edits.add(edit(part, bases));
      }
    }
    return edits;
  }

  private static Edit edit(String part, Map<String, String> bases) {
    List<String> lines = part.lines().toList();
    String[] head = lines.get(0).split("\\|", 3);
    Proposals.Context context = new Proposals.Context();
    Map<String, String> after = new HashMap<>();
    List<String> paths = new ArrayList<>();
    StringBuilder find = new StringBuilder();
    StringBuilder replace = new StringBuilder();
    Facts facts = new Facts();
    for (String line : lines.subList(1, lines.size())) {
      char mark = line.isEmpty() ? ' ' : line.charAt(0);
      if (mark == '-') {
        apply(paths, after, find, replace, replace.length() > 0);
        find.append(find.isEmpty() ? "" : "\n").append(line.substring(Math.min(2, line.length())));
      } else if (mark == '+') {
        replace
            .append(replace.isEmpty() ? "" : "\n")
            .append(line.substring(Math.min(2, line.length())));
      } else {
        apply(paths, after, find, replace, true);
        if (mark == '@') {
          paths.add(line.substring(2).strip());
          after.put(
              line.substring(2).strip(), bases.getOrDefault(line.substring(2).strip(), ""));
        } else if (mark == '!') {
          facts.option(line.substring(2), context);
        }
      }
    }
    apply(paths, after, find, replace, true);
    List<FileChange> changes =
        paths.stream().map(path -> change(path, bases, after, facts)).toList();
    String[] label = head[0].strip().split(" ", 2);
    return new Edit(
        label[0],
        label.length > 1 ? label[1] : "",
        head[1].strip(),
        changes,
        context.facts(facts.build()).build());
  }

  private static FileChange change(
      String path, Map<String, String> bases, Map<String, String> after, Facts facts) {
    Optional<String> before = Optional.ofNullable(bases.get(path));
    if (before.isPresent()
        && before.get().equals(after.get(path))
        && !facts.deleted.contains(path)) {
      throw new IllegalArgumentException("changes nothing: " + path);
    }
    Optional<String> result =
        facts.deleted.contains(path) ? Optional.empty() : Optional.ofNullable(after.get(path));
    return new FileChange(path, facts.mode, before, result);
  }

  private static void apply(
      List<String> paths,
      Map<String, String> after,
      StringBuilder find,
      StringBuilder replace,
      boolean complete) {
    if (!complete || (find.isEmpty() && replace.isEmpty())) {
      return;
    }
    String path = paths.get(paths.size() - 1);
    String text = after.getOrDefault(path, "");
    String wanted = unescaped(find.toString());
    int at = text.indexOf(wanted);
    if (at < 0 || (!wanted.isEmpty() && text.indexOf(wanted, at + 1) >= 0)) {
      throw new IllegalArgumentException("not exactly once in " + path + ": " + wanted);
    }
    String now = unescaped(replace.toString());
    after.put(path, text.substring(0, at) + now + text.substring(at + wanted.length()));
    find.setLength(0);
    replace.setLength(0);
  }

  /** {@code \\u202E} and the like, so that the resource itself holds plain characters. */
  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    int at = 0;
    for (int mark = text.indexOf("<U+"); mark >= 0; mark = text.indexOf("<U+", at)) {
      int end = text.indexOf('>', mark);
      plain.append(text, at, mark);
      plain.appendCodePoint(Integer.parseInt(text.substring(mark + 3, end), 16));
      at = end + 1;
    }
    return plain.append(text.substring(at)).toString();
  }

  private static final class Facts {
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> trees = new HashMap<>();
    private final Map<ActionRef, Reachability> commits = new HashMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();
    private final List<String> deleted = new ArrayList<>();
    private String mode = "100644";

    void option(String text, Proposals.Context context) {
      String[] words = text.split(" ", 3);
      switch (words[0]) {
        case "failed" -> context.failed(words[1], words[2]);
        case "file" -> files.put(words[1], words[2].replace("\\n", "\n"));
        case "tree" -> trees.put(words[1], words[2]);
        case "commit" ->
          commits.put(ActionRef.parse(words[1]).orElseThrow(), Reachability.valueOf(words[2]));
        case "tag" -> {
          String action = words[1].substring(0, words[1].indexOf('@'));
          String tag = words[1].substring(words[1].indexOf('@') + 1);
          tags.computeIfAbsent(action, a -> new HashMap<>())
              .put(tag, words.length > 2 ? words[2] : "");
        }
        case "delete" -> deleted.add(words[1]);
        case "mode" -> mode = words[1];
        case "confidence" -> context.confidence(Double.parseDouble(words[1]));
        case "own" -> context.own(words[1]);
        case "attempts" -> context.attempts(Integer.parseInt(words[1]));
        default -> throw new IllegalArgumentException("unknown option " + text);
      }
    }

    RepositoryFacts build() {
      Map<String, Set<String>> names = new HashMap<>();
      tags.forEach((action, byName) -> names.put(action, byName.keySet()));
      return new RepositoryFacts(files, trees, commits, names, tags);
    }
  }
}
