package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A step compares commits, or computes a version from tags, and the checkout fetched one commit only
 * (actions/checkout, README, "fetch-depth"; 0 fetches all history and tags).
 */
final class FullHistory implements Fix {
  private static final String ACTION = "actions/checkout";
  private static final String INPUT = "fetch-depth";
  private static final Set<String> PLAIN = Set.of(INPUT, "persist-credentials");
  private static final About ABOUT = About.of(
          "full-history", "Checks out the whole history where a step needs more than one commit")
      .within(Surroundings.CHOSEN)
      .askedBy(
          "(?:^|[\\s:])no merge base(?:\\s|$)",
          "fatal: ambiguous argument '(?:origin|upstream)/",
          "fatal: ambiguous argument 'HEAD[~^]",
          "fatal: bad revision '(?:origin/|HEAD[~^])",
          "fatal: (?:Not a valid object name|Invalid revision range)"
              + " '?(?:origin/|HEAD[~^]|[0-9a-f]{40}\\.\\.)",
          "fatal: (?:No names found|No tags can describe|No annotated tags can describe)",
          "Failed to find where HEAD diverged from",
          "is shallow and may cause errors",
          "(?i)shallow (?:clone|repository) (?:detected|is not supported|lacks )",
          "Repository is a shallow clone");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    List<FailedJob> jobs = FailedJob.candidates(fault, files).stream()
        .filter(found -> checkout(found).isPresent())
        .toList();
    if (jobs.size() != 1) {
      return Proposed.no("the failed job's checkout is not the only one it could be");
    }
    Editor editor = new Editor(files);
    Mapping step = checkout(jobs.get(0)).orElseThrow();
    String depth = step.sub("with").text(INPUT).orElse("1");
    if (depth.equals("0")) {
      return Proposed.no("the job checks out the whole history already");
    }
    if (!depth.matches("[1-9][0-9]*")) {
      return Proposed.no("fetch-depth is no plain number");
    }
    editor.input(jobs.get(0).file(), step, INPUT, "0");
    return Proposed.edits(
        "ci: Check out the whole history",
        "A step of the job needs commits that the checkout did not fetch; fetch-depth 0 fetches"
            + " all.",
        editor);
  }

  /** Of this very repository. */
  private static Optional<Mapping> checkout(FailedJob found) {
    return found.job().steps().stream()
        .filter(step ->
            Steps.uses(step, ACTION) && step.sub("with").get("repository").isEmpty())
        .findFirst();
  }

  /** Deeper only: more commits are there afterwards, none is missing. */
  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (ChangedInput change : ChangedInput.of(diff, ACTION)) {
      if (change.is(INPUT) && change.to().isPresent()) {
        Optional<Integer> old = depth(change.from().orElse("1"));
        Optional<Integer> now = depth(change.to().get());
        boolean deeper = old.isPresent() && now.isPresent() && now.get() > old.get();
        boolean plain = change.inputs().entries().keySet().stream().allMatch(PLAIN::contains);
        if (deeper && !plain) {
          claims.ask(
              change.delta(), "more of the history is fetched", "of a checkout with other inputs");
        } else if (deeper && !change.from().orElse("1").equals("1")) {
          claims.ask(change.delta(), "more of the history is fetched", "somebody chose the depth");
        } else if (deeper) {
          claims.claim(change.delta(), "more of the history is fetched");
        }
      }
    }
  }

  /** How many commits; all for 0. */
  private static Optional<Integer> depth(String text) {
    if (text.equals("0")) {
      return Optional.of(Integer.MAX_VALUE);
    }
    return text.matches("[1-9][0-9]{0,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
