package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.fixes.OperatorFix.Place;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.rules.LineTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A rule of the {@code rules_file} made from answers of a model that proved right. */
record LearnedRule(
    String id,
    LineTemplate template,
    Diagnosis diagnosis,
    double confidence,
    List<String> matches,
    List<String> misses) {
  LearnedRule {
    matches = List.copyOf(matches);
    misses = List.copyOf(misses);
  }

  /** One word in the place of another. */
  private record Swap(Place place, String from, String to) {}

  /** As it stands in a rules file. */
  ObjectNode json() {
    boolean again =
        diagnosis.transientFault() || diagnosis.remediation().kind() == Remediation.Kind.RERUN;
    ObjectNode rule = JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("category", diagnosis.category().word())
        .put("transient", diagnosis.transientFault());
    rule.putArray("literals").add(template.literal());
    rule.put("pattern", template.pattern())
        .put("cause", oneLine(diagnosis.rootCause().value()))
        .put("advice", oneLine(diagnosis.advice().value()))
        .put("confidence", confidence)
        .put("remediation", (again ? Remediation.Kind.RERUN : Remediation.Kind.NONE).word());
    swap()
        .ifPresent(swap -> rule.putObject("fix")
            .put("place", swap.place().word())
            .put("from", swap.from())
            .put("to", swap.to()));
    add(rule.putArray("matches"), matches);
    add(rule.putArray("misses"), misses);
    return rule;
  }

  private static void add(ArrayNode list, List<String> lines) {
    lines.forEach(list::add);
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\{(\\d)}", "$1");
    return line.isEmpty() ? "–" : line;
  }

  /** Whether its edits are beyond what a rule can say. */
  boolean leavesFixToModel() {
    return (!diagnosis.remediation().edits().isEmpty() && swap().isEmpty())
        || !diagnosis.remediation().command().isEmpty();
  }

  /** What a rule can do itself: one word of a line that names a runner, an action or an image. */
  private Optional<Swap> swap() {
    List<Edit> edits = diagnosis.remediation().edits();
    if (edits.size() != 1) {
      return Optional.empty();
    }
    List<String> before = words(edits.get(0).find());
    List<String> after = words(edits.get(0).replace());
    Optional<Swap> found = Optional.empty();
    if (before.size() != after.size()) {
      return found;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        Optional<Place> place = i == 0 ? Optional.empty() : place(before.get(i - 1));
        if (found.isPresent() || place.isEmpty()) {
          return Optional.empty();
        }
        found = Optional.of(new Swap(place.get(), before.get(i), after.get(i)));
      }
    }
    return found.filter(swap -> isPlain(swap.from()) && isPlain(swap.to()));
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.strip().split("\\s+"));
  }

  private static boolean isPlain(String word) {
    return word.matches("[A-Za-z0-9][A-Za-z0-9._/:@+-]{0,200}");
  }

  private static Optional<Place> place(String key) {
    return switch (key) {
      case "runs-on:" -> Optional.of(Place.RUNNER_LABEL);
      case "uses:" -> Optional.of(Place.ACTION);
      case "image:" -> Optional.of(Place.IMAGE);
      default -> Optional.empty();
    };
  }
}
