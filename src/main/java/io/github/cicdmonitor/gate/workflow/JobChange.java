package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.files.ImageChange;
import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.Situation;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.gate.finding.WorkflowPlace.Guard;
import io.github.cicdmonitor.gate.shell.GateRole;
import io.github.cicdmonitor.gate.shell.MaskedFailures;
import io.github.cicdmonitor.gate.shell.ShellReader;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One job before and after; an empty job before means that it is new. */
final class JobChange {
  private final String id;
  private final Mapping old;
  private final Mapping now;
  private final Mapping workflow;
  private final Situation context;
  private final Set<String> owners;
  private final WorkflowPlace place;

  JobChange(
      String id,
      Mapping old,
      Mapping now,
      Mapping workflow,
      Situation context,
      Set<String> owners,
      WorkflowPlace place) {
    this.id = id;
    this.old = old;
    this.now = now;
    this.workflow = workflow;
    this.context = context;
    this.owners = owners;
    this.place = place.at("job " + Shown.quoted(id)).guarded(guard(id, old, now, context));
  }

  /** Judged by what it was and what it is to be: a new name does not take a guard away. */
  static Guard guard(String id, Mapping old, Mapping now, Situation context) {
    if (isFailed(id, old, context) || isFailed(id, now, context)) {
      return Guard.FAILED;
    }
    boolean gate = isGateByName(id, old)
        || isGateByName(id, now)
        || Privileges.steps(old).stream().anyMatch(s -> roleOf(s).isPresent())
        || Privileges.steps(now).stream().anyMatch(s -> roleOf(s).isPresent());
    return gate ? Guard.GATE : Guard.ORDINARY;
  }

  private static boolean isGateByName(String id, Mapping job) {
    return GateRole.ofName(id).isPresent()
        || job.text("name").flatMap(GateRole::ofName).isPresent()
        || job.text("uses")
            .flatMap(u -> GateRole.ofName(u.replaceFirst("@.*", "")))
            .isPresent();
  }

  private static boolean isFailed(String id, Mapping job, Situation context) {
    if (context.failedJob().isEmpty()) {
      return false;
    }
    String failed = context.failedJob().get().strip().toLowerCase(Locale.ROOT);
    String base = failed.replaceFirst("\\s*\\(.*", "").replaceFirst("\\s+/.*", "");
    String name = job.text("name").orElse(id).strip().toLowerCase(Locale.ROOT);
    String literal =
        Expressions.any(name) ? name.substring(0, name.indexOf("${{")).strip() : name;
    return id.toLowerCase(Locale.ROOT).equals(failed)
        || id.toLowerCase(Locale.ROOT).equals(base)
        || name.equals(failed)
        || name.equals(base)
        || (Expressions.any(name) && !literal.isEmpty() && failed.startsWith(literal));
  }

  static Optional<GateRole> roleOf(Mapping step) {
    Optional<GateRole> byName = step.text("name").flatMap(GateRole::ofName);
    if (byName.isPresent()) {
      return byName;
    }
    Optional<GateRole> byAction = step.text("uses")
        .flatMap(ActionRef::parse)
        .flatMap(a -> GateRole.ofAction(a.name() + a.path()));
    if (byAction.isPresent()) {
      return byAction;
    }
    Optional<GateRole> byId = step.text("id").flatMap(GateRole::ofName);
    return byId.isPresent() ? byId : step.text("run").flatMap(JobChange::roleOfRun);
  }

  private static Optional<GateRole> roleOfRun(String run) {
    return MaskedFailures.read(ShellReader.read(run, 1), false).commands().stream()
        .flatMap(c -> c.role().stream())
        .findFirst();
  }

  private Guard guardOf(Mapping step) {
    boolean jobFailed = isFailed(id, old, context) || isFailed(id, now, context);
    if (context.failedStep().isPresent()) {
      boolean here = context.failedJob().isEmpty() || jobFailed;
      if (here && StepsChange.isCalled(step, context.failedStep().get())) {
        return Guard.FAILED;
      }
    } else if (jobFailed && step.get("run").isPresent()) {
      return Guard.FAILED;
    }
    if (roleOf(step).isPresent()) {
      return Guard.GATE;
    }
    // In a job called "test" whose steps tell nothing, every command may be the test.
    boolean told = Privileges.steps(old).stream().anyMatch(s -> roleOf(s).isPresent());
    boolean byName = isGateByName(id, old) || isGateByName(id, now);
    return byName && !told && step.get("run").isPresent() ? Guard.GATE : Guard.ORDINARY;
  }

  void compare() {
    EntryChange.between(old, now, 0).forEach(this::entry);
  }

  private void entry(EntryChange change) {
    int line = change.line();
    switch (change.key()) {
      case "name" ->
        place.add(ChangeKind.K23, line, "name of the job, which required checks go by");
      case "needs" -> needs(line);
      case "if" -> ConditionChange.condition(change, place);
      case "runs-on" -> RunnerChange.compare(change, place);
      case "permissions" -> {} // judged with what the workflow says
      case "environment" -> place.add(ChangeKind.K17, line, "environment");
      case "concurrency" -> place.add(ChangeKind.K17, line, "concurrency");
      case "env" -> EnvChange.compare(change, place);
      case "defaults" -> defaults(change, place);
      case "strategy" -> MatrixChange.compare(change, now, place);
      case "timeout-minutes" -> LimitChange.minutes(change, place);
      case "continue-on-error" -> ConditionChange.continueOnError(change, place);
      case "container" -> container(change, line, place.at("container"));
      case "services" -> services(change);
      case "uses" -> uses(change);
      case "with" -> InputChange.compare("reusable workflow", change, place);
      case "secrets" -> place.add(ChangeKind.K11, line, "secrets handed on");
      case "steps" -> steps(change);
      default -> place.add(ChangeKind.K23, line, Shown.quoted(change.key()) + " of the job");
    }
  }

  private void needs(int line) {
    Set<String> gone = new TreeSet<>(names(old.get("needs")));
    gone.removeAll(names(now.get("needs")));
    place.add(ChangeKind.K8, line, "needs");
    for (String needed : gone) {
      Mapping job = workflow.sub("jobs").sub(needed);
      place
          .guarded(guard(needed, job, job, context))
          .mask(line, "no longer waits for " + Shown.quoted(needed));
    }
  }

  private static List<String> names(Optional<Yaml> value) {
    List<String> names = new ArrayList<>();
    value.flatMap(Yaml::scalar).ifPresent(s -> names.add(s.text()));
    value.flatMap(Yaml::sequence).ifPresent(s -> s.items().forEach(i -> names.add(i.toString())));
    return names;
  }

  static void defaults(EntryChange change, WorkflowPlace place) {
    int line = change.line();
    place.add(ChangeKind.K8, line, "defaults of all commands");
    Optional<Yaml> before = change.old().sub("run").get("shell");
    Optional<Yaml> after = change.now().sub("run").get("shell");
    StepsChange.shell(new EntryChange("shell", before, after, line), place);
  }

  private void services(EntryChange change) {
    int line = change.line();
    if (EntryChange.keys(change.old(), change.now()).isEmpty()) {
      place.add(ChangeKind.K23, line, "services");
    }
    for (EntryChange service : EntryChange.between(change.old(), change.now())) {
      container(service, line, place.at("service " + Shown.quoted(service.key())));
    }
  }

  private static void container(EntryChange change, int line, WorkflowPlace place) {
    Optional<String> before = image(change.from());
    Optional<String> after = image(change.to());
    boolean same = withoutImage(change.from()).equals(withoutImage(change.to()));
    if (before.isPresent() && after.isPresent() && same) {
      ImageChange.compare(before.get(), after.get(), line, place);
    }
    place.add(ChangeKind.K17, line, "container or service");
    if (after.isPresent() && before.isEmpty()) {
      place.add(ChangeKind.K15, line, "image " + Shown.quoted(after.get()));
    }
  }

  private static Optional<String> image(Optional<Yaml> value) {
    return value
        .flatMap(Yaml::scalar)
        .map(Scalar::text)
        .or(() -> value.flatMap(Yaml::mapping).flatMap(m -> m.text("image")));
  }

  private static String withoutImage(Optional<Yaml> value) {
    TreeSet<String> rest = new TreeSet<>();
    value
        .flatMap(Yaml::mapping)
        .ifPresent(m -> m.entries().forEach((k, v) -> {
          if (!k.equals("image")) {
            rest.add(k + "=" + v);
          }
        }));
    return rest.toString();
  }

  private void uses(EntryChange change) {
    Optional<String> before = Privileges.text(change.from());
    Optional<String> after = Privileges.text(change.to());
    int line = change.line();
    if (before.isPresent() && after.isPresent()) {
      UsesChange.edited(before.get(), after.get(), line, owners, place);
    } else if (after.isPresent()) {
      UsesChange.added(after.get(), line, owners, place);
    } else {
      place.mask(line, "no longer calls " + before.orElse("?"));
    }
  }

  private void steps(EntryChange change) {
    if (change.to().isPresent() && change.to().get().sequence().isEmpty()) {
      place.add(ChangeKind.K23, change.line(), "steps is no list");
    }
    boolean pipefail = Privileges.text(now.sub("defaults").sub("run").get("shell"))
        .or(() -> Privileges.text(workflow.sub("defaults").sub("run").get("shell")))
        .map(s -> s.equals("bash") || s.contains("pipefail"))
        .orElse(false);
    new StepsChange(
            Privileges.steps(old), Privileges.steps(now), pipefail, owners, this::guardOf, place)
        .compare();
  }
}
