package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.Situation;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An {@code action.yml}: its callers are unknown, so it counts as privileged throughout. */
public final class ActionFileChange {
  private final Mapping old;
  private final Mapping now;
  private final Situation context;
  private final WorkflowPlace place;

  private ActionFileChange(Mapping old, Mapping now, Situation context, FileFindings found) {
    this.old = old;
    this.now = now;
    this.context = context;
    this.place = new WorkflowPlace(found, context.facts(), "", WorkflowPlace.Guard.ORDINARY);
  }

  public static void read(ParsedChange change, Situation context, FileFindings found) {
    Optional<StrictYaml.Refused> refusal = change.after().refusal();
    if (refusal.isPresent()) {
      found.add(ChangeKind.K23, refusal.get().line(), "the action after the edit");
      found.block("B-YAML", refusal.get().line(), refusal.get().reason());
      return;
    }
    if (change.before().refusal().isPresent()) {
      found.add(ChangeKind.K19, 1, "without a readable file before there is no diff of meaning");
    }
    new ActionFileChange(change.before().root(), change.after().root(), context, found).compare();
  }

  private void compare() {
    if (!old.equals(now)) {
      place.found().ask("workflows that are not known use this action");
    }
    for (EntryChange change : EntryChange.between(old, now)) {
      String key = change.key();
      int line = change.line();
      switch (key) {
        case "name", "description", "author", "branding" ->
          place.add(ChangeKind.K6, line, key + " of the action");
        case "inputs", "outputs" -> place.add(ChangeKind.K8, line, key + " of the action");
        case "runs" -> runs(change.old(), change.now());
        default -> place.add(ChangeKind.K23, line, "unknown key " + Shown.quoted(key));
      }
    }
    ExpressionReach.of(old).compareTo(ExpressionReach.of(now), place);
  }

  private void runs(Mapping from, Mapping to) {
    for (EntryChange change : EntryChange.between(from, to)) {
      String key = change.key();
      int line = change.line();
      switch (key) {
        case "steps" -> steps(from, to);
        case "using" -> {
          boolean node = from.text(key).orElse("").matches("node[0-9]+")
              && to.text(key).orElse("").matches("node[0-9]+");
          place.add(node ? ChangeKind.K6 : ChangeKind.K23, line, "runtime of the action");
        }
        case "image" -> place.add(ChangeKind.K15, line, "image of the action");
        default -> {
          place.add(ChangeKind.K8, line, Shown.quoted(key) + " of the action");
          place.found().ask("what the action runs changes: " + key);
        }
      }
    }
  }

  private void steps(Mapping from, Mapping to) {
    List<Mapping> before = Privileges.steps(from);
    Set<String> owners = new HashSet<>(StepsChange.owners(before));
    new StepsChange(before, Privileges.steps(to), false, owners, this::guardOf, place).compare();
  }

  private WorkflowPlace.Guard guardOf(Mapping step) {
    if (context.failedStep().map(name -> StepsChange.isCalled(step, name)).orElse(false)) {
      return WorkflowPlace.Guard.FAILED;
    }
    return JobChange.roleOf(step).isPresent()
        ? WorkflowPlace.Guard.GATE
        : WorkflowPlace.Guard.ORDINARY;
  }
}
