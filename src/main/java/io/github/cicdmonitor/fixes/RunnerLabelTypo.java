package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.error.Nearest;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A misspelt label such as {@code ubuntu-lastest}: no runner ever takes the job. It becomes the one
 * hosted label that is at most two letters away, of the system that its first word names.
 */
final class RunnerLabelTypo implements Fix {
  private static final int FAR = 2;
  private static final About ABOUT = About.of(
          "runner-label-typo", "Corrects a misspelt label of a hosted runner")
      .within(Surroundings.PLAIN)
      .askedBy(
          "No runner matching[^\\n]{0,60}?labels?[^\\n]{0,20}?[:\\s'\"]([a-z][a-z0-9.-]+)",
          "Requested labels: ([a-z][a-z0-9.-]+)$");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String label = fault.group(1);
    Optional<String> right = right(fault.facts(), fault.today(), label);
    if (right.isEmpty()) {
      return Proposed.no("no one hosted label is close to " + label);
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(label)) {
      Set<Integer> done = new HashSet<>();
      for (Job job : file.jobs()) {
        for (Scalar at : RunnerPlaces.of(job).labels()) {
          if (at.text().equals(label) && done.add(at.span().start())) {
            editor.replace(file, at, right.get());
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Correct the runner label " + label,
        "No hosted runner has the label " + label + "; " + right.get() + " is the nearest one.",
        editor);
  }

  private static Optional<String> right(Facts facts, java.time.LocalDate today, String label) {
    List<String> known = new ArrayList<>(facts.labels());
    known.addAll(facts.latestLabels());
    String system = label.replaceFirst("-.*", "");
    boolean hosted = List.of("ubuntu", "windows", "macos").contains(system);
    if (!hosted || known.contains(label) || label.matches(".*[0-9].*")) {
      return Optional.empty(); // a digit more or less is another image, not a slip
    }
    List<String> near = known.stream()
        .filter(name -> name.startsWith(system + "-") && !name.matches(".*[0-9].*"))
        .filter(name -> facts.label(name).filter(l -> l.isGone(today)).isEmpty())
        .filter(name -> isSlip(label.substring(system.length()), name.substring(system.length())))
        .toList();
    return near.size() == 1 ? Optional.of(near.get(0)) : Optional.empty();
  }

  /** One letter off, or two where the same letters stand there: ubuntu-test is a name of its own. */
  private static boolean isSlip(String written, String meant) {
    int far = Nearest.distance(written, meant);
    boolean sameLetters = written.chars().allMatch(c -> meant.indexOf(c) >= 0)
        && written.startsWith(meant.substring(0, 2));
    return far == 1 || (far == FAR && sameLetters && written.length() >= meant.length() - 1);
  }

  /** In {@code runs-on} itself, where no runner of the user's own can have been meant. */
  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean place = delta.isInJob("runs-on") || delta.isInJob("runs-on", "[0]");
      if (!place || !delta.isEdit() || !isOnly(delta)) {
        continue;
      }
      Optional<String> right = right(evidence.facts(), evidence.today(), delta.textBefore());
      if (right.filter(delta.textAfter()::equals).isPresent()) {
        String why = "no hosted runner is called " + delta.textBefore();
        Optional<String> meant =
            evidence.holding(Pattern.quote(delta.textBefore()) + "(?![\\w.-])");
        if (meant.isPresent()) {
          claims.ask(delta, why, meant.get() + " speaks of a machine of that name");
        } else if (evidence.isFresh(FactsSection.RUNNER_LABELS)) {
          claims.claim(delta, why);
        } else {
          claims.ask(delta, why, "the table of runner labels is older than half a year");
        }
      }
    }
  }

  private static boolean isOnly(Delta delta) {
    return RunnerPlaces.of(delta.job().orElseThrow().after()).isLabel(delta.after());
  }
}
