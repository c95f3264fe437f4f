package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Variables of a workflow, job or step. Any tool may listen to one, so each change has the price of
 * an input that matters; one that is known to be right is a recognised fix.
 */
final class EnvChange {
  private EnvChange() {}

  static void compare(Optional<Yaml> before, Optional<Yaml> after, int line, WorkflowPlace place) {
    Optional<Mapping> old = before.map(Yaml::mapping).orElse(Optional.of(Mapping.EMPTY));
    Optional<Mapping> now = after.map(Yaml::mapping).orElse(Optional.of(Mapping.EMPTY));
    if (old.isEmpty() || now.isEmpty()) {
      place.add(ChangeKind.K23, line, "env is not a list of variables");
      return;
    }
    Set<String> names = new TreeSet<>(old.get().entries().keySet());
    names.addAll(now.get().entries().keySet());
    for (String name : names) {
      Optional<Yaml> from = old.get().get(name);
      Optional<Yaml> to = now.get().get(name);
      if (!from.equals(to)) {
        place.add(
            isText(to) ? ChangeKind.K14 : ChangeKind.K23,
            to.isPresent() ? now.get().lineOf(name) : 0,
            variable(name, from, to));
      }
    }
  }

  private static boolean isText(Optional<Yaml> value) {
    return value.isEmpty() || value.get().scalar().isPresent();
  }

  private static String variable(String name, Optional<Yaml> from, Optional<Yaml> to) {
    String old = from.flatMap(Yaml::scalar).map(Yaml.Scalar::text).orElse("");
    String now = to.flatMap(Yaml::scalar).map(Yaml.Scalar::text).orElse("");
    return "variable " + name + " " + (from.isEmpty() ? "new" : Shown.quoted(old)) + " → "
        + (to.isEmpty() ? "(gone)" : isText(to) ? Shown.quoted(now) : "(no text)");
  }
}
