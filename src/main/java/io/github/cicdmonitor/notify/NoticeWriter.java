package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.config.NoticeChannel;
import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.Troubles.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The words of every message, in the order a tired person needs them: what broke, why, what was done,
 * since when and whose commit, the lines that prove it, one link, and small print. Pure: the same
 * case gives the same message.
 */
public final class NoticeWriter {
  private static final int MAX_DIFF = 2_800;
  private static final int MAX_LINE = 120;
  private static final int MAX_TROUBLE = 1_000;
  private static final int MAX_DIGEST_LINES = 40;

  private final Config config;
  private final WebLinks links;
  private final IncidentText text;

  public NoticeWriter(Config config, WebLinks links, Function<String, SafeText> redaction) {
    this.config = config;
    this.links = links;
    this.text = new IncidentText(links, redaction);
  }

  /** A failure that people have to look at; {@code done} says what was or was not done. */
  public Notice failure(DiagnosedIncident c, String done) {
    return failure(c, done, Optional.empty());
  }

  /** The same, with the author of the failing commit, who is mentioned if listed. */
  public Notice failure(DiagnosedIncident c, String done, Optional<String> author) {
    Diagnosis diagnosis = c.diagnosis();
    boolean developers = diagnosis.failureClass() == FailureClass.DEVELOPER;
    Blocks blocks = opening(c, developers ? "🔴" : "🛠");
    author
        .filter(login -> developers)
        .map(this::mention)
        .filter(who -> !who.isEmpty())
        .ifPresent(blocks::ours);
    blocks.plain(done.isEmpty() ? "Nothing was re-run or changed." : done);
    proof(blocks, c);
    return notice(
        "notify",
        c,
        to(NoticeChannel.ALERTS),
        ending(blocks, c),
        "failed: " + IncidentText.cause(diagnosis));
  }

  public Notice blocked(DiagnosedIncident c, GateDecision decision) {
    Blocks blocks = opening(c, "⛔")
        .plain("A fix was proposed, but it breaks a hard rule and cannot be approved by anybody:")
        .code(RiskTable.text(decision));
    proof(blocks, c);
    return notice(
        "blocked",
        c,
        to(NoticeChannel.CRITICAL),
        ending(blocks, c),
        "fix blocked: " + rules(decision));
  }

  public Notice approval(DiagnosedIncident c, ApprovalRequest request) {
    Proposals.Stored stored = request.stored();
    String diff = request.diff();
    GateDecision decision = stored.decision();
    Blocks blocks = headline(c, "🔐")
        .plain("Fix proposed: " + stored.proposal().title())
        .plain(String.format(
            Locale.ROOT,
            "Risk %d of 10, a person decides (threshold %d). Expires %s.",
            decision.risk().value(),
            config.riskThreshold(),
            IncidentText.moment(request.expiresAt())));
    // The diff and what to type come first: no wordy model can push them out of the message.
    boolean whole = diff.length() <= MAX_DIFF;
    blocks.code(whole ? diff : diff.substring(0, MAX_DIFF));
    String command = "cicd-monitor approve " + stored.ticket();
    String react = config.approvers().slackUserIds().isEmpty()
        ? ""
        : String.format(
            "React :%s: or :%s: (listed approvers), or run ",
            config.approvers().approveReaction(), config.approvers().rejectReaction());
    blocks.ask((whole ? "" : "The diff is longer than shown: see `" + command + " --show` first.\n")
        + (react.isEmpty() ? "Run " : react)
        + "`" + command + "` or `" + command + " --reject`.");
    blocks.code(RiskTable.text(decision));
    blocks.plain(IncidentText.cause(c.diagnosis())).plain(text.facts(c));
    proof(blocks, c);
    String said =
        "approval wanted (" + stored.ticket() + "): " + stored.proposal().title();
    return new Notice(
        request.key(),
        to(NoticeChannel.APPROVALS),
        fallback(text.place(c) + " " + said),
        ending(blocks, c).json(),
        line(text.place(c) + " " + said + " (" + command + ")"),
        Optional.empty());
  }

  public Notice pullRequest(DiagnosedIncident c, int number, String title, GateDecision decision) {
    String url = links.pullRequest(c.incident().repository(), number);
    Blocks blocks = opening(c, "🔧")
        .plain("Fix proposed: " + title + "\nRisk " + decision.risk().value() + " of 10"
            + (decision.outcome() == GateDecision.Outcome.AUTO
                ? ", below the threshold of " + config.riskThreshold() + "."
                : ", approved by a person."));
    proof(blocks, c);
    blocks.ours("<" + url + "|Pull request #" + number + ">");
    return notice(
        "pull_request",
        c,
        to(NoticeChannel.ALERTS),
        smallPrint(blocks, c),
        "pull request #" + number + ": " + title);
  }

  /** @param key of {@link IncidentThread#outageKey} */
  public Notice outage(DiagnosedIncident c, List<String> repositories, String key) {
    String said = "The same failure in " + repositories.size() + " repositories";
    Blocks blocks = new Blocks()
        .headline("🌩", said)
        .plain(IncidentText.cause(c.diagnosis()))
        .plain("Within an hour in: " + String.join(", ", repositories)
            + ". Looks like an outage of something they share; nothing was re-run or changed.")
        .code(IncidentText.evidence(c.diagnosis()));
    return new Notice(
        key,
        to(NoticeChannel.CRITICAL),
        fallback(said + ": " + IncidentText.cause(c.diagnosis())),
        ending(blocks, c).json(),
        line(said + ": " + IncidentText.cause(c.diagnosis())),
        Optional.empty());
  }

  /** How a story went on, in a message of its own. */
  public Notice sequel(DiagnosedIncident c, Sequel sequel) {
    String said = sequel.standing().words();
    Blocks blocks = opening(c, sequel.standing().icon()).plain(said);
    return notice(sequel.purpose(), c, sequel.channel(), ending(blocks, c), said);
  }

  /** The same where it stands under the story's first message, which has the rest. */
  public Notice reply(DiagnosedIncident c, Sequel sequel, String root) {
    String said = sequel.standing().words();
    Blocks blocks =
        new Blocks().plain(sequel.standing().icon() + " " + text.place(c) + "\n" + said);
    return notice(sequel.purpose(), c, sequel.channel(), blocks, said).under(root);
  }

  /** What could not be worked on for more than a day, all for the same cause. */
  public Notice trouble(List<Trouble> sameCause) {
    Trouble first = sameCause.get(0);
    List<String> subjects = sameCause.stream().map(Trouble::subject).toList();
    String said = first.isOfModel()
        ? "The language model has not answered since " + IncidentText.moment(first.since())
        : "Not scanned since " + IncidentText.moment(first.since()) + ": "
            + String.join(", ", subjects);
    Blocks blocks = new Blocks()
        .headline(
            "🔌", first.isOfModel() ? "Language model unavailable" : "Repositories not scanned")
        .plain(Inert.cut(said, MAX_TROUBLE))
        .plain(first.why() + ".")
        .plain(first.next().isEmpty() ? "" : "→ " + first.next() + ".");
    return new Notice(
        "notice:trouble:" + first.since().toEpochMilli() + ":" + first.subject(),
        to(NoticeChannel.CRITICAL),
        fallback(said + ": " + first.why()),
        blocks.json(),
        line(said + ": " + first.why()),
        Optional.empty());
  }

  /** What would have been too many messages at once, in one. */
  public Notice digest(String key, String channel, List<String> lines) {
    String said = (lines.isEmpty() ? "More" : lines.size() + " more") + " in the last hour";
    Blocks blocks = new Blocks()
        .headline("📚", said)
        .plain(
            "There are many at once, so they are reported together. 'cicd-monitor report' lists each of them.");
    List<String> shown = lines.subList(Math.max(0, lines.size() - MAX_DIGEST_LINES), lines.size());
    int half = (shown.size() + 1) / 2;
    blocks.code(String.join("\n", shown.subList(0, half)));
    blocks.code(String.join("\n", shown.subList(half, shown.size())));
    if (shown.size() < lines.size()) {
      blocks.plain("and " + (lines.size() - shown.size()) + " before these");
    }
    return new Notice(
        key,
        channel,
        fallback(said + ": see cicd-monitor report"),
        blocks.json(),
        said,
        Optional.empty());
  }

  /** Where a notice of this kind goes. */
  public String to(NoticeChannel channel) {
    return config.channels().of(channel);
  }

  /** Five parameters: the key, place and words of a notice are chosen by each kind of message. */
  private Notice notice(
      String purpose, DiagnosedIncident c, String channel, Blocks blocks, String said) {
    return new Notice(
        "notice:" + purpose + ":" + c.key(),
        channel,
        fallback(text.place(c) + " " + said),
        blocks.json(),
        line("#" + c.incident().id() + " " + text.place(c) + " " + said) + " "
            + links.job(c.newest().key()),
        Optional.empty());
  }

  private Blocks headline(DiagnosedIncident c, String icon) {
    Failure failure = c.newest();
    String job = failure.job().isEmpty() ? "" : " / " + text.safe(failure.job());
    return new Blocks()
        .headline(icon, c.incident().repository() + ": " + text.safe(failure.workflow()) + job);
  }

  /** What broke, why, since when, whose commit. */
  private Blocks opening(DiagnosedIncident c, String icon) {
    return headline(c, icon).plain(IncidentText.cause(c.diagnosis())).plain(text.facts(c));
  }

  /** The lines that show it, and what to do about it. */
  private void proof(Blocks blocks, DiagnosedIncident c) {
    Diagnosis diagnosis = c.diagnosis();
    blocks.code(IncidentText.evidence(diagnosis));
    if (!diagnosis.advice().isEmpty()) {
      blocks.plain("→ " + Inert.cut(diagnosis.advice().value(), 500));
    }
    if (diagnosis.remediation().kind() == Remediation.Kind.COMMAND) {
      blocks.plain("Suggested command:");
      blocks.code(text.safe(String.join(" ", diagnosis.remediation().command())));
    }
  }

  private Blocks ending(Blocks blocks, DiagnosedIncident c) {
    return smallPrint(blocks.ours("<" + text.log(c) + "|Job log>"), c);
  }

  private Blocks smallPrint(Blocks blocks, DiagnosedIncident c) {
    return blocks.context(text.smallPrint(c));
  }

  private String mention(String author) {
    return config.mentions().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(author))
        .map(entry -> "<@" + entry.getValue() + ">")
        .findFirst()
        .orElse("");
  }

  public static String moment(Instant at) {
    return IncidentText.moment(at);
  }

  /** One line, short enough for every client. */
  private static String fallback(String text) {
    return Inert.slack(Inert.cut(text.replaceAll("\\s+", " "), 1_500));
  }

  private static String line(String text) {
    return Inert.cut(text.replaceAll("\\s+", " "), MAX_LINE);
  }

  private static String rules(GateDecision decision) {
    return decision.hits().stream()
        .map(hit -> hit.rule())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
