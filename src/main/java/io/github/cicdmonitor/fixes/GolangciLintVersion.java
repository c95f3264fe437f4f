package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * golangci-lint, its action and its configuration of one major: the configuration file of the
 * repository says which (golangci-lint-action, README, Compatibility). A person decides, because
 * another version of a linter finds other things.
 */
final class GolangciLintVersion implements Fix {
  private static final String ACTION = "golangci/golangci-lint-action";
  private static final About ABOUT = About.of(
          "golangci-lint-version",
          "Brings golangci-lint and its action to the major of the configuration file")
      .with(Trait.NEW_CODE)
      .askedBy(
          "golangci-lint v[12] is not supported by golangci-lint-action",
          "unsupported version of the configuration: \"\"",
          "configuration file for golangci-lint v2 with golangci-lint v1");
  private static final List<String> CONFIGURATIONS =
      List.of(".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json");
  private static final Pattern SECOND =
      Pattern.compile("(?m)^\\s*[\"']?version[\"']?\\s*[:=]\\s*[\"']?2[\"']?\\s*,?\\s*$");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Optional<String> configuration =
        CONFIGURATIONS.stream().flatMap(path -> files.text(path).stream()).findFirst();
    if (configuration.isEmpty() || !fault.isFresh(FactsSection.GOLANGCI_LINT)) {
      return Proposed.no("no configuration file says which major is meant");
    }
    int wanted = SECOND.matcher(configuration.get()).find() ? 2 : 1;
    ToolFacts facts = fault.facts().tools();
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(ACTION)) {
      for (Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          Optional<ActionRef> action = Steps.action(step).filter(a -> a.name().equals(ACTION));
          action.ifPresent(a -> align(file, step, a, wanted, facts, editor));
        }
      }
    }
    return Proposed.edits(
        "ci: Use golangci-lint v" + wanted,
        "The configuration file is of version " + wanted
            + "; the linter and its action have to be of that major as well.",
        editor);
  }

  /** Six parameters: where to write, what stands there, and what it has to agree with. */
  private static void align(
      WorkflowFile file,
      Mapping step,
      ActionRef action,
      int wanted,
      ToolFacts facts,
      Editor editor) {
    OptionalInt major = major(action);
    if (major.isEmpty()) {
      return;
    }
    int target = major.getAsInt();
    while (facts.golangciLintMajor(target).orElse(wanted) != wanted) {
      target += wanted == 2 ? 1 : -1;
    }
    Optional<Scalar> uses = step.get("uses").flatMap(Yaml::scalar);
    if (target != major.getAsInt() && uses.isPresent()) {
      String text = uses.get().text();
      editor.replace(file, uses.get(), text.substring(0, text.indexOf('@') + 1) + "v" + target);
    }
    Optional<String> version = step.sub("with").text("version");
    boolean other = version.map(v -> !v.startsWith("v" + wanted)).orElse(wanted == 1);
    Optional<String> value = wanted == 1
        ? facts.lastGolangciLint(1).map(v -> "v" + v)
        : facts.lowestGolangciLint(target).map(v -> "v" + v.replaceFirst("\\.[0-9]+$", ""));
    if (other && value.isPresent()) {
      editor.input(file, step, "version", value.get());
    }
  }

  private static OptionalInt major(ActionRef action) {
    return Version.isPlain(action.ref())
        ? Version.parse(action.ref()).stream()
            .mapToInt(v -> v.parts().get(0).intValue())
            .findFirst()
        : OptionalInt.empty();
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean input = delta.isInStep("with", "version")
          && Steps.uses(delta.step().orElseThrow().after(), ACTION)
          && delta.textAfter().matches("v[12]\\.[0-9]+(?:\\.[0-9]+)?");
      if (input && (delta.isEdit() || delta.isNewText())) {
        claims.ask(delta, "another version of golangci-lint", "another version finds other things");
      }
    }
  }
}
