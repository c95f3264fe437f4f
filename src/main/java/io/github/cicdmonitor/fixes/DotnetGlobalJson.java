package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * global.json asks for an SDK that the job does not install. The workflow takes the version from
 * there (actions/setup-dotnet, README, "global-json-file").
 *
 * <p>No new code in the sense of the gate: the same action installs another release of the same
 * vendor, and the repository itself names which.
 */
final class DotnetGlobalJson implements Fix {
  private static final String ACTION = "actions/setup-dotnet";
  private static final String LITERAL = "dotnet-version";
  private static final String INPUT = "global-json-file";
  private static final String FILE = "global.json";
  private static final VersionFile MOVE = new VersionFile("dotnet", ACTION, LITERAL, INPUT);
  private static final About ABOUT = About.of(
          "dotnet-global-json", "Takes the .NET SDK version from global.json")
      .with(Trait.OTHER_BUILD)
      .askedBy(
          "[Aa] compatible (?:installed )?\\.NET (?:Core )?SDK .*was not found",
          "Requested SDK version: ([0-9][0-9A-Za-z.-]*)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    List<String> all = files.named(FILE);
    String path = files.has(FILE) || all.size() != 1 ? FILE : all.get(0);
    Optional<String> version =
        files.text(path).flatMap(text -> NamedVersions.versionIn("dotnet", path, text));
    if (version.isEmpty()) {
      return Proposed.no("no one global.json names an SDK");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(ACTION)) {
      for (WorkflowFile.Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          Mapping with = step.sub("with");
          Optional<String> literal = with.text(LITERAL).filter(text -> !Expressions.any(text));
          boolean here = Steps.uses(step, ACTION)
              && Folders.areCheckedOutBefore(step, job)
              && with.get(INPUT).isEmpty();
          if (here && with.get(LITERAL).isEmpty()) {
            editor.input(file, step, INPUT, path);
          } else if (here
              && literal.filter(l -> VersionFile.isOlder(l, version.get())).isPresent()) {
            editor.rename(file, with, LITERAL, INPUT, path);
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Take the .NET SDK version from " + path,
        path + " asks for SDK " + version.get()
            + ", which the job does not install; the version comes from there now.",
        editor);
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    MOVE.recognise(diff, evidence, claims);
  }
}
