package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * One variable that is new or has another value, in the {@code env} of a workflow, job or step.
 *
 * @param before the value before; empty where the variable is new
 */
record ChangedVariable(Delta delta, String name, Optional<String> before, String after) {
  /** A new {@code env} with one variable counts as well. */
  static Optional<ChangedVariable> of(Delta delta) {
    List<String> keys = delta.keys();
    if (keys.size() == 2 && keys.get(0).equals("env") && (delta.isEdit() || delta.isNewText())) {
      Optional<String> before = delta.before().map(value -> delta.textBefore());
      return Optional.of(new ChangedVariable(delta, keys.get(1), before, delta.textAfter()));
    }
    Mapping added = delta.after().flatMap(Yaml::mapping).orElse(Mapping.EMPTY);
    if (!keys.equals(List.of("env"))
        || delta.before().isPresent()
        || added.entries().size() != 1) {
      return Optional.empty();
    }
    String name = added.entries().keySet().iterator().next();
    return added.text(name).map(value -> new ChangedVariable(delta, name, Optional.empty(), value));
  }
}
