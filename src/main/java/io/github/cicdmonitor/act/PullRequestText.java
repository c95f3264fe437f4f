package io.github.cicdmonitor.act;

import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Title, body and commit message of our pull requests. The frame is ours; a model's or a log's words
 * stand in fences only, where Markdown does nothing.
 */
final class PullRequestText {
  private static final int MAX_TITLE = 72;
  private static final int MAX_BODY = 60_000; // GitHub takes 65,536
  private static final Pattern MARKER =
      Pattern.compile("<!-- cicd-monitor signature=([0-9a-f]{64}) -->");

  private PullRequestText() {}

  static String title(Case c) {
    String wanted = Inert.title(c.diagnosis().remediation().title().value(), MAX_TITLE - 4);
    return "ci: " + (wanted.isEmpty() ? "repair the failing " + plainJob(c) : wanted);
  }

  private static String plainJob(Case c) {
    return Inert.title(c.newest().job(), 40) + " job";
  }

  /** Fixed by us: no word of a model's or a stranger's goes into history. */
  static String commitMessage(Signature signature) {
    return "Repair a failing CI job\n\nProposed by cicd-monitor for failure signature "
        + signature.first12()
        + ".\n";
  }

  static String body(
      Case c,
      GateDecision decision,
      List<FileChange> changes,
      WebLinks links,
      Function<String, SafeText> redaction) {
    StringBuilder out = new StringBuilder();
    out.append("`cicd-monitor` proposes this change because [a job failed](")
        .append(links.job(c.newest().key()))
        .append(").\n\n### Root cause\n\n")
        .append(Inert.fence(wrapped(c.diagnosis().rootCause().value()), "text"));
    String evidence = c.diagnosis().evidence().stream()
        .map(PullRequestText::line)
        .collect(Collectors.joining("\n"));
    if (!evidence.isEmpty()) {
      out.append("\n### Evidence (log lines)\n\n").append(Inert.fence(evidence, "text"));
    }
    if (!c.diagnosis().remediation().rationale().isEmpty()) {
      out.append("\n### Why this should help\n\n")
          .append(Inert.fence(wrapped(c.diagnosis().remediation().rationale().value()), "text"));
    }
    if (c.diagnosis().remediation().kind() == Remediation.Kind.COMMAND) {
      out.append("\n### Command that made the change\n\n")
          .append(Inert.fence(
              redaction
                  .apply(AllowedCommands.shown(c.diagnosis().remediation().command()))
                  .value(),
              "text"));
    }
    out.append("\n### What was changed\n\n")
        .append(Inert.fence(
            changes.stream()
                .map(change -> redaction.apply(change.path()).value())
                .collect(Collectors.joining("\n")),
            "text"));
    out.append("\n### Risk: ")
        .append(decision.risk().value())
        .append(" of 10\n\n")
        .append(Inert.fence(RiskTable.text(decision), "text"));
    out.append(
        "\n### How to undo\n\nClose this pull request and delete its branch; after a merge, revert"
            + " the one commit. A pull request closed without merging is taken as a no: no other"
            + " one is opened for this failure.\n\n");
    String marker = marker(c.incident().signature());
    int room = MAX_BODY - marker.length();
    String text = out.length() <= room ? out.toString() : out.substring(0, room);
    return text + marker;
  }

  private static String line(Evidence evidence) {
    return evidence.line() + ": " + evidence.text().value();
  }

  private static String marker(Signature signature) {
    return "<!-- cicd-monitor signature=" + signature.value() + " -->\n";
  }

  /** The signature that a body of ours carries. */
  static Optional<String> signatureIn(String body) {
    Matcher marker = MARKER.matcher(body);
    Optional<String> last = Optional.empty();
    while (marker.find()) { // ours stands last; what stands before may be a log's words
      last = Optional.of(marker.group(1));
    }
    return last;
  }

  private static String wrapped(String text) {
    return text.replaceAll("(.{60,100}?)[ ]", "$1\n");
  }
}
