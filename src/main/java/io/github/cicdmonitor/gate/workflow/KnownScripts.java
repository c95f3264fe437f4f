package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Delta;
import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.gate.shell.PlainScript;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands of a job, one after the other, of which it is plain what they do. */
final class KnownScripts {
  static final Set<String> TARGETS = KnownJob.WORDS.set("targets");
  static final Set<String> OPTIONS = KnownJob.WORDS.set("options");
  private static final List<Pattern> PREPARES = KnownJob.WORDS.patterns("preparing commands");
  private static final Map<String, Pattern> LANGUAGES = Map.of(
      "/setup-node", Pattern.compile("(?:npm|npx|node|pnpm|yarn|corepack)\\b"),
      "/setup-python",
          Pattern.compile("(?:pip3?|python3?|pytest|tox|mypy|ruff|black|flake8|poetry)\\b"),
      "/setup-java", Pattern.compile("(?:\\./)?(?:mvnw?|gradlew?)\\b"),
      "/setup-go", Pattern.compile("go\\b"),
      "/setup-dotnet", Pattern.compile("dotnet\\b"),
      "/setup-ruby", Pattern.compile("(?:bundle|rake|ruby|gem)\\b"));
  // by names that another program may give otherwise
  private static final Pattern CONTAINERS =
      Pattern.compile("(?:sudo )?(?:docker(?! compose | build )|podman).*");

  private final FixedJob fixed;
  private final Job job;
  private final List<Delta> deltas;
  private final Surroundings reach;

  KnownScripts(FixedJob fixed) {
    this.fixed = fixed;
    this.job = fixed.job();
    this.deltas = fixed.deltas();
    this.reach = fixed.reach();
  }

  Optional<String> script(String script) {
    Optional<String> named = deltas.stream()
        .filter(d -> d.keys().stream().anyMatch(k -> k.endsWith("-file")))
        .map(d -> d.textAfter().replaceFirst("^.*/", ""))
        .filter(name -> !name.isEmpty() && script.contains(name))
        .findFirst();
    if (named.isPresent()) {
      return Optional.of("a command handles " + named.get());
    }
    return FixedJob.commands(script).stream()
        .filter(command -> !PlainScript.isPlain(command)
            || (reach == Surroundings.PREPARED && CONTAINERS.matcher(command).matches())
            || (reach.isEveryWord() && command.indexOf(PlainScript.EXPRESSION) >= 0)
            || ((reach.isEveryWord()
                    || reach == Surroundings.PREPARED
                    || fixed.wakes()
                    || KnownCaches.handsOn(fixed))
                && !PlainScript.isKnown(command, TARGETS, OPTIONS)))
        .findFirst()
        .map(command ->
            "this command is not understood: " + command.replace(PlainScript.EXPRESSION, '…'));
  }

  /**
   * Where another machine takes the place of one that still runs, each command is of a language that
   * a step sets up; and what is built is built in an image of its own.
   */
  Optional<String> machine(List<Mapping> steps) {
    if (!fixed.movesMachine()) {
      return Optional.empty();
    }
    List<String> all = steps.stream()
        .flatMap(step -> step.text("run").stream())
        .flatMap(script -> FixedJob.commands(script).stream())
        .toList();
    boolean own = job.body().get("container").isPresent()
        || all.stream().anyMatch(command -> command.contains("cibuildwheel"));
    if (KnownCaches.handsOn(fixed) && !own) {
      return Optional.of("it hands on what another machine would build");
    }
    String setup = steps.stream()
        .flatMap(step -> step.text("uses").stream())
        .map(FixedJob::action)
        .collect(Collectors.joining(" "));
    return !reach.isEveryWord()
        ? Optional.empty()
        : all.stream()
            .filter(command -> LANGUAGES.entrySet().stream()
                .noneMatch(language -> setup.contains(language.getKey())
                    && language.getValue().matcher(command).lookingAt()))
            .findFirst()
            .map(command -> "the machine may decide what this does: " + command);
  }

  /** Nothing in front of a changed command but what fetches and installs from the usual places. */
  Optional<String> prepared(List<Mapping> steps) {
    List<String> commands = new ArrayList<>();
    for (Mapping step : steps.subList(0, fixed.lastChanged() + 1)) {
      List<String> own = step.text("run").map(FixedJob::commands).orElse(List.of());
      Optional<List<String>> old = deltas.stream()
          .filter(d -> d.isInStep("run") && FixedJob.isOf(d, step))
          .findFirst()
          .map(d -> FixedJob.commands(d.textBefore()));
      int same = 0;
      while (old.isPresent()
          && same < own.size()
          && same < old.get().size()
          && own.get(same).equals(old.get().get(same))) {
        same++;
      }
      commands.addAll(own.subList(0, old.isPresent() ? same : own.size()));
    }
    int next = fixed.lastChanged() + 1;
    if (next < steps.size() && steps.get(next).get("continue-on-error").isPresent()) {
      return Optional.of("what comes next may fail");
    }
    Optional<String> other = steps.subList(0, next).stream()
        .flatMap(step -> step.text("uses").stream())
        .filter(uses -> !KnownSteps.isUsual(uses))
        .findFirst();
    if (other.isPresent()) {
      return Optional.of("what comes before may prepare it: " + other.get());
    }
    return commands.stream()
        .filter(command -> !prepares(command))
        .findFirst()
        .map(command -> "what comes before may prepare it: " + command);
  }

  /** Whether it only fetches and installs from the usual places. */
  static boolean prepares(String command) {
    return PREPARES.stream().anyMatch(p -> p.matcher(command).matches());
  }
}
