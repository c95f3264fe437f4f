package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.RuntimeVersion.Setup;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version that stands in a variable of the workflow, such as {@code NODE_VERSION}, and is used by
 * setup steps and by nothing else in the file.
 */
final class VersionVariable {
  private static final Pattern NAME =
      Pattern.compile("(NODE|PYTHON|GO|JAVA|RUBY|DOTNET|PHP)_VERSION");

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{\\{ *env\\.([A-Za-z_][A-Za-z0-9_]*) *\\}\\}");

  private VersionVariable() {}

  /** The runtime that the variable is named for. */
  static Optional<String> runtime(Delta delta) {
    boolean variable = delta.step().isEmpty()
        && delta.keys().size() == 2
        && delta.keys().get(0).equals("env")
        && delta.isEdit();
    Matcher name = NAME.matcher(variable ? delta.keys().get(1) : "");
    return name.matches() ? Optional.of(name.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  static void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      runtime(delta)
          .filter(runtime -> isOnlyForSetup(diff.after(), delta, runtime))
          .ifPresent(runtime -> new RuntimeMove(runtime, delta.textBefore(), delta.textAfter())
              .judge(evidence, Set.of(""), delta.path())
              .ifPresent(v -> v.asks()
                  .or(() -> lost(diff, delta, runtime))
                  .or(() -> evidence
                      .holding("\\b" + delta.keys().get(1) + "\\b")
                      .map(file -> file + " reads the variable"))
                  .ifPresentOrElse(
                      reason -> claims.ask(delta, v.why(), reason),
                      () -> claims.claim(delta, v.why()))));
    }
  }

  /**
   * Where a variable of the workflow or job, such as {@code GO_VERSION}, holds the version that a setup
   * step takes.
   */
  static Optional<Scalar> of(WorkflowFile file, WorkflowFile.Job job, Mapping step, String input) {
    Matcher variable = VARIABLE.matcher(step.sub("with").text(input).orElse(""));
    return variable.matches()
        ? job.body()
            .sub("env")
            .get(variable.group(1))
            .or(() -> file.root().sub("env").get(variable.group(1)))
            .flatMap(Yaml::scalar)
        : Optional.empty();
  }

  private static Optional<String> lost(WorkflowDiff diff, Delta delta, String runtime) {
    List<WorkflowFile.Job> jobs =
        delta.job().map(job -> List.of(job.after())).orElse(diff.after().jobs());
    List<String> inputs = RuntimeVersion.SETUPS.stream()
        .filter(setup -> setup.runtime().equals(runtime))
        .map(Setup::input)
        .toList();
    return jobs.stream()
        .filter(
            job -> job.toString().contains(delta.keys().get(1)) || delta.job().isPresent())
        .flatMap(job -> inputs.stream().flatMap(input -> Variants.lost(diff, job, input).stream()))
        .findFirst();
  }

  /** Each time the name occurs it is the definition, or the input of a setup step of that runtime. */
  private static boolean isOnlyForSetup(WorkflowFile file, Delta delta, String runtime) {
    String name = delta.keys().get(1);
    List<Setup> setups =
        RuntimeVersion.SETUPS.stream().filter(s -> s.runtime().equals(runtime)).toList();
    long uses = file.jobs().stream()
        .flatMap(job -> job.steps().stream())
        .filter(step -> setups.stream()
            .anyMatch(setup -> Steps.uses(step, setup.action())
                && step.sub("with")
                    .text(setup.input())
                    .filter(text -> text.matches("\\$\\{\\{ *env\\." + name + " *\\}\\}"))
                    .isPresent()))
        .count();
    long named = Pattern.compile("(?i)" + name).matcher(file.text()).results().count();
    return uses > 0 && named == uses + 1 && !file.text().contains("toJSON(env)");
  }
}
