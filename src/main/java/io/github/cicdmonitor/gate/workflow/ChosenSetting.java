package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.shell.GateRole;
import io.github.cicdmonitor.gate.shell.MaskedFailures;
import io.github.cicdmonitor.gate.shell.ShellReader;
import io.github.cicdmonitor.gate.workflow.ClosedWorld.Leaf;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job around a setting that works as it is: only what cannot do harm by being longer, larger or
 * narrower. Its commands fetch or check, nobody waits for its turn, few legs run on machines that cost
 * little, and no token is in the hands of anything.
 */
final class ChosenSetting {
  private static final Set<String> EVENTS = Set.of("push", "pull_request", "workflow_dispatch");
  private static final int MOST = 12; // legs of the cheapest machine
  private static final int WINDOWS = 2; // times the price of Linux
  private static final int MACOS = 10;

  private ChosenSetting() {}

  static Optional<String> doubt(WorkflowFile file, Job job) {
    return TriggerChange.events(file.root()).keySet().stream()
        .filter(event -> !EVENTS.contains(event))
        .findFirst()
        .map(event -> "how often " + event + " starts it is not known")
        .or(() -> queue(file.root()))
        .or(() -> queue(job.body()))
        .or(() -> cost(job))
        .or(() -> job.steps().stream()
            .flatMap(step -> step.text("run").stream())
            .flatMap(script -> unknown(script, KnownCaches.keepsFiles(job)).stream())
            .findFirst())
        .or(() -> Leaf.of(job.body()).stream()
            .filter(leaf -> leaf.expressions().stream()
                .anyMatch(e -> e.contains("github.token") || e.contains("secrets.")))
            .findFirst()
            .map(leaf -> leaf.key() + " holds a token or a secret"));
  }

  /** What waits in a queue waits for this job. */
  private static Optional<String> queue(Mapping of) {
    return of.get("concurrency")
        .filter(c -> !of.sub("concurrency").text("cancel-in-progress").equals(Optional.of("true")))
        .map(c -> "others may wait in its queue");
  }

  private static Optional<String> cost(Job job) {
    int legs = 1;
    int listed = 0;
    for (var axis : job.matrix().entries().entrySet()) {
      int size = axis.getValue().sequence().map(s -> s.items().size()).orElse(1);
      if (axis.getKey().equals("include")) {
        listed = size;
      } else if (!axis.getKey().equals("exclude")) {
        legs *= Math.max(1, size);
      }
    }
    int price = job.body().get("runs-on").map(Leaf::of).orElse(List.of()).stream()
        .flatMap(leaf ->
            Expressions.any(leaf.text()) ? Leaf.of(job.matrix()).stream() : List.of(leaf).stream())
        .mapToInt(leaf -> price(leaf.text()))
        .max()
        .orElse(1);
    return (legs + listed) * price > MOST
        ? Optional.of("it is paid for " + (legs + listed) + " times")
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
