package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An old release of ruby/setup-ruby that does not know the version of Ruby: each release knows those
 * that were there before it. {@link ActionMajor} recognises the step to a later release.
 */
final class RubyRelease implements Fix {
  private static final String SETUP = "ruby/setup-ruby";
  private static final Pattern COMMIT =
      Pattern.compile("(?i)ruby/setup-ruby@[0-9a-f]{40}(\\s+#\\s*)(v[0-9.]+)\\s*");
  private static final About ABOUT = About.of(
          "ruby-release", "Raises ruby/setup-ruby to a release that knows the version of Ruby")
      .with(Trait.NEW_CODE)
      .askedBy("Unknown version ([0-9][0-9.]*) for ruby on ");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    RuntimeFacts runtimes = fault.facts().runtimes();
    String line = fault.group(1).replaceFirst("^([0-9]+\\.[0-9]+).*$", "$1");
    if (!runtimes.offered("ruby").contains(line)
        && !runtimes.versionsWithEnd("ruby").contains(line)) {
      return Proposed.no("that Ruby " + fault.group(1) + " exists is not known");
    }
    Optional<SetupAction.Release> release =
        fault.facts().actions().setupAction("ruby").flatMap(SetupAction::release);
    if (release.isEmpty() || !fault.isFresh(FactsSection.ACTIONS)) {
      return Proposed.no("no recent release of " + SETUP + " is known");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsAndActionsWith(SETUP)) {
      for (Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          Optional<ActionRef> action = Steps.action(step).filter(a -> a.name().equals(SETUP));
          Optional<Scalar> uses = step.get("uses").flatMap(Yaml::scalar);
          if (action.isPresent() && uses.isPresent() && isOlder(action.get(), release.get())) {
            editor.replace(file, uses.get(), SETUP + "@" + release.get().tag());
          } else if (action.isPresent() && action.get().isCommit() && uses.isPresent()) {
            commit(file, uses.get(), release.get(), editor);
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Raise " + SETUP + " to " + release.get().tag(),
        "The release in use is older than Ruby " + fault.group(1) + ".",
        editor);
  }

  /** A commit stays a commit, and the comment behind it tells the release. */
  private static void commit(
      WorkflowFile file, Scalar uses, SetupAction.Release release, Editor editor) {
    int start = uses.span().start();
    int end = file.text().indexOf('\n', start);
    String line = file.text().substring(start, end < 0 ? file.text().length() : end);
    Matcher told = COMMIT.matcher(line);
    Version.Step step =
        told.matches() ? Version.step(told.group(2), release.tag()) : Version.Step.OTHER;
    if (step == Version.Step.MINOR || step == Version.Step.PATCH) {
      editor.replace(
          file.path(),
          start,
          start + line.length(),
          SETUP + "@" + release.commit() + told.group(1) + release.tag());
    }
  }

  private static boolean isOlder(ActionRef action, SetupAction.Release release) {
    Version.Step step = Version.step(action.ref(), release.tag());
    return Version.isPlain(action.ref())
        && action.ref().contains(".")
        && (step == Version.Step.MINOR || step == Version.Step.PATCH);
  }
}
