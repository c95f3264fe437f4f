package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.command.AllowedCommands;
import io.github.cicdmonitor.fixes.Catalogue;
import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.notify.Inert;
import io.github.cicdmonitor.store.DiagnosedIncident;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Title, body and commit message of our pull requests. The frame is ours; a model's or a log's words
 * stand in fences only, where Markdown does nothing.
 */
public final class PullRequestText {
  private static final int MAX_TITLE = 72;
  private static final String PREFIX = "ci: ";
  private static final int MAX_LINKS = 10;
  private static final int MAX_DIFF = 24_000; // the other parts have 28,000, GitHub takes 65,536
  private static final Pattern MARKER =
      Pattern.compile("<!-- cicd-monitor signature=([0-9a-f]{64}) -->");

  private final WebLinks links;
  private final Function<String, SafeText> redaction;

  public PullRequestText(WebLinks links, Function<String, SafeText> redaction) {
    this.links = links;
    this.redaction = redaction;
  }

  public String title(DiagnosedIncident c) {
    String given = redaction.apply(c.diagnosis().remediation().title().value()).value();
    String wanted = Inert.title(
        given.startsWith(PREFIX) ? given.substring(PREFIX.length()) : given,
        MAX_TITLE - PREFIX.length());
    return PREFIX + (wanted.isEmpty() ? "repair the failing " + plainJob(c) : wanted);
  }

  private String plainJob(DiagnosedIncident c) {
    return Inert.title(redaction.apply(c.newest().job()).value(), 40) + " job";
  }

  /** @param title of the pull request: one line in which nothing mentions, closes or skips anything */
  static String commitMessage(String title, Signature signature) {
    return title + "\n\nProposed by cicd-monitor for failure signature " + signature.first12()
        + ".\n";
  }

  /** The body with the name of who approved it, who may call himself anything. */
  static String approved(String body, String by) {
    String marker = "<!-- cicd-monitor signature=";
    int at = body.lastIndexOf(marker);
    String said = "Approved by `" + Inert.title(by, MAX_TITLE) + "`.\n\n";
    return at < 0 ? body + "\n" + said : body.substring(0, at) + said + body.substring(at);
  }

  /**
   * What a body points to besides the case.
   *
   * @param baseCommit the files before the change are of this commit; empty where none was read
   * @param notVerified why the pull request's own checks do not run what failed; empty where they do
   */
  public record Origin(String baseCommit, Optional<String> notVerified) {}

  /** Every part has its room, so that the whole is never cut and no fence is left open. */
  public String body(
      DiagnosedIncident c, GateDecision decision, List<FileChange> changes, Origin origin) {
    UnaryOperator<String> safe = text -> redaction.apply(text).value();
    String job = links.job(c.newest().key());
    StringBuilder out = new StringBuilder();
    out.append("`cicd-monitor` proposes this change because [a job failed](")
        .append(job)
        .append(").\n\n### Root cause\n\n")
        .append(block(wrapped(safe.apply(c.diagnosis().rootCause().value())), "text", 5_000));
    String evidence = c.diagnosis().evidence().stream()
        .map(PullRequestText::line)
        .collect(Collectors.joining("\n"));
    if (!evidence.isEmpty()) {
      out.append("\n### Evidence (log lines)\n\n")
          .append(block(safe.apply(evidence), "text", 10_000))
          .append("\nThe numbers count lines of ")
          .append(whereEvidenceStands(c))
          .append(".\n");
    }
    c.diagnosis()
        .remediation()
        .fix()
        .flatMap(Catalogue::named)
        .ifPresent(fix -> out.append("\n### Recipe\n\n`")
            .append(fix.name())
            .append("`: ")
            .append(fix.about().title())
            .append(". Computed from the files of the repository; no language model was asked.\n"));
    if (!c.diagnosis().remediation().rationale().isEmpty()
        && !c.diagnosis().remediation().rationale().equals(c.diagnosis().rootCause())) {
      String rationale = safe.apply(c.diagnosis().remediation().rationale().value());
      out.append("\n### Why this should help\n\n").append(block(wrapped(rationale), "text", 5_000));
    }
    origin
        .notVerified()
        .ifPresent(why -> out.append("\n### Not verified by CI\n\n")
            .append("The checks of this pull request do not run the step that failed:\n\n")
            .append(block(wrapped(safe.apply(why)), "text", 1_000)));
    out.append("\n### What was changed\n\n");
    boolean offered = decision.outcome() == GateDecision.Outcome.AUTO
        || decision.outcome() == GateDecision.Outcome.APPROVAL;
    if (offered) { // what is never opened may be of any size, and is not compared
      String diff = new Diffs(redaction).of(changes);
      String shown = block(diff, "diff", MAX_DIFF);
      out.append(shown)
          .append(
              shown.length() < diff.length()
                  ? "\nThe diff is longer than shown: the tab *Files changed* has all of it.\n"
                  : "");
    }
    if (c.diagnosis().remediation().kind() == Remediation.Kind.COMMAND) {
      String command = AllowedCommands.shown(c.diagnosis().remediation().command());
      out.append("\n### Command that made the change\n\n")
          .append(block(safe.apply(command), "text", 2_000));
    }
    out.append("\n### Risk: ")
        .append(decision.risk().value())
        .append(" of 10\n\n")
        .append(block(safe.apply(RiskTable.text(decision)), "text", 8_000));
    out.append(
        "\n### How to undo\n\nClose this pull request and delete its branch; after a merge, revert"
            + " the one commit. A pull request closed without merging is taken as a no: no other"
            + " one is opened for this failure.\n\n---\n\n");
    RepositoryName repository = c.incident().repository();
    out.append("[The run](")
        .append(links.run(repository, c.newest().key().runId()))
        .append(")");
    if (!origin.baseCommit().isEmpty()) {
      out.append(" · made on [")
          .append(origin.baseCommit(), 0, Math.min(7, origin.baseCommit().length()))
          .append("](")
          .append(links.commit(repository, origin.baseCommit()))
          .append(")");
    }
    return out.append("\n\n").append(marker(c.incident().signature())).toString();
  }

  private String whereEvidenceStands(DiagnosedIncident c) {
    Failure failure = c.explained();
    String log = "[the whole log](" + links.job(failure.key()) + ")";
    Optional<String> step = failure
        .failedStep()
        .map(failed -> "[the failed step](" + links.line(failure.key(), failed.number(), 1) + ")");
    String lines = c.evidenceInStep().stream()
        .limit(MAX_LINKS)
        .map(at -> "[" + at.line() + "](" + links.line(at.job(), at.step(), at.line()) + ")")
        .collect(Collectors.joining(", "));
    return log
        + step.map(failed -> lines.isEmpty()
                ? ", which ends in " + failed
                : "; counted in " + failed + ": " + lines)
            .orElse("");
  }

  /** A fenced block of at most so many characters, its fences included. */
  private static String block(String text, String language, int max) {
    int room = max;
    while (true) {
      String block = Inert.fence(cut(text, room), language);
      if (block.length() <= max) {
        return block;
      }
      room = room * 3 / 4; // backticks make the fences long
    }
  }

  /** Whole lines as far as they fit. */
  private static String cut(String text, int room) {
    if (text.length() <= room) {
      return text;
    }
    int end = text.lastIndexOf('\n', room - 2);
    int at = end > room / 2 ? end : Math.max(0, room - 2);
    String kept = text.substring(0, at);
    boolean halved = !kept.isEmpty() && Character.isHighSurrogate(kept.charAt(kept.length() - 1));
    return (halved ? kept.substring(0, kept.length() - 1) : kept) + "\n…";
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
