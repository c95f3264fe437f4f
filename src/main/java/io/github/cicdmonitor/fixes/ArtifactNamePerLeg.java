package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Yaml.Mapping;

/**
 * A name of its own for the artifact of each leg of a matrix: from version 4 on a name can be
 * uploaded once in a run (actions/upload-artifact, docs/MIGRATION.md). A person decides: other
 * workflows and people may download the artifact by its old name.
 */
final class ArtifactNamePerLeg implements Fix {
  private static final About ABOUT = About.of(
          "artifact-name-per-leg", "Gives the artifact of each leg of a matrix a name of its own")
      .askedBy("\\(409\\) Conflict: an artifact with this name already exists on the workflow run");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    files.workflowsAt(fault.workflow()).forEach(file -> Artifacts.of(file).separate(editor));
    return Proposed.edits(
        "ci: Name artifacts by the leg of their matrix",
        "Each leg of the matrix uploads the same artifact name, which a run may hold once. Downloads in "
            + "the same workflow take all of the new names.",
        editor);
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean upload = delta.isInStep("with", "name")
          && delta.isEdit()
          && Steps.uses(delta.step().orElseThrow().after(), Artifacts.UPLOAD)
          && isPerLeg(delta);
      if (upload || isDownloadOfAll(diff, delta)) {
        claims.ask(
            delta,
            "each leg of the matrix uploads under a name of its own",
            "somebody else may download the artifact by its old name");
      }
    }
  }

  private static boolean isPerLeg(Delta delta) {
    String rest = delta.textAfter().startsWith(delta.textBefore())
        ? delta.textAfter().substring(delta.textBefore().length())
        : "";
    return rest.matches(
        "(?:-\\$\\{\\{ ?(?:matrix\\.[A-Za-z0-9_-]+|strategy\\.job-index) ?\\}\\})+");
  }

  private static boolean isDownloadOfAll(WorkflowDiff diff, Delta delta) {
    if (delta.step().isEmpty()
        || !Steps.uses(delta.step().get().after(), Artifacts.DOWNLOAD)
        || delta.keys().size() != 2
        || !delta.keys().get(0).equals("with")) {
      return false;
    }
    Mapping before = delta.step().get().before().sub("with");
    Mapping after = delta.step().get().after().sub("with");
    String name = before.text("name").orElse("");
    boolean separated = diff.deltas().stream()
        .anyMatch(d -> d.isInStep("with", "name") && d.textBefore().equals(name) && isPerLeg(d));
    return separated
        && after.get("name").isEmpty()
        && after.text("pattern").filter((name + "-*")::equals).isPresent()
        && after.text("merge-multiple").filter("true"::equals).isPresent();
  }
}
