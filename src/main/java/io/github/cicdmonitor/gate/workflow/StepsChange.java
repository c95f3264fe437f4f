package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.gate.finding.WorkflowPlace.Guard;
import io.github.cicdmonitor.gate.shell.RunChange;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The steps of a job or composite action: which is which before and after, and what changed. */
final class StepsChange {
  private static final Set<String> KEYS = WordLists.of("workflow").set("step keys");

  private final List<Mapping> before;
  private final List<Mapping> after;
  private final WorkflowPlace place;
  private final Set<String> owners;
  private final StepGuard guards;
  private final Map<Integer, Integer> pairs;
  private final boolean pipefail;

  /** How strictly a step is judged. */
  interface StepGuard {
    Guard of(Mapping step);
  }

  StepsChange(
      List<Mapping> before,
      List<Mapping> after,
      boolean pipefail,
      Set<String> owners,
      StepGuard guards,
      WorkflowPlace place) {
    this.before = before;
    this.after = after;
    this.pipefail = pipefail;
    this.owners = owners;
    this.guards = guards;
    this.place = place;
    this.pairs = StepPairs.of(before, after);
  }

  void compare() {
    Set<Integer> kept = new TreeSet<>(pairs.values());
    for (int i = 0; i < before.size(); i++) {
      Integer now = pairs.get(i);
      if (now == null) {
        gone(before.get(i));
      } else {
        edited(before.get(i), after.get(now));
      }
    }
    for (int i = 0; i < after.size(); i++) {
      if (!kept.contains(i)) {
        added(after.get(i));
      }
    }
    order();
  }

  private void order() {
    int last = -1;
    for (int i = 0; i < before.size(); i++) {
      Integer now = pairs.get(i);
      if (now == null) {
        continue;
      }
      if (now < last) {
        place.add(ChangeKind.K8, after.get(now).line(), "the order of the steps");
        return;
      }
      last = now;
    }
  }

  private void gone(Mapping step) {
    place.guarded(guards.of(step)).at("step " + title(step)).mask(0, "the step is gone");
  }

  private void added(Mapping step) {
    WorkflowPlace here = place.at("step " + title(step)).guarded(guards.of(step));
    Optional<Scalar> run = step.get("run").flatMap(Yaml::scalar);
    Optional<String> uses = step.text("uses");
    if (run.isPresent()) {
      here.add(
          ChangeKind.K9,
          run.get().line(),
          "new command " + Shown.quoted(run.get().text()));
      RunChange.added(run.get().text(), run.get().textLine(), pipefail, here);
    }
    uses.ifPresent(u -> UsesChange.added(u, step.lineOf("uses"), owners, here));
    if (run.isEmpty() && uses.isEmpty()) {
      here.add(ChangeKind.K23, step.line(), "a step of an unknown kind");
    }
    // What a new step brings along is judged like a change from nothing.
    WorkflowPlace ordinary = here.guarded(Guard.ORDINARY);
    InputChange.compare(uses.orElse(""), brought("with", step), ordinary);
    EnvChange.compare(brought("env", step), ordinary);
    shell(EntryChange.of("shell", Mapping.EMPTY, step), ordinary);
    unknownKeys(Mapping.EMPTY, step, here);
  }

  private static EntryChange brought(String key, Mapping step) {
    return new EntryChange(key, Optional.empty(), step.get(key), step.line());
  }

  private void edited(Mapping old, Mapping now) {
    if (old.equals(now)) {
      return;
    }
    WorkflowPlace here = place.at("step " + title(now)).guarded(guards.of(old).max(guards.of(now)));
    Optional<String> oldUses = old.text("uses");
    Optional<String> uses = now.text("uses");
    if (oldUses.isPresent() && uses.isPresent()) {
      UsesChange.edited(oldUses.get(), uses.get(), now.lineOf("uses"), owners, here);
    } else if (oldUses.isPresent() || uses.isPresent()) {
      here.mask(now.line(), "another kind of step");
      uses.ifPresent(u -> UsesChange.added(u, now.lineOf("uses"), owners, here));
    }
    run(old, now, here);
    InputChange.compare(uses.orElse(""), EntryChange.of("with", old, now), here);
    EnvChange.compare(EntryChange.of("env", old, now), here);
    ConditionChange.condition(EntryChange.of("if", old, now), here);
    ConditionChange.continueOnError(EntryChange.of("continue-on-error", old, now), here);
    EntryChange limit = EntryChange.of("timeout-minutes", old, now);
    if (limit.differs()) {
      LimitChange.minutes(limit, here);
    }
    shell(EntryChange.of("shell", old, now), here);
    if (!old.get("working-directory").equals(now.get("working-directory"))) {
      here.add(ChangeKind.K8, now.lineOf("working-directory"), "working-directory");
    }
    if (!old.get("name").equals(now.get("name"))) {
      boolean code = now.text("name").map(Expressions::any).orElse(false);
      here.add(code ? ChangeKind.K23 : ChangeKind.K0, now.lineOf("name"), "the name of a step");
    }
    if (!old.get("id").equals(now.get("id"))) {
      here.add(ChangeKind.K8, now.lineOf("id"), "the id of a step");
    }
    unknownKeys(old, now, here);
  }

  private void run(Mapping old, Mapping now, WorkflowPlace here) {
    Optional<Scalar> from = old.get("run").flatMap(Yaml::scalar);
    Optional<Scalar> to = now.get("run").flatMap(Yaml::scalar);
    if (from.isPresent() && to.isPresent()) {
      boolean strict = (pipefail && now.get("shell").isEmpty())
          || now.text("shell")
              .map(s -> s.equals("bash") || s.contains("pipefail"))
              .orElse(false);
      RunChange.edited(from.get().text(), to.get().text(), to.get().textLine(), strict, here);
    } else if (to.isPresent()) {
      here.add(
          ChangeKind.K9, to.get().line(), "new command " + Shown.quoted(to.get().text()));
      RunChange.added(to.get().text(), to.get().textLine(), pipefail, here);
    } else if (from.isPresent() && now.text("uses").isEmpty()) {
      here.mask(now.line(), "the command is gone");
    }
  }

  /** A shell that does not stop at a failure, or does not run the script at all. */
  static void shell(EntryChange change, WorkflowPlace place) {
    if (!change.differs()) {
      return;
    }
    int line = change.line();
    String now = change.to().map(Yaml::toString).orElse("");
    place.add(ChangeKind.K8, line, "shell " + Shown.quoted(now.isEmpty() ? "(default)" : now));
    boolean known =
        Set.of("", "bash", "sh", "pwsh", "powershell", "cmd", "python").contains(now);
    boolean stops = now.matches(
        "(?:/usr/bin/env |/bin/|/usr/bin/)?(?:bash|sh|zsh)(?: [^|;&]*)? -[a-z]*e[a-z]*(?:"
            + " [^|;&]*)? ?\\{0\\}.*");
    if (!known && !stops) {
      place.mask(line, "a shell that may not stop at a failure");
    }
  }

  private static void unknownKeys(Mapping old, Mapping now, WorkflowPlace here) {
    EntryChange.between(old, now).stream()
        .filter(change -> !KEYS.contains(change.key()))
        .forEach(change ->
            here.add(ChangeKind.K23, change.line(), "unknown key " + Shown.quoted(change.key())));
    now.get("run")
        .filter(r -> r.scalar().isEmpty())
        .ifPresent(r -> here.add(ChangeKind.K23, r.line(), "run is no text"));
  }

  static String title(Mapping step) {
    return step.text("name")
        .or(() -> step.text("id"))
        .or(() ->
            step.text("run").map(r -> "Run " + r.strip().lines().findFirst().orElse("")))
        .or(() -> step.text("uses").map(u -> "Run " + u))
        .map(Shown::quoted)
        .orElse("?");
  }

  /** Whether GitHub would show the step under this name. */
  static boolean isCalled(Mapping step, String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    String run = step.text("run")
        .map(r -> "Run " + r.strip().lines().findFirst().orElse(""))
        .orElse("");
    String uses = step.text("uses").map(u -> "Run " + u).orElse("");
    String id = step.text("id").orElse("");
    String own = step.text("name").orElse("");
    if (Expressions.any(own)) {
      String literal = Expressions.literalPart(own).replace("\u0001", "\u0000");
      String[] parts = literal.toLowerCase(Locale.ROOT).split("\u0000", -1);
      return wanted.startsWith(parts[0].strip())
          && wanted.endsWith(parts[parts.length - 1].strip());
    }
    return List.of(own, own.isEmpty() ? run : "", own.isEmpty() ? uses : "", id).stream()
        .anyMatch(s -> !s.isEmpty() && s.strip().toLowerCase(Locale.ROOT).equals(wanted));
  }

  static List<String> owners(List<Mapping> steps) {
    List<String> owners = new ArrayList<>();
    for (Mapping step : steps) {
      step.text("uses")
          .flatMap(ActionRef::parse)
          .ifPresent(a -> owners.addAll(List.of(a.owner(), a.name())));
    }
    return owners;
  }
}
