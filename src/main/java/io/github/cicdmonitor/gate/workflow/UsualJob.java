package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.gate.shell.GateRole;
import io.github.cicdmonitor.gate.shell.MaskedFailures;
import io.github.cicdmonitor.gate.shell.ShellReader;
import io.github.cicdmonitor.gate.workflow.ClosedWorld.Leaf;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A job as nearly every repository has one, around something that works as it is: it checks out, sets
 * up a language, installs, checks, and keeps what the check said. Nothing of the whole workflow holds a
 * token or a secret, writes, releases, waits in a queue, or is started by another than those who push.
 */
final class UsualJob {
  private static final Set<String> EVENTS = Set.of("push", "pull_request", "workflow_dispatch");
  private static final Set<String> FILTERS =
      Set.of("branches", "branches-ignore", "paths", "paths-ignore");
  private static final Set<String> WORKFLOW = KnownJob.WORDS.set("usual workflow keys");
  private static final Set<String> JOB = KnownJob.WORDS.set("usual job keys");
  private static final String WHEN = "github\\.(?:event_name|ref) ?== ?'[\\w/-]+'";
  private static final Pattern CONDITION =
      Pattern.compile("success\\(\\)|" + WHEN + "(?: ?(?:&&|\\|\\|) ?" + WHEN + ")*");
  private static final Set<String> ENDS = Set.of("always()", "failure()", "!cancelled()");
  private static final String UPLOAD = "actions/upload-artifact";
  private static final int MOST = 12; // legs of the cheapest machine
  private static final int WINDOWS = 2; // times the price of Linux
  private static final int MACOS = 10;

  private UsualJob() {}

  static Optional<String> doubt(FixedJob fixed) {
    WorkflowFile file = fixed.file();
    Job job = fixed.job();
    boolean kept = KnownCaches.keepsFiles(job);
    return first(file.root().entries().keySet(), key -> !WORKFLOW.contains(key))
        .map(key -> "the workflow has " + key)
        .or(() -> started(file.root()))
        .or(() ->
            file.jobs().stream().flatMap(any -> shares(file, any).stream()).findFirst())
        .or(() -> first(job.body().entries().keySet(), key -> !JOB.contains(key))
            .map(key -> "it has " + key))
        .or(() -> job.matrix()
            .get("include")
            .or(() -> job.matrix().get("exclude"))
            .map(listed -> "a leg of it is listed by itself"))
        .or(() -> fixed.reach() == Surroundings.CHOSEN ? cost(job) : Optional.empty())
        .or(() -> job.steps().stream().flatMap(s -> step(s, kept).stream()).findFirst());
  }

  private static Optional<String> first(Set<String> of, Predicate<String> wanted) {
    return of.stream().filter(wanted).findFirst();
  }

  private static Optional<String> started(Mapping root) {
    return TriggerChange.events(root).entrySet().stream()
        .filter(event -> !EVENTS.contains(event.getKey())
            || !event.getValue().mapping().stream()
                .allMatch(how -> FILTERS.containsAll(how.entries().keySet())))
        .findFirst()
        .map(event -> "how and when " + event.getKey() + " starts it");
  }

  /** What a job of the same workflow holds, others may get by its caches and its results. */
  private static Optional<String> shares(WorkflowFile file, Job job) {
    Permissions own = Permissions.of(job.body().get("permissions"));
    Permissions effective = own.kind() == Permissions.Kind.DEFAULT
        ? Permissions.of(file.root().get("permissions"))
        : own;
    if (effective.writes() || effective.kind() == Permissions.Kind.UNKNOWN) {
      return Optional.of("the job " + job.id() + " may write");
    }
    if (Privileges.publishes(job.id(), job.body(), file.root(), file.path())
        || Privileges.usesEnvironment(job.body())
        || job.body().get("uses").isPresent()) {
      return Optional.of("what becomes of it in the job " + job.id());
    }
    return Leaf.of(job.body()).stream()
        .filter(leaf -> leaf.expressions().stream()
            .anyMatch(e -> e.contains("github.token") || e.contains("secrets")))
        .findFirst()
        .map(leaf -> leaf.key() + " holds a token or a secret");
  }

  private static Optional<String> step(Mapping step, boolean kept) {
    boolean upload = FixedJob.action(step).equals(UPLOAD);
    Optional<String> condition = step.text("if")
        .map(Expressions::normal)
        .filter(when -> !CONDITION.matcher(when).matches() && !(upload && ENDS.contains(when)));
    if (condition.isPresent()) {
      return Optional.of("a step runs only if " + condition.get());
    }
    if (step.text("uses").filter(uses -> !KnownSteps.isUsual(uses)).isPresent()) {
      return Optional.of(step.text("uses").orElse("") + " is not usual");
    }
    return upload
        ? KnownCaches.results(step)
        : step.text("run").flatMap(script -> unknown(script, kept));
  }

  private static Optional<String> cost(Job job) {
    int legs = 1;
    for (Yaml axis : job.matrix().entries().values()) {
      legs *= Math.max(1, axis.sequence().map(s -> s.items().size()).orElse(1));
    }
    int price = job.body().get("runs-on").map(Leaf::of).orElse(List.of()).stream()
        .flatMap(leaf ->
            Expressions.any(leaf.text()) ? Leaf.of(job.matrix()).stream() : List.of(leaf).stream())
        .mapToInt(leaf -> price(leaf.text()))
        .max()
        .orElse(1);
    return legs * price > MOST
        ? Optional.of("it is paid for " + legs + " times")
        : Optional.empty();
  }

  private static int price(String label) {
    return label.startsWith("macos") ? MACOS : label.startsWith("windows") ? WINDOWS : 1;
  }

  /** A script of which it is not known that it fetches or checks, or builds what nobody keeps. */
  private static Optional<String> unknown(String script, boolean kept) {
    String literal = Expressions.literalPart(script);
    boolean checks = MaskedFailures.read(ShellReader.read(literal, 1), false).commands().stream()
        .allMatch(command ->
            command.role().filter(r -> r != GateRole.BUILD || !kept).isPresent()
                || command.words().matches(".*\\b(?:check|verify)\\b.*")
                || KnownScripts.prepares(command.words()));
    return checks
        ? Optional.empty()
        : Optional.of("whether this only checks is not known: " + literal.strip());
  }
}
