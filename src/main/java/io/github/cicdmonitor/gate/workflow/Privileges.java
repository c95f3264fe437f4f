package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a job, with what it inherits, holds rights that an attacker would want. */
final class Privileges {
  private static final WordLists WORDS = WordLists.of("workflow");
  private static final Set<String> EVENTS = WORDS.set("privileged events");
  private static final Pattern NAMES = WORDS.found("publishing names");
  private static final Pattern COMMANDS = WORDS.found("publishing commands");
  private static final Set<String> ACTIONS = WORDS.set("publishing actions");

  private Privileges() {}

  static boolean usesEnvironment(Mapping job) {
    return job.get("environment").isPresent();
  }

  /** The workflow's own level: what every job in it inherits, or is started by. */
  static boolean ofWorkflow(Mapping workflow) {
    Map<String, Yaml> events = TriggerChange.events(workflow);
    return ExpressionReach.of(workflow.sub("env")).hasSecrets()
        || Permissions.of(workflow.get("permissions")).writes()
        || events.keySet().stream()
            .anyMatch(e -> TriggerChange.DANGEROUS.contains(e) || EVENTS.contains(e));
  }

  /** Besides what it {@link #publishes}. */
  static boolean ofJob(Mapping job, Mapping workflow) {
    Permissions own = Permissions.of(job.get("permissions"));
    Permissions effective =
        own.kind() == Permissions.Kind.DEFAULT ? Permissions.of(workflow.get("permissions")) : own;
    Map<String, Yaml> events = TriggerChange.events(workflow);
    return effective.writes()
        || effective.kind() == Permissions.Kind.UNKNOWN
        || usesEnvironment(job)
        || RunnerChange.isSelfHosted(job.get("runs-on"))
        || ExpressionReach.of(job).hasSecrets()
        || ExpressionReach.of(workflow.sub("env")).hasSecrets()
        || events.keySet().stream()
            .anyMatch(e -> TriggerChange.DANGEROUS.contains(e) || e.equals("workflow_call"));
  }

  /**
   * Whether what the job makes reaches others: a release, a package, a site, a deployment. {@code
   * path} is the workflow's file, whose name tells a deployment as well.
   */
  static boolean publishes(String id, Mapping job, Mapping workflow, String path) {
    return TriggerChange.events(workflow).containsKey("release")
        || NAMES.matcher(path.substring(path.lastIndexOf('/') + 1)).find()
        || NAMES
            .matcher(id + " " + job.text("name").orElse("") + " "
                + workflow.text("name").orElse(""))
            .find()
        || buildsTags(workflow)
        || job.text("uses").map(u -> NAMES.matcher(u).find()).orElse(false)
        || steps(job).stream().anyMatch(Privileges::ofStep);
  }

  /** Started by a tag and by no branch: what it builds is going to be released. */
  private static boolean buildsTags(Mapping workflow) {
    Mapping push = TriggerChange.events(workflow)
        .getOrDefault("push", Mapping.EMPTY)
        .mapping()
        .orElse(Mapping.EMPTY);
    return push.get("tags").isPresent() && push.get("branches").isEmpty();
  }

  static boolean ofStep(Mapping step) {
    return step.text("name").map(n -> NAMES.matcher(n).find()).orElse(false)
        || step.text("run").map(r -> COMMANDS.matcher(r).find()).orElse(false)
        || step.text("uses")
            .map(u -> u.toLowerCase(Locale.ROOT))
            .map(uses -> ACTIONS.stream().anyMatch(uses::contains))
            .orElse(false);
  }

  static List<Mapping> steps(Mapping job) {
    return job.get("steps")
        .flatMap(Yaml::sequence)
        .map(s -> s.items().stream().map(i -> i.mapping().orElse(Mapping.EMPTY)).toList())
        .orElse(List.of());
  }

  static Optional<String> text(Optional<Yaml> value) {
    return value.flatMap(Yaml::scalar).map(Scalar::text);
  }
}
