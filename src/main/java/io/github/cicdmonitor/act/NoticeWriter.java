package io.github.cicdmonitor.act;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.SentNotices;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The words of every message: what broke, where, why, what was done, one link. Pure: the same case
 * gives the same message.
 */
public final class NoticeWriter {
  private static final int MAX_DIFF = 2_800;

  private final Config config;
  private final WebLinks links;
  private final Function<String, SafeText> redaction;

  public NoticeWriter(Config config, WebLinks links, Function<String, SafeText> redaction) {
    this.config = config;
    this.links = links;
    this.redaction = redaction;
  }

  /** A failure that people have to look at; {@code done} says what was or was not done. */
  Notice failure(Case c, String done) {
    return failure(c, done, Optional.empty());
  }

  /** The same, with the author of the failing commit, who is mentioned if listed. */
  Notice failure(Case c, String done, Optional<String> author) {
    Diagnosis diagnosis = c.diagnosis();
    String who = diagnosis.failureClass() == FailureClass.DEVELOPER
        ? author.map(this::mention).orElse("")
        : "";
    Blocks blocks = opening(c, icon(diagnosis));
    if (!who.isEmpty()) {
      blocks.ours(who);
    }
    reason(blocks, diagnosis);
    blocks.plain(done);
    return notice("notify", c, alerts(), ending(blocks, c), "failed: " + cause(diagnosis));
  }

  Notice blocked(Case c, GateDecision decision) {
    Blocks blocks = opening(c, "⛔");
    reason(blocks, c.diagnosis());
    blocks.plain("The proposed fix breaks a hard rule and cannot be approved by anybody:");
    blocks.code(RiskTable.text(decision));
    return notice("blocked", c, critical(), ending(blocks, c), "fix blocked: " + rules(decision));
  }

  Notice approval(Case c, Proposals.Stored stored, String diff, Instant expiresAt) {
    GateDecision decision = stored.decision();
    Blocks blocks = opening(c, "🔐")
        .plain("Fix proposed: " + stored.proposal().title())
        .plain(String.format(
            Locale.ROOT,
            "Risk %d of 10, a person decides (threshold %d). Expires %s.",
            decision.risk().value(),
            config.riskThreshold(),
            expiresAt));
    // The diff and what to type come first: no wordy model can push them out of the message.
    boolean whole = diff.length() <= MAX_DIFF;
    blocks.code(whole ? diff : diff.substring(0, MAX_DIFF));
    String command = "cicd-monitor approve " + stored.ticket();
    String react = config.approvers().slackUserIds().isEmpty()
        ? ""
        : String.format(
            "React :%s: or :%s: (listed approvers), or run ",
            config.approvers().approveReaction(), config.approvers().rejectReaction());
    blocks.ours(
        (whole ? "" : "The diff is longer than shown: see `" + command + " --show` first.\n")
            + (react.isEmpty() ? "Run " : react)
            + "`" + command + "` or `" + command + " --reject`.");
    blocks.code(RiskTable.text(decision));
    reason(blocks, c.diagnosis());
    String text =
        "approval wanted (" + stored.ticket() + "): " + stored.proposal().title();
    return new Notice(
        SentNotices.approvalKey(stored.id(), stored.digest()),
        approvals(),
        fallback(place(c) + " " + text),
        ending(blocks, c).json());
  }

  Notice pullRequest(Case c, int number, String title, GateDecision decision) {
    String url = links.pullRequest(c.incident().repository(), number);
    Blocks blocks = opening(c, "🔧");
    reason(blocks, c.diagnosis());
    blocks.ours("Fix proposed in <" + url + "|pull request #" + number + ">:");
    blocks.plain(title);
    blocks.plain("Risk " + decision.risk().value() + " of 10"
        + (decision.outcome() == GateDecision.Outcome.AUTO
            ? ", below the threshold of " + config.riskThreshold() + "."
            : ", approved by a person."));
    return notice(
        "pull_request", c, alerts(), ending(blocks, c), "pull request #" + number + ": " + title);
  }

  Notice outage(Case c, List<String> repositories, String key) {
    Blocks blocks = new Blocks()
        .headline("🌩 The same failure in " + repositories.size() + " repositories")
        .plain(cause(c.diagnosis()));
    blocks.code(evidence(c.diagnosis()));
    blocks.plain("Within an hour in: " + String.join(", ", repositories)
        + ". Looks like an outage of something they share; nothing was re-run or changed.");
    return new Notice(
        key,
        critical(),
        fallback("The same failure in " + repositories.size() + " repositories: "
            + cause(c.diagnosis())),
        ending(blocks, c).json());
  }

  /** How a story went on; {@code purpose} makes the key, so it is said once for an incident. */
  Notice sequel(Case c, String purpose, String icon, String channel, String said) {
    Blocks blocks = opening(c, icon).plain(said);
    return notice(purpose, c, channel, ending(blocks, c), said);
  }

  String alerts() {
    return config.channels().alerts().orElse("alerts");
  }

  String approvals() {
    return config.channels().approvals().orElse("approvals");
  }

  String critical() {
    return config.channels().critical().orElse("critical");
  }

  private Notice notice(String purpose, Case c, String channel, Blocks blocks, String said) {
    return new Notice(
        "notice:" + purpose + ":" + c.key(),
        channel,
        fallback(place(c) + " " + said),
        blocks.json());
  }

  private Blocks opening(Case c, String icon) {
    Failure failure = c.newest();
    String job = failure.job().isEmpty() ? "" : " / " + safe(failure.job());
    return new Blocks()
        .headline(icon + " " + c.incident().repository() + ": " + safe(failure.workflow()) + job);
  }

  private void reason(Blocks blocks, Diagnosis diagnosis) {
    blocks.plain(cause(diagnosis));
    blocks.code(evidence(diagnosis));
    if (!diagnosis.advice().isEmpty()) {
      blocks.plain("→ " + cut(diagnosis.advice().value(), 500));
    }
    if (diagnosis.remediation().kind() == Remediation.Kind.COMMAND) {
      blocks.plain("Suggested command:");
      blocks.code(safe(String.join(" ", diagnosis.remediation().command())));
    }
  }

  private Blocks ending(Blocks blocks, Case c) {
    Failure failure = c.newest();
    String short7 = failure.headSha().substring(0, Math.min(7, failure.headSha().length()));
    blocks.ours("<" + links.job(failure.key()) + "|Job log> · commit <"
        + links.commit(c.incident().repository(), failure.headSha())
        + "|" + Inert.slack(short7) + ">");
    Diagnosis diagnosis = c.diagnosis();
    String model = diagnosis.model().map(name -> " " + safe(name)).orElse("");
    String cost = diagnosis.costUsd().isPresent()
        ? String.format(Locale.ROOT, ", %.4f USD", diagnosis.costUsd().getAsDouble())
        : "";
    return blocks.context(String.format(
        Locale.ROOT,
        "%s · %s · %.0f %% sure (%s%s%s) · branch %s · seen %d× · incident %d",
        diagnosis.failureClass(),
        diagnosis.category().word(),
        diagnosis.confidence() * 100,
        diagnosis.analyzer() == Diagnosis.Analyzer.LLM ? "model" : "rules",
        model,
        cost,
        safe(failure.branch()),
        c.incident().occurrences(),
        c.incident().id()));
  }

  private String mention(String author) {
    return config.mentions().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(author))
        .map(entry -> "<@" + entry.getValue() + ">")
        .findFirst()
        .orElse("");
  }

  private String place(Case c) {
    Failure failure = c.newest();
    return c.incident().repository() + " " + safe(failure.workflow())
        + (failure.job().isEmpty() ? "" : " / " + safe(failure.job()));
  }

  private static String icon(Diagnosis diagnosis) {
    return diagnosis.failureClass() == FailureClass.DEVELOPER ? "🔴" : "🛠";
  }

  /** One line, short enough for every client. */
  private static String fallback(String text) {
    return Inert.slack(cut(text.replaceAll("\\s+", " "), 1_500));
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }

  private static String cause(Diagnosis diagnosis) {
    return cut(diagnosis.rootCause().value(), 600);
  }

  private static String evidence(Diagnosis diagnosis) {
    return diagnosis.evidence().stream()
        .map(Evidence::text)
        .map(SafeText::value)
        .limit(8)
        .map(line -> cut(line, 300))
        .collect(Collectors.joining("\n"));
  }

  private static String rules(GateDecision decision) {
    return decision.hits().stream()
        .map(hit -> hit.rule())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private String safe(String text) {
    return redaction.apply(text).value().replaceAll("\\s+", " ");
  }
}
