package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.gate.GateContext;
import io.github.cicdmonitor.gate.GatePolicy;
import io.github.cicdmonitor.gate.SafetyGate;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Reachability;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile and careless edits, by the whole gate, in a workflow with and without a secret: what only
 * looks like a recognised fix never goes out by itself.
 */
final class ClaimsAttackTest {
  private static final String PLAIN = "on: push\n";
  private static final String SECRET = "on: push\nenv:\n  TOKEN: ${{ secrets.TOKEN }}\n";

  private record Attack(Mapping said) {
    String text(String key) {
      return said.text(key).orElse("");
    }

    boolean mayGoOut() {
      return text("auto").equals("true");
    }

    List<String> heads() {
      return said.get("text").isPresent() || said.get("path").isPresent()
          ? List.of("")
          : mayGoOut() ? List.of(PLAIN) : List.of(PLAIN, SECRET);
    }

    private int indent() {
      return said.get("steps").isPresent() ? 6 : said.get("jobs").isPresent() ? 2 : 0;
    }

    String before(String head) {
      if (said.get("text").isPresent()) {
        return text("text");
      }
      return said.get("steps").isPresent()
          ? head + "jobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n"
              + text("steps").indent(indent())
          : head + "jobs:\n" + text("jobs").indent(indent());
    }

    String after(String head) {
      String after = before(head);
      for (Yaml pair : list("edit")) {
        List<String> texts = texts(pair);
        String margin = texts.get(0).startsWith("on:") ? "\n" : "\n" + " ".repeat(indent());
        after =
            replaced(after, texts.get(0).replace("\n", margin), texts.get(1).replace("\n", margin));
      }
      return after;
    }

    private String replaced(String text, String find, String replace) {
      int at = text.indexOf(find);
      assertThat(at).as("%s: %s in %s", this, find, text).isNotNegative();
      assertThat(text.indexOf(find, at + 1))
          .as("%s: %s occurs once", this, find)
          .isNegative();
      return text.substring(0, at) + replace + text.substring(at + find.length());
    }

    private List<Yaml> list(String key) {
      return said.get(key).flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
    }

    FileChange change(String head) {
      String path = said.text("path").orElse(Repo.CI);
      String mode = said.text("from").orElse("100644");
      return new FileChange(
          path,
          mode,
          Optional.of(before(head)),
          Optional.of(after(head)),
          said.text("mode").orElse(mode));
    }

    FixEvidence evidence() {
      Map<String, String> files = new HashMap<>();
      Mapping others = said.sub("files");
      others
          .entries()
          .keySet()
          .forEach(path -> files.put(path, others.text(path).orElse("")));
      Map<String, Set<String>> tags = new HashMap<>();
      said.sub("tags").entries().forEach((name, all) -> tags.put(name, new TreeSet<>(texts(all))));
      Map<ActionRef, Reachability> commits = ActionRef.parse(text("commit")).stream()
          .collect(Collectors.toMap(action -> action, action -> Reachability.TAG));
      return new FixEvidence(new RepositoryFacts(files, Map.of(), commits, tags), Repo.TODAY);
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  private static List<String> texts(Yaml list) {
    return list.sequence().orElseThrow().items().stream()
        .map(item -> item.scalar().map(Scalar::text).orElseThrow())
        .toList();
  }

  static Stream<Attack> attacks() {
    try (InputStream in = ClaimsAttackTest.class.getResourceAsStream("/fixes/attacks.yml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return StrictYaml.read(text).sequence().orElseThrow().items().stream()
          .map(item -> new Attack(item.mapping().orElseThrow()));
    } catch (IOException | StrictYaml.Refused e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void only_the_fix_itself_goes_out(Attack attack) {
    for (String head : attack.heads()) {
      FileChange change = attack.change(head);
      boolean differs = change.changesMode() || !change.before().equals(change.after());
      assertThat(differs).as("%s changes something", attack).isTrue();

      Outcome outcome =
          SafetyGate.decide(List.of(change), context(attack), new GatePolicy(5)).outcome();

      assertThat(outcome == Outcome.AUTO)
          .as("%s: %s", attack, outcome)
          .isEqualTo(attack.mayGoOut());
    }
  }

  private static GateContext context(Attack attack) {
    return new GateContext(
        false,
        false,
        List.of(),
        false,
        false,
        OptionalDouble.of(0.9),
        0.7,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Set.of(),
        attack.evidence());
  }

  @Test
  void there_are_many_and_each_has_a_name_of_its_own() {
    List<String> names =
        attacks().filter(a -> !a.mayGoOut()).map(Attack::toString).toList();

    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(150);
  }
}
