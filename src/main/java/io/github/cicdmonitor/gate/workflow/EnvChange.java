package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * Variables of a workflow, job or step. Any tool may listen to one, so each change has the price of
 * an input that matters; one that is known to be right is a recognised fix.
 */
final class EnvChange {
  private EnvChange() {}

  static void compare(EntryChange env, WorkflowPlace place) {
    Optional<List<EntryChange>> variables = env.entries(0);
    if (variables.isEmpty()) {
      place.add(ChangeKind.K23, env.line(), "env is not a list of variables");
      return;
    }
    for (EntryChange variable : variables.get()) {
      ChangeKind kind = isText(variable.to()) ? ChangeKind.K14 : ChangeKind.K23;
      place.add(kind, variable.line(), shown(variable));
    }
  }

  private static boolean isText(Optional<Yaml> value) {
    return value.isEmpty() || value.get().scalar().isPresent();
  }

  private static String shown(EntryChange variable) {
    Optional<Yaml> from = variable.from();
    Optional<Yaml> to = variable.to();
    String old = from.flatMap(Yaml::scalar).map(Yaml.Scalar::text).orElse("");
    String now = to.flatMap(Yaml::scalar).map(Yaml.Scalar::text).orElse("");
    return "variable " + variable.key() + " " + (from.isEmpty() ? "new" : Shown.quoted(old)) + " → "
        + (to.isEmpty() ? "(gone)" : isText(to) ? Shown.quoted(now) : "(no text)");
  }
}
