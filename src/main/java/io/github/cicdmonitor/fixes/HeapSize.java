package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A heap that was too small gets more of the runner's memory: at most twice as much and three
 * quarters of it, once in 90 days. The memory of the hosted runners is in the facts.
 */
final class HeapSize implements Fix {
  private static final About ABOUT = About.of(
          "heap-size",
          "Raises the heap limit of Node.js or Java within the memory of the runner, once")
      .mending(Category.ENVIRONMENT)
      .within(Surroundings.CHOSEN)
      .askedBy(
          "JavaScript heap out of memory",
          "OutOfMemoryError: Java heap space",
          "GC overhead limit exceeded",
          "Expiring Daemon because JVM heap space is exhausted");
  private static final List<Integer> NODE_SIZES = List.of(4096, 6144, 8192); // MiB
  private static final int LEAST_RAISED = 512; // MiB; what Gradle and small JVMs take by themselves
  private static final int MOST_EACH = 4096; // MiB; the hosted machines have as much for each core
  private static final int LEAST_NEW = NODE_SIZES.get(0); // about what Node.js takes by itself

  /** @param in the mapping with the variable */
  private record Place(FailedJob job, Mapping in, String variable, HeapOption option) {}

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    if (!fault.isFresh(FactsSection.LIMITS)) {
      return Proposed.no("the memory of the runners is not known as of today");
    }
    boolean node = fault.line().contains("JavaScript");
    List<FailedJob> jobs = FailedJob.candidates(fault, files);
    List<Place> places = new ArrayList<>();
    for (FailedJob job : jobs) {
      places.addAll(places(job, job.job().body(), node));
      job.job().steps().forEach(step -> places.addAll(places(job, step, node)));
      places.addAll(places(job, job.file().root(), node));
    }
    if (places.size() > 1 || (places.isEmpty() && jobs.size() != 1)) {
      return Proposed.no("it is not clear which job and which heap limit");
    }
    FailedJob job = places.isEmpty() ? jobs.get(0) : places.get(0).job();
    OptionalInt memory = RunnerMemory.leastOf(job.job(), fault.facts());
    if (memory.isEmpty()) {
      return Proposed.no("the memory of the runner is not known");
    }
    int most = memory.getAsInt() * 1024 * 3 / 4;
    return places.isEmpty()
        ? added(job, node, most, files)
        : raised(places.get(0), node, most, files);
  }

  private static List<Place> places(FailedJob job, Mapping holder, boolean node) {
    Mapping env = holder.sub("env");
    List<Place> found = new ArrayList<>();
    for (String name : env.entries().keySet()) {
      if (HeapOption.isVariable(name) && name.equals(HeapOption.NODE) == node) {
        env.text(name)
            .flatMap(value -> HeapOption.in(name, value))
            .ifPresent(option -> found.add(new Place(job, env, name, option)));
      }
    }
    return found;
  }

  private static Proposed raised(Place place, boolean node, int most, Checkout files) {
    int now = place.option().mebibytes();
    int wanted = node
        ? NODE_SIZES.stream().filter(s -> s > now && s <= 2 * now).findFirst().orElse(2 * now)
        : 2 * now;
    int size = Math.min(wanted, most);
    Optional<Scalar> old = place.in().get(place.variable()).flatMap(Yaml::scalar);
    if (size <= now || old.isEmpty()) {
      return Proposed.no("the heap may already take " + now + " MiB of the runner's memory");
    }
    Editor editor = new Editor(files);
    editor.replace(place.job().file(), old.get(), place.option().with(size));
    return proposed(place.variable(), size, editor);
  }

  private static Proposed added(FailedJob job, boolean node, int most, Checkout files) {
    Mapping body = job.job().body();
    boolean set = body.sub("env").get(HeapOption.NODE).isPresent()
        || job.file().root().sub("env").get(HeapOption.NODE).isPresent()
        || job.job().steps().stream()
            .anyMatch(s -> s.sub("env").get(HeapOption.NODE).isPresent());
    if (!node || set || most < LEAST_NEW) {
      return Proposed.no("no heap limit stands in the job " + job.job().id());
    }
    int size = Math.min(most, NODE_SIZES.get(1));
    String value = "--max-old-space-size=" + size;
    Editor editor = new Editor(files);
    if (!body.sub("env").entries().isEmpty()) {
      editor.insertBefore(
          job.file(), YamlText.first(body.sub("env")), HeapOption.NODE + ": " + value);
    } else if (body.get("env").isEmpty()) {
      body.key("steps")
          .ifPresent(key ->
              editor.insertBefore(job.file(), key, "env:", "  " + HeapOption.NODE + ": " + value));
    }
    return proposed(HeapOption.NODE, size, editor);
  }

  private static Proposed proposed(String variable, int size, Editor editor) {
    return Proposed.edits(
        "ci: Let " + variable + " allow a heap of " + size + " MiB",
        "The heap was full. The limit stays within three quarters of the runner's memory.",
        editor);
  }

  /** The key of a limit that is set or changed here. */
  static Optional<String> limit(Delta delta) {
    return ChangedVariable.of(delta)
        .filter(change -> HeapOption.isVariable(change.name()))
        .map(change -> NamedLimits.key(delta, change.name()));
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      ChangedVariable.of(delta)
          .filter(change -> HeapOption.isVariable(change.name()))
          .ifPresent(change -> recognise(change, diff, evidence, claims));
    }
  }

  private static void recognise(
      ChangedVariable change, WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    Optional<HeapOption> to = HeapOption.in(change.name(), change.after());
    Optional<HeapOption> from =
        change.before().flatMap(value -> HeapOption.in(change.name(), value));
    if (to.isEmpty() || change.before().isPresent() != from.isPresent()) {
      return;
    }
    int size = to.get().mebibytes();
    boolean fits = from.isPresent()
        ? to.get().sameElse(from.get())
            && size > from.get().mebibytes()
            && size <= 2 * from.get().mebibytes()
        : isNew(change, to.get(), diff);
    if (!fits) {
      return;
    }
    String why = "a heap of " + size + " MiB";
    List<Job> jobs = change
        .delta()
        .job()
        .map(pair -> List.of(pair.after()))
        .orElse(diff.after().jobs());
    for (Job job : jobs) {
      OptionalInt memory = RunnerMemory.of(job, evidence.facts());
      boolean called =
          job.body().get("uses").isPresent() && job.body().get("steps").isEmpty();
      if (!called && (memory.isEmpty() || size > memory.getAsInt() * 1024 * 3 / 4)) {
        claims.ask(change.delta(), why, "the runner may have too little memory for it");
        return;
      }
    }
    if (size > MOST_EACH) {
      claims.ask(change.delta(), why, "a process on each core may take as much");
      return;
    }
    if (isMeasure(change)) {
      claims.ask(change.delta(), why, "the limit may be what is tested");
      return;
    }
    Optional<String> same =
        change.before().flatMap(option -> evidence.holding(Pattern.quote(option.strip())));
    if (same.isPresent()) {
      claims.ask(change.delta(), why, same.get() + " sets the same limit");
      return;
    }
    if (!evidence.isFresh(FactsSection.LIMITS)) {
      claims.ask(change.delta(), why, "the memory of the runners is not known as of today");
      return;
    }
    NamedLimits.claim(
        change.delta(), NamedLimits.key(change.delta(), change.name()), why, evidence, claims);
  }

  /** A heap that is smaller than a tool takes by itself. */
  private static boolean isMeasure(ChangedVariable change) {
    return change
        .before()
        .flatMap(value -> HeapOption.in(change.name(), value))
        .filter(option -> option.mebibytes() < LEAST_RAISED)
        .isPresent();
  }

  /** This option alone, for Node.js, where no other place sets options that it would hide. */
  private static boolean isNew(ChangedVariable change, HeapOption option, WorkflowDiff diff) {
    boolean alone =
        option.before().equals("--max-old-space-size=") && option.after().isEmpty();
    return change.name().equals(HeapOption.NODE)
        && change.delta().job().isPresent()
        && alone
        && option.number() >= LEAST_NEW
        && option.number() <= NODE_SIZES.get(NODE_SIZES.size() - 1)
        && !diff.before().text().contains(HeapOption.NODE);
  }
}
