package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Version.Step;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Optional;

/**
 * pnpm's version stands in the workflow and in package.json, which pnpm/action-setup refuses. The
 * one in package.json stays: everybody who works on the repository uses it (pnpm/action-setup,
 * README, "version").
 *
 * <p>No new code in the sense of the gate: package.json already names this release of pnpm.
 */
final class PackageManagerVersion implements Fix {
  private static final String ACTION = "pnpm/action-setup";
  private static final String INPUT = "version";
  private static final String MANIFEST = "package.json";
  private static final About ABOUT = About.of(
          "package-manager-version", "Takes the version of pnpm from package.json only")
      .with(Trait.OTHER_BUILD)
      .askedBy("Multiple versions of pnpm specified");

  private static final Pattern MANIFEST_TOLD = Pattern.compile(
      "version pnpm@([0-9]+\\.[0-9]+\\.[0-9]+)\\S* in the package\\.json with the key");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Optional<String> pnpm = files.text(MANIFEST).flatMap(PackageManagerVersion::version);
    // A manifest in another folder: the action itself said what it names.
    Optional<String> told = pnpm.or(() -> fault.lines().stream()
        .map(MANIFEST_TOLD::matcher)
        .filter(com.google.re2j.Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst());
    if (told.isEmpty() || (pnpm.isEmpty() && files.has(MANIFEST))) {
      return Proposed.no("packageManager in package.json names no version of pnpm");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsAndActionsWith(ACTION)) {
      for (WorkflowFile.Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          Mapping with = step.sub("with");
          boolean literal =
              with.text(INPUT).filter(text -> !Expressions.any(text)).isPresent();
          if (Steps.uses(step, ACTION)
              && literal
              && with.get("package_json_file").isEmpty()) {
            editor.removeInput(file, step, INPUT);
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Take the version of pnpm from package.json",
        "package.json names pnpm " + told.get()
            + " as packageManager, and the workflow names a version too; only one may.",
        editor);
  }

  /** Without the hash behind a plus sign. */
  private static Optional<String> version(String manifest) {
    return NamedVersions.json(manifest)
        .map(json -> json.path("packageManager").asText())
        .filter(text -> text.matches("pnpm@[0-9]+\\.[0-9]+\\.[0-9]+(?:\\+.*)?"))
        .map(text -> text.substring("pnpm@".length()).replaceFirst("\\+.*$", ""));
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    Optional<String> pnpm = evidence.file(MANIFEST).flatMap(PackageManagerVersion::version);
    if (pnpm.isEmpty() || !WorkflowFile.isWorkflow(diff.after().path())) {
      return;
    }
    for (ChangedInput change : ChangedInput.of(diff, ACTION)) {
      boolean one = change.inputs().get("package_json_file").isEmpty()
          && change.inputsBefore().get("package_json_file").isEmpty();
      boolean same = change.isGone() || change.to().equals(pnpm);
      if (change.is(INPUT) && change.from().isPresent() && one && same) {
        String old = change.from().get();
        String why = "package.json names pnpm " + pnpm.get();
        boolean later =
            VersionFile.isOlder(old, pnpm.get()) || Version.step(old, pnpm.get()) == Step.SAME;
        Optional<String> doubt = later
            ? change.isGone() ? Workspace.doubt(change.step(), change.job()) : Optional.empty()
            : Optional.of("that is no newer version than " + old);
        doubt.ifPresentOrElse(
            reason -> claims.ask(change.delta(), why, reason),
            () -> claims.claim(change.delta(), why));
      }
    }
  }
}
