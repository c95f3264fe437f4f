package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory a job has at least, by the labels of hosted runners on which it may run. */
final class RunnerMemory {
  private static final Pattern AXIS =
      Pattern.compile("\\$\\{\\{\\s*matrix\\.([A-Za-z_][\\w-]*)\\s*\\}\\}");

  private RunnerMemory() {}

  /** In a public repository, in GiB; empty where one of the labels is not known. */
  static OptionalInt of(Job job, Facts facts) {
    return least(job, facts, RunnerLimits::ramGib);
  }

  /** In any repository. */
  static OptionalInt leastOf(Job job, Facts facts) {
    return least(job, facts, limits -> Math.min(limits.ramGib(), limits.privateRamGib()));
  }

  private static OptionalInt least(Job job, Facts facts, ToIntFunction<RunnerLimits> ram) {
    List<String> labels = labels(job);
    int least = Integer.MAX_VALUE;
    for (String label : labels) {
      Optional<RunnerLimits> limits = facts
          .limits(facts.meant(label))
          // a label that is gone runs nothing until its successor takes its place
          .or(() -> facts.successor(label).flatMap(facts::limits));
      if (limits.isEmpty()) {
        return OptionalInt.empty();
      }
      least = Math.min(least, ram.applyAsInt(limits.get()));
    }
    return labels.isEmpty() ? OptionalInt.empty() : OptionalInt.of(least);
  }

  /** Literal labels; an empty one stands for what cannot be told. */
  private static List<String> labels(Job job) {
    Optional<String> label = job.body().text("runs-on");
    if (label.isEmpty()) {
      return List.of("");
    }
    Matcher axis = AXIS.matcher(label.get());
    if (!axis.matches()) {
      return List.of(Expressions.any(label.get()) ? "" : label.get());
    }
    String name = axis.group(1).toLowerCase(Locale.ROOT);
    List<String> labels = new ArrayList<>();
    for (Yaml item : list(job.matrix(), name)) {
      labels.add(item.scalar().map(Yaml.Scalar::text).orElse(""));
    }
    for (Yaml leg : list(job.matrix(), "include")) {
      leg.mapping()
          .flatMap(m -> value(m, name))
          .ifPresent(v -> labels.add(v.scalar().map(Yaml.Scalar::text).orElse("")));
    }
    boolean computed = job.matrix().entries().values().stream()
        .anyMatch(value -> value.scalar().isPresent());
    return computed ? List.of("") : labels;
  }

  private static List<Yaml> list(Mapping matrix, String name) {
    return value(matrix, name).flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
  }

  private static Optional<Yaml> value(Mapping in, String name) {
    return in.entries().entrySet().stream()
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(name))
        .map(java.util.Map.Entry::getValue)
        .findFirst();
  }
}
