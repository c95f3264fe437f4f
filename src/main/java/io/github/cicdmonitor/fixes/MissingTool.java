package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tool that the runner image lost, installed by the action of the tool's owner, which is named by
 * its commit. A person decides: it is new code, mostly of a new third party.
 */
final class MissingTool implements Fix {
  private static final About ABOUT = About.of(
          "missing-tool", "Installs a tool that the runner image lacks, by its owner's action")
      .mending(Category.ENVIRONMENT)
      .with(Trait.NEW_CODE)
      .askedBy("(?:^|[\\s:])([a-z][a-z0-9_-]*): (?:command )?not found");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String tool = fault.group(1);
    Optional<SetupAction> action =
        fault.facts().actions().setupAction(tool).filter(SetupAction::official);
    Optional<SetupAction.Release> release = action.flatMap(SetupAction::release);
    if (release.isEmpty() || !fault.isFresh(FactsSection.ACTIONS)) {
      return Proposed.no("no action of the owner of " + tool + " is known by its commit");
    }
    String uses = action.get().action() + "@" + release.get().commit();
    Editor editor = new Editor(files);
    String installs = action.get().action().toLowerCase(java.util.Locale.ROOT);
    FailedJob.only(fault, files)
        .filter(
            failed -> failed.job().steps().stream().noneMatch(step -> Steps.uses(step, installs)))
        .ifPresent(failed -> firstUse(failed.job(), tool)
            .ifPresent(step -> editor.addStepBefore(
                failed.file(), step, "uses: " + uses + " # " + release.get().tag())));
    return Proposed.edits(
        "ci: Install " + tool,
        "The runner image has no " + tool + "; " + action.get().action() + " "
            + release.get().tag() + " installs it.",
        editor);
  }

  private static Optional<Mapping> firstUse(Job job, String tool) {
    Pattern command =
        Pattern.compile("(?m)(?:^|[;&|(])[ \\t]*(?:sudo )?" + Pattern.quote(tool) + "(?=\\s|$)");
    return job.steps().stream()
        .filter(
            step -> step.text("run").filter(run -> command.matcher(run).find()).isPresent())
        .findFirst();
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    ActionFacts facts = evidence.facts().actions();
    for (Delta delta : diff.deltas()) {
      boolean step =
          delta.step().isPresent() && delta.keys().isEmpty() && delta.before().isEmpty();
      Optional<Mapping> added = delta.after().flatMap(a -> a.mapping());
      boolean known =
          added.filter(m -> m.entries().size() == 1).flatMap(m -> m.text("uses")).stream()
              .anyMatch(uses -> facts.installedCommands().stream()
                  .flatMap(tool -> facts.setupAction(tool).filter(SetupAction::official).stream())
                  .anyMatch(a -> a.release()
                      .filter(r -> uses.equals(a.action() + "@" + r.commit()))
                      .isPresent()));
      if (step && known) {
        String uses = added.flatMap(m -> m.text("uses")).orElse("");
        diff.deltas().stream()
            .filter(d -> d.equals(delta) || isVersionOf(d, uses))
            .forEach(d ->
                claims.ask(d, "the owner's action by a known commit", "it is new code in the job"));
      }
    }
  }

  private static boolean isVersionOf(Delta delta, String uses) {
    return delta.isComment()
        && delta.keys().size() == 3
        && delta.before().isEmpty()
        && delta.keys().get(2).endsWith("uses: " + uses)
        && delta.textAfter().matches("# v[0-9]+(?:\\.[0-9]+){0,2}");
  }
}
