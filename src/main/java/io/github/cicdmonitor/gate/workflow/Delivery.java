package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.shell.MaskedFailures;
import io.github.cicdmonitor.gate.shell.ShellReader;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether what a job builds may reach others. How that is done has more names than a list could hold,
 * so it is told by what it takes: a right to write where others read, or a secret in the hands of a
 * command that is not known to test, check or install.
 */
final class Delivery {
  private static final WordLists WORDS = WordLists.of("workflow");
  private static final Set<String> SCOPES = WORDS.set("scopes that deliver");
  private static final Pattern TAKERS = WORDS.whole("actions that take secrets");
  private static final Pattern INSTALLS = WORDS.found("installing commands");
  private static final Pattern CODE = Pattern.compile("(?i)build|compile|assemble|package|check");

  private Delivery() {}

  /** Why the job may bring what it builds to others; empty where nothing in it could. */
  static Optional<String> ofJob(String id, Mapping job, Mapping workflow) {
    Permissions own = Permissions.of(job.get("permissions"));
    Permissions effective =
        own.kind() == Permissions.Kind.DEFAULT ? Permissions.of(workflow.get("permissions")) : own;
    Optional<String> scope = SCOPES.stream()
        .filter(s -> effective.kind() != Permissions.Kind.DEFAULT
            && effective.level(s) == Permissions.Level.WRITE)
        .findFirst();
    if (scope.isPresent()) {
      return Optional.of("job " + Shown.quoted(id) + " may write " + scope.get()
          + ", and what it builds comes from another version");
    }
    boolean everywhere = ExpressionReach.of(workflow.sub("env")).hasSecrets()
        || ExpressionReach.of(job.sub("env")).hasSecrets()
        || job.get("secrets").isPresent();
    return Privileges.steps(job).stream()
        .filter(step -> everywhere || ExpressionReach.of(step).hasSecrets())
        .filter(step -> !isHarmless(step))
        .findFirst()
        .map(step ->
            "job " + Shown.quoted(id) + " gives a secret to a command whose use of it is not"
                + " known, and what it builds comes from another version");
  }

  private static boolean isHarmless(Mapping step) {
    Optional<ActionRef> action = step.text("uses").flatMap(ActionRef::parse);
    if (action.isPresent()) {
      return TAKERS.matcher(action.get().name() + action.get().path()).matches();
    }
    return step.get("uses").isEmpty()
        && step.text("run").filter(Delivery::isHarmless).isPresent();
  }

  private static boolean isHarmless(String script) {
    MaskedFailures.Reading reading = MaskedFailures.read(ShellReader.read(script, 1), false);
    return reading.commands().stream()
        .allMatch(command -> INSTALLS.matcher(command.words()).find()
            || command
                .role()
                .filter(role -> role != io.github.cicdmonitor.gate.shell.GateRole.BUILD
                    || CODE.matcher(command.words()).find())
                .isPresent());
  }

  /** Whether a job that publishes or deploys takes what a job hands on, by its artifacts, outputs or a cache. */
  static Optional<String> takersOf(String id, Mapping workflow, String path) {
    Mapping jobs = workflow.sub("jobs");
    if (!handsOn(jobs.sub(id))) {
      return Optional.empty();
    }
    Map<String, Set<String>> needed = new HashMap<>();
    jobs.entries().forEach((name, job) -> needed.put(name, needs(job.asMapping())));
    return needed.keySet().stream()
        .sorted()
        .filter(name -> Privileges.usesEnvironment(jobs.sub(name))
            || Privileges.publishes(name, jobs.sub(name), workflow, path))
        .filter(name -> reaches(name, id, needed, new HashSet<>()))
        .findFirst()
        .map(name -> "job " + Shown.quoted(id) + " hands on what " + Shown.quoted(name)
            + " publishes or deploys");
  }

  private static boolean handsOn(Mapping job) {
    return job.get("outputs").isPresent()
        || Privileges.steps(job).stream()
            .flatMap(step -> step.text("uses").stream())
            .anyMatch(uses -> uses.matches("(?i)[^@]*(?:upload|cache)[^@]*@.*"));
  }

  private static boolean reaches(
      String from, String wanted, Map<String, Set<String>> needed, Set<String> seen) {
    return seen.add(from)
        && needed.getOrDefault(from, Set.of()).stream()
            .anyMatch(next -> next.equals(wanted) || reaches(next, wanted, needed, seen));
  }

  private static Set<String> needs(Mapping job) {
    Set<String> needs = new HashSet<>();
    job.text("needs").ifPresent(needs::add);
    List<Yaml> items =
        job.get("needs").flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
    items.forEach(item -> item.scalar().ifPresent(s -> needs.add(s.text())));
    return needs;
  }
}
