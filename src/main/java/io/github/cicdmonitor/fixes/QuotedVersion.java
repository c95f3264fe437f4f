package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A version that YAML reads as a number and so loses its zero: {@code 3.10} is 3.1. In quotes it is
 * the version that was written (YAML 1.2, 10.3.2; setup-python, README, "advanced usage").
 */
final class QuotedVersion implements Fix {
  private static final Set<String> INPUTS = Set.of(
      "python-version",
      "go-version",
      "node-version",
      "ruby-version",
      "php-version",
      "dotnet-version");
  private static final About ABOUT = About.of(
          "quoted-version",
          "Quotes a version that YAML would read as a number without its last zero")
      .with(Trait.OTHER_BUILD)
      .askedBy(
          "[Vv]ersion '?([0-9]+\\.[1-9])'? (?:with|was not found|not found)",
          "Unable to find Go version '([0-9]+\\.[1-9])'",
          "Unknown version ([0-9]+\\.[1-9]) for ruby");
  /** What is only called by the version. */
  private static final Set<String> TELLS = Set.of("name", "key", "restore-keys", "flags");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String shown = fault.group(1);
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(shown + "0")) {
      for (Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          INPUTS.forEach(input -> step.sub("with")
              .get(input)
              .flatMap(Yaml::scalar)
              .filter(scalar -> loses(scalar, shown))
              .ifPresent(scalar -> quote(file, scalar, editor)));
        }
        Leaves.of(job.matrix()).stream()
            .map(Leaves.Leaf::scalar)
            .filter(scalar -> loses(scalar, shown))
            .forEach(scalar -> quote(file, scalar, editor));
      }
    }
    return Proposed.edits(
        "ci: Quote the version " + shown + "0",
        "Without quotes YAML reads " + shown + "0 as the number " + shown + ".",
        editor);
  }

  private static boolean loses(Scalar scalar, String shown) {
    return scalar.type() == Yaml.Type.NUMBER && scalar.source().equals(shown + "0");
  }

  private static void quote(WorkflowFile file, Scalar scalar, Editor editor) {
    editor.replace(
        file.path(), scalar.span().start(), scalar.span().end(), YamlText.quoted(scalar.source()));
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      Optional<Scalar> old = delta.before().flatMap(Yaml::scalar);
      Optional<Scalar> now = delta.after().flatMap(Yaml::scalar);
      boolean quoted = old.isPresent()
          && now.isPresent()
          && old.get().type() == Yaml.Type.NUMBER
          && now.get().type() == Yaml.Type.TEXT
          && old.get().source().matches("[0-9]+\\.[0-9]+")
          && now.get().text().equals(old.get().source());
      boolean input = delta.step().isPresent()
          && delta.keys().size() == 2
          && delta.isInStep("with", delta.keys().get(1))
          && INPUTS.contains(delta.keys().get(1));
      if (quoted && (input || isLeg(delta))) {
        String why = "in quotes it is the version that was written";
        if (delta.step().isPresent()) {
          claims.claim(delta, why);
        } else {
          claims.ask(delta, why, "a check is called by it");
        }
      }
    }
  }

  /** An item of an axis of the matrix that only versions are taken from. */
  private static boolean isLeg(Delta delta) {
    if (delta.job().isEmpty()
        || delta.step().isPresent()
        || delta.keys().size() != 4
        || !delta.keys().subList(0, 2).equals(List.of("strategy", "matrix"))) {
      return false;
    }
    Job job = delta.job().get().after();
    String axis = "matrix." + delta.keys().get(2);
    List<Leaves.Leaf> uses = Leaves.of(job.body()).stream()
        .filter(leaf -> Leaves.holdsWord(leaf.text().replaceAll("\\s", ""), axis))
        .toList();
    return uses.stream().anyMatch(leaf -> INPUTS.contains(leaf.key()))
        && uses.stream().allMatch(leaf -> INPUTS.contains(leaf.key()) || TELLS.contains(leaf.key()))
        && Leaves.of(job.body()).stream().noneMatch(leaf -> leaf.text().contains("toJSON(matrix"));
  }
}
