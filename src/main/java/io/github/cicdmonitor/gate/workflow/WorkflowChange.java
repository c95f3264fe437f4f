package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.FileClass;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.Situation;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.ParsedYaml;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The differences of meaning between two workflows, in the language of workflows: jobs, steps,
 * actions, permissions, triggers. What it does not recognise is a difference of its own (K23).
 */
public final class WorkflowChange {
  private final Mapping old;
  private final Mapping now;
  private final Situation context;
  private final FileFindings found;
  private final WorkflowPlace place;
  private final Set<String> owners = new HashSet<>();
  private final Set<String> touched = new TreeSet<>();
  private boolean wholeTouched;

  private WorkflowChange(Mapping old, Mapping now, Situation context, FileFindings found) {
    this.old = old;
    this.now = now;
    this.context = context;
    this.found = found;
    this.place = new WorkflowPlace(found, context.facts(), "", WorkflowPlace.Guard.ORDINARY);
    for (Yaml job : old.sub("jobs").entries().values()) {
      owners.addAll(StepsChange.owners(Privileges.steps(job.asMapping())));
      job.asMapping().text("uses").flatMap(ActionRef::parse).ifPresent(a -> owners.add(a.owner()));
    }
  }

  /** Without a text before it is a new file. */
  public static void read(ParsedChange change, Situation context, FileFindings found) {
    Optional<StrictYaml.Refused> refusal = change.after().refusal();
    if (refusal.isPresent()) {
      found.add(ChangeKind.K23, refusal.get().line(), "the workflow after the edit");
      found.block("B-YAML", refusal.get().line(), refusal.get().reason());
    } else if (change.before().refusal().isPresent()) {
      repaired(change.before().text(), change.after(), context, found);
    } else {
      new WorkflowChange(change.before().root(), change.after().root(), context, found).compare();
    }
  }

  /**
   * There is no meaning to compare with. Everything counts as new, and a hard rule counts where the
   * text of its line is new; a person looks at it in any case.
   */
  private static void repaired(
      String before, ParsedYaml after, Situation context, FileFindings found) {
    FileFindings asNew = new FileFindings(found.path(), found.fileClass());
    WorkflowChange change = new WorkflowChange(Mapping.EMPTY, after.root(), context, asNew);
    change.compare();
    List<String> lines =
        EditSize.lines(after.text()).stream().map(String::strip).toList();
    Set<String> known =
        EditSize.lines(before).stream().map(String::strip).collect(Collectors.toSet());
    for (HardRuleHit hit : asNew.hits()) {
      boolean isNew =
          hit.line() < 1 || hit.line() > lines.size() || !known.contains(lines.get(hit.line() - 1));
      if (isNew) {
        found.block(hit);
      }
    }
    found.add(ChangeKind.K19, 1, "without a readable file before there is no diff of meaning");
    found.atLeast(asNew.fileClass());
  }

  private void compare() {
    EntryChange.between(old, now, 0).forEach(this::entry);
    ExpressionReach.of(old).compareTo(ExpressionReach.of(now), place);
    untrustedCheckout();
    privileges();
  }

  private void entry(EntryChange change) {
    int line = change.line();
    switch (change.key()) {
      case "name", "run-name" -> {
        boolean code = change.to().map(v -> Expressions.any(v.toString())).orElse(false);
        place.add(code ? ChangeKind.K14 : ChangeKind.K6, line, change.key() + " of the workflow");
      }
      case "on" -> {
        wholeTouched = true;
        TriggerChange.compare(old, now, place);
      }
      case "permissions" -> {
        wholeTouched = true;
        Permissions.of(change.from()).compareTo(Permissions.of(change.to()), line, place);
      }
      case "env" -> {
        wholeTouched = true;
        EnvChange.compare(change, place);
      }
      case "defaults" -> {
        wholeTouched = true;
        JobChange.defaults(change, place.guarded(WorkflowPlace.Guard.GATE));
      }
      case "concurrency" -> {
        wholeTouched = true;
        place.add(ChangeKind.K17, line, "concurrency");
      }
      case "jobs" -> jobs();
      default -> {
        wholeTouched = true;
        place.add(ChangeKind.K23, line, "unknown key " + Shown.quoted(change.key()));
      }
    }
  }

  private void jobs() {
    if (now.get("jobs").isPresent() && now.get("jobs").get().mapping().isEmpty()) {
      place.add(ChangeKind.K23, now.lineOf("jobs"), "jobs is no list");
    }
    for (EntryChange job : EntryChange.between(old.sub("jobs"), now.sub("jobs"))) {
      String id = job.key();
      touched.add(id);
      Mapping from = job.old();
      Mapping to = job.now();
      if (job.to().isEmpty()) {
        place
            .at("job " + Shown.quoted(id))
            .guarded(JobChange.guard(id, from, from, context))
            .mask(0, "the job is gone");
        continue;
      }
      if (job.from().isEmpty()) {
        place.add(ChangeKind.K9, job.line(), "new job " + Shown.quoted(id));
      }
      if (job.to().get().mapping().isEmpty()) {
        place.add(ChangeKind.K23, job.line(), "job " + Shown.quoted(id) + " is no list");
      }
      new JobChange(id, from, to, now, context, owners, place).compare();
      permissions(id, from, to, job.from().isEmpty());
    }
  }

  /** What the token of this job may do, with what it inherits. */
  private void permissions(String id, Mapping from, Mapping to, boolean isNew) {
    Optional<Yaml> own = to.get("permissions");
    if (!isNew && from.get("permissions").equals(own)) {
      return;
    }
    Permissions before = Permissions.of(from.get("permissions").or(() -> old.get("permissions")));
    Permissions after = Permissions.of(own.or(() -> now.get("permissions")));
    int line = own.isPresent() ? to.lineOf("permissions") : to.line();
    WorkflowPlace here = place.at("job " + Shown.quoted(id));
    int priced = found.differences().size();
    before.compareTo(after, line, here);
    boolean wider =
        found.differences().stream().skip(priced).anyMatch(d -> d.kind() == ChangeKind.K12);
    if (own.isEmpty() && wider) {
      found.block("B-PERM", line, "a restriction of the token is removed");
    }
  }

  /** Code of strangers, checked out where the repository's rights are at hand. */
  private void untrustedCheckout() {
    if (TriggerChange.events(now).keySet().stream().noneMatch(TriggerChange.DANGEROUS::contains)) {
      return;
    }
    for (String id : touched) {
      List<Mapping> known = Privileges.steps(old.sub("jobs").sub(id));
      for (Mapping step : Privileges.steps(now.sub("jobs").sub(id))) {
        String ref = step.sub("with").text("ref").orElse("")
            + step.sub("with").text("repository").orElse("");
        boolean foreign = Expressions.in(ref).stream()
            .anyMatch(e -> e.contains("head")
                || e.contains("pull_request")
                || e.contains("workflow_run")
                || e.contains("merge_commit")
                || e.contains("number"));
        if (foreign && !known.contains(step)) {
          found.block(
              "B-EXPR",
              step.sub("with").lineOf("ref"),
              "checks out code of strangers with the repository's rights");
        }
      }
    }
  }

  private void privileges() {
    Set<String> ids = new TreeSet<>(touched);
    if (wholeTouched) {
      ids.addAll(EntryChange.keys(old.sub("jobs"), now.sub("jobs")));
      if (Privileges.ofWorkflow(old) || Privileges.ofWorkflow(now)) {
        found.atLeast(FileClass.F5);
      }
    }
    boolean reusable = TriggerChange.events(old).containsKey("workflow_call")
        || TriggerChange.events(now).containsKey("workflow_call");
    if (reusable) {
      found.atLeast(FileClass.F5);
      found.ask("workflows that are not known call this one");
    }
    if (TriggerChange.events(now).keySet().stream().anyMatch(TriggerChange.DANGEROUS::contains)) {
      found.ask("strangers start this workflow, which runs with the repository's own rights");
    }
    for (String id : ids) {
      Mapping before = old.sub("jobs").sub(id);
      Mapping after = now.sub("jobs").sub(id);
      found.askWhereBuilt(() -> Delivery.ofJob(id, after, now));
      found.askWhereBuilt(() -> Delivery.takersOf(id, now, found.path()));
      // A job that only now moves to a runner of one's own is priced for that (K7), not twice.
      Mapping judged = RunnerChange.isSelfHosted(before.get("runs-on")) ? after : hosted(after);
      boolean publishes = Privileges.publishes(id, before, old, found.path())
          || Privileges.publishes(id, after, now, found.path());
      if (publishes || Privileges.ofJob(before, old) || Privileges.ofJob(judged, now)) {
        found.atLeast(FileClass.F5);
      }
      if (Privileges.usesEnvironment(before) || Privileges.usesEnvironment(after)) {
        found.ask("job " + Shown.quoted(id) + " uses a deployment environment");
      } else if (publishes) {
        found.ask("job " + Shown.quoted(id) + " releases, publishes or deploys");
      }
    }
  }

  private static Mapping hosted(Mapping job) {
    java.util.Map<String, Yaml> rest = new java.util.LinkedHashMap<>(job.entries());
    rest.remove("runs-on");
    return new Mapping(rest, java.util.Map.of(), job.line(), job.span());
  }
}
