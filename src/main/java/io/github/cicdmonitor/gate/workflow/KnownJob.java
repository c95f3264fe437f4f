package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.workflow.ClosedWorld.Leaf;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A job, as a fix leaves it, of which every part is on a short list: keys, actions with their inputs,
 * commands one after the other, conditions on what the fix does not touch.
 */
final class KnownJob {
  static final WordLists WORDS = WordLists.of("known");
  private static final Pattern AXIS =
      Pattern.compile("\\$\\{\\{ *matrix\\.([A-Za-z_][\\w-]*) *\\}\\}");
  private static final Pattern HOSTED = Pattern.compile(
      "(?:ubuntu|windows|macos)-(?:latest|[0-9]+(?:\\.[0-9]+)?)(?:-arm|-intel|-vs[0-9]+)?");

  private final FixedJob fixed;
  private final WorkflowFile file;
  private final Job job;
  private final Moved moved;
  private final Surroundings reach;

  KnownJob(FixedJob fixed) {
    this.fixed = fixed;
    this.file = fixed.file();
    this.job = fixed.job();
    this.moved = fixed.moved();
    this.reach = fixed.reach();
  }

  /** The first part that is not understood. */
  Optional<String> doubt() {
    List<Mapping> steps = job.steps();
    KnownSteps known = new KnownSteps(fixed);
    KnownScripts scripts = new KnownScripts(fixed);
    int last = reach == Surroundings.BEFORE ? fixed.lastChanged() + 1 : steps.size();
    return keys()
        .or(this::rights)
        .or(this::runner)
        .or(() -> fixed.wakes() && TriggerChange.events(file.root()).containsKey("schedule")
            ? Optional.of("a clock starts what has not run for long")
            : Optional.empty())
        .or(() -> KnownNames.names(job.id() + " " + job.body().text("name").orElse("")))
        .or(() -> oldIn(job.id() + " " + job.body().text("name").orElse("") + " " + title()))
        .or(() -> reach.isEveryWord()
            ? KnownNames.names(title())
                .or(() -> Leaf.of(job.matrix()).stream()
                    .flatMap(leaf -> KnownNames.names(leaf.key() + " " + leaf.text()).stream())
                    .findFirst())
            : Optional.empty())
        .or(this::leg)
        .or(this::memory)
        .or(this::shared)
        .or(() ->
            steps.subList(0, last).stream().flatMap(s -> known.step(s).stream()).findFirst())
        .or(() -> scripts.machine(steps))
        .or(() -> reach.isEveryWord() ? UsualJob.doubt(fixed) : Optional.empty())
        .or(() -> fixed.isPrepared() ? scripts.prepared(steps) : Optional.empty());
  }

  /** A larger heap is taken from what runs beside it on the machine. */
  private Optional<String> memory() {
    return fixed.takesMemory() && !job.body().sub("services").entries().isEmpty()
        ? Optional.of("how much memory its services take is not known")
        : Optional.empty();
  }

  /** A leg that is listed one by one must not say that it is there for what moves. */
  private Optional<String> leg() {
    return job.matrix().get("include").flatMap(Yaml::sequence).stream()
        .flatMap(list -> list.items().stream())
        .map(Leaf::of)
        .filter(leg -> leg.stream().anyMatch(leaf -> moved.values().contains(leaf.text())))
        .flatMap(List::stream)
        .flatMap(leaf -> KnownNames.names(leaf.text()).stream())
        .findFirst();
  }

  private Optional<String> oldIn(String name) {
    return moved.versions().matcher(Expressions.literalPart(name)).find()
        ? Optional.of("it is called by the old version: " + name.strip())
        : Optional.empty();
  }

  /** What the workflow is called, as a file and to people. */
  private String title() {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    return name.replaceFirst("\\.ya?ml$", "") + " " + file.root().text("name").orElse("");
  }

  /** A machine of GitHub's own that costs what the others cost. */
  private Optional<String> runner() {
    List<Leaf> labels = job.body().get("runs-on").map(Leaf::of).orElse(List.of());
    if (labels.size() != 1) {
      return Optional.of("it runs on another machine than GitHub's own");
    }
    String label = labels.get(0).text();
    Matcher axis = AXIS.matcher(label);
    List<String> all = axis.matches()
        ? Leaf.of(job.matrix()).stream()
            .filter(leaf -> leaf.key().equalsIgnoreCase(axis.group(1)))
            .map(Leaf::text)
            .toList()
        : List.of(label);
    return all.isEmpty() || !all.stream().allMatch(l -> HOSTED.matcher(l).matches())
        ? Optional.of("it runs on " + label)
        : Optional.empty();
  }

  private Optional<String> keys() {
    return job.body().entries().keySet().stream()
        .filter(key -> !WORDS.set("job keys").contains(key))
        .filter(key ->
            !key.equals("continue-on-error") || !job.body().text(key).equals(Optional.of("false")))
        .findFirst()
        .map(key -> "it has " + key)
        .or(() ->
            job.body().get("strategy").filter(s -> !isLiteral(s)).map(s -> "its matrix is made"));
  }

  private static boolean isLiteral(Yaml strategy) {
    return strategy.mapping().isPresent()
        && Leaf.of(strategy).stream().noneMatch(leaf -> Expressions.any(leaf.text()));
  }

  private Optional<String> rights() {
    Permissions own = Permissions.of(job.body().get("permissions"));
    Permissions effective = own.kind() == Permissions.Kind.DEFAULT
        ? Permissions.of(file.root().get("permissions"))
        : own;
    Set<String> scopes = effective.written();
    return scopes.stream()
        .filter(scope -> !WORDS.set("scopes that may write").contains(scope))
        .findFirst()
        .map(scope -> "it may write " + scope);
  }

  /** Everything of it but its steps, and what the workflow gives to each job. */
  private Optional<String> shared() {
    Optional<String> shell = KnownSteps.shell(file.root().sub("defaults").sub("run"))
        .or(() -> KnownSteps.shell(job.body().sub("defaults").sub("run")));
    KnownValues values = new KnownValues(fixed);
    return shell.or(() -> Stream.concat(
            job.body().entries().keySet().stream()
                .filter(key -> !key.equals("steps"))
                .flatMap(key -> leaves(job.body(), key)),
            leaves(file.root(), "env"))
        .flatMap(leaf -> values.leaf(leaf).stream())
        .findFirst());
  }

  private static Stream<Leaf> leaves(Mapping of, String key) {
    return of.get(key).stream()
        .flatMap(value -> Leaf.of(value).stream())
        .map(leaf -> new Leaf(
            leaf.path().isEmpty() ? key : leaf.key(),
            leaf.path().isEmpty() ? key : key + "." + leaf.path(),
            leaf.scalar()));
  }
}
