package io.github.cicdmonitor.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.config.NoticeChannel;
import io.github.cicdmonitor.config.RepositoryPattern;
import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.sandbox.SlackText;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.SentNotices;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Every kind of message as a person would read it; {@code scripts/slack-preview} prints it. */
public final class NoticeGallery {
  static final WebLinks LINKS = new WebLinks("https://github.com");
  static final String ANNA = "U0ANNA0001";

  private static final Instant FAILED = Instant.parse("2026-11-24T07:12:00Z");
  private static final String DIFF = """
      --- a/.github/workflows/ci.yml
      +++ b/.github/workflows/ci.yml
      @@ -17,3 +17,3 @@
             - run: npm test
      -      - uses: actions/upload-artifact@v3
      +      - uses: actions/upload-artifact@v4
               with:""";

  private NoticeGallery() {}

  public static void main(String[] arguments) {
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(text());
  }

  static String text() {
    StringBuilder out = new StringBuilder();
    all()
        .forEach((name, notice) -> out.append("──── ")
            .append(name)
            .append(", in ")
            .append(notice.channel())
            .append(notice.thread().isPresent() ? ", under the first message" : "")
            .append("\n\n")
            .append(SlackText.render(blocks(notice)))
            .append("\n\n")
            .append("notification: ")
            .append(notice.text())
            .append("\n\n"));
    return out.toString();
  }

  static JsonNode blocks(Notice notice) {
    try {
      return new ObjectMapper().readTree(notice.blocks());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Map<String, Notice> all() {
    NoticeWriter writer = writer();
    DiagnosedIncident code = aCase(Texts.PLAIN, Category.TEST_FAILURE, Diagnosis.Analyzer.RULES);
    DiagnosedIncident infra = aCase(Texts.PLAIN, Category.CI_CONFIGURATION, Diagnosis.Analyzer.LLM);
    Map<String, Notice> all = new LinkedHashMap<>();
    all.put("a developers' failure", writer.failure(code, "", Optional.of("dev-anna")));
    all.put("a failure nobody repairs", writer.failure(infra, "Re-run once; it failed again."));
    all.put("a fix against a hard rule", writer.blocked(infra, blocked()));
    all.put("a request for approval", request(infra, Texts.PLAIN));
    all.put(
        "a pull request",
        writer.pullRequest(infra, 7, "ci: Use actions/upload-artifact@v4", auto()));
    all.put(
        "an outage",
        writer.outage(infra, List.of("acme/api", "acme/shop", "acme/web"), "notice:outage:x"));
    StatusLine passed = new StatusLine("✅", "Passed when its failed jobs were re-run.");
    all.put(
        "a story that ends in its first message",
        writer.sequel(
            infra, new Sequel("rerun_recovered", writer.to(NoticeChannel.ALERTS), passed)));
    all.put(
        "what is said under a first message",
        writer.reply(
            infra,
            new Sequel(
                "fix_failed",
                writer.to(NoticeChannel.ALERTS),
                new StatusLine(
                    "❌",
                    "The checks of pull request #7 failed: this fix does not help. It is not tried again.")),
            "notice:pull_request:x"));
    all.put(
        "a first message once its story went on",
        standing(
            all.get("a pull request"),
            new StatusLine(
                "✅", "Resolved: the fix was merged and main is green. It took 2 h 10 min.")));
    all.put(
        "a request once it is decided",
        standing(
            all.get("a request for approval"),
            new StatusLine("✅", "Approved by os:dora: pull request #7 is open.")));
    all.put(
        "a digest",
        writer.digest(
            "notice:digest:#ci-cd-alerts:1",
            writer.to(NoticeChannel.ALERTS),
            List.of(
                "acme/api CI / lint failed: 3 problems of ESLint",
                "acme/web CI / build failed: the lock file is older than package.json")));
    return all;
  }

  public static NoticeWriter writer() {
    return new NoticeWriter(config(), LINKS, SafeText::ofRedacted);
  }

  static Notice request(DiagnosedIncident c, Texts texts) {
    Proposal proposal = new Proposal(
        c.incident().repository(),
        1,
        "main",
        "cicd-monitor/fix-0123456789ab",
        List.of(),
        "ci: " + texts.title(),
        "body");
    Proposals.Stored stored =
        new Proposals.Stored(1, c.incident().id(), proposal, "7f3a9c1e".repeat(8), asks());
    String key = SentNotices.approvalKey(c.key(), stored.digest(), known -> false);
    return writer()
        .approval(
            c, new ApprovalRequest(key, stored, texts.diff(), FAILED.plus(Duration.ofHours(24))));
  }

  static Notice standing(Notice notice, StatusLine standing) {
    return new Notice(
        notice.key(),
        notice.channel(),
        notice.text(),
        Blocks.standing(notice.blocks(), standing),
        notice.line(),
        notice.thread());
  }

  /** What strangers and models write. */
  record Texts(
      String workflow,
      String job,
      String branch,
      String author,
      String cause,
      String evidence,
      String advice,
      String title,
      String diff) {
    static final Texts PLAIN = new Texts(
        "CI",
        "build",
        "main",
        "dev-anna",
        "The workflow uses actions/upload-artifact@v3, which GitHub no longer runs.",
        "##[error]This request has been automatically failed because it uses a deprecated version",
        "Version 4 takes the same name and path.",
        "Use actions/upload-artifact@v4",
        DIFF);

    static Texts allOf(String text) {
      return new Texts(text, text, text, text, text, text, text, text, text);
    }
  }

  static DiagnosedIncident aCase(Texts texts, Category category, Diagnosis.Analyzer analyzer) {
    RepositoryName repository = new RepositoryName("acme", "api");
    Incident incident = new Incident(
        42,
        repository,
        new Signature("0123456789abcdef".repeat(4), "fedcba9876543210".repeat(4)),
        1,
        IncidentState.DIAGNOSED,
        Optional.<Action>empty(),
        texts.workflow(),
        ".github/workflows/ci.yml",
        texts.job(),
        texts.branch(),
        2,
        1,
        FAILED,
        FAILED.plus(Duration.ofMinutes(95)),
        FAILED,
        Optional.empty());
    boolean byModel = analyzer == Diagnosis.Analyzer.LLM;
    Diagnosis diagnosis = new Diagnosis(
        category,
        0.93,
        false,
        SafeText.ofRedacted(texts.cause()),
        SafeText.ofRedacted(texts.advice()),
        List.of(new Evidence(214, SafeText.ofRedacted(texts.evidence()))),
        Remediation.NONE,
        analyzer,
        byModel ? Optional.empty() : Optional.of("artifact-v3"),
        byModel ? Optional.of("openai/gpt-4o") : Optional.empty(),
        byModel ? OptionalDouble.of(0.0102) : OptionalDouble.empty(),
        Optional.empty(),
        List.of());
    Failure first = failure(repository, texts, 1, FAILED);
    Failure second = failure(repository, texts, 2, FAILED.plus(Duration.ofMinutes(95)));
    return new DiagnosedIncident(
        incident, diagnosis, List.of(first, second), first, Excerpt.NOTHING);
  }

  private static Failure failure(RepositoryName repository, Texts texts, int run, Instant at) {
    return new Failure(
        new FailureKey(repository, 17_400_006_000L + run, 1, 48_600_000_600L + run),
        1,
        texts.workflow(),
        ".github/workflows/ci.yml",
        texts.job(),
        texts.branch(),
        "5ad4a42c0ffee5ad4a42c0ffee5ad4a42c0ffee5",
        Conclusion.FAILURE,
        "push",
        false,
        texts.author(),
        "https://github.com/acme/api/actions/runs/17400006001",
        List.of(),
        at,
        at);
  }

  private static GateDecision auto() {
    return new GateDecision(
        GateDecision.Outcome.AUTO,
        RiskScore.sumOf(List.of(
            new RiskFactor("F3 workflow without privileges: .github/workflows/ci.yml", 2),
            new RiskFactor("K2 major bump: actions/upload-artifact@v3 → v4", 2))),
        List.of(),
        List.of());
  }

  private static GateDecision asks() {
    return new GateDecision(
        GateDecision.Outcome.APPROVAL,
        RiskScore.sumOf(List.of(
            new RiskFactor("F3 workflow without privileges: .github/workflows/ci.yml", 2),
            new RiskFactor("K2 major bump: actions/upload-artifact@v3 → v4", 2),
            new RiskFactor("C1 protected repository", 2))),
        List.of("protected repository"),
        List.of());
  }

  private static GateDecision blocked() {
    return new GateDecision(
        GateDecision.Outcome.BLOCK,
        new RiskScore(10, List.of(new RiskFactor("K12 wider permission: contents write", 5))),
        List.of(),
        List.of(new HardRuleHit(
            "B-PERM", ".github/workflows/ci.yml", 9, "gives the token write access to contents")));
  }

  public static Config config() {
    return new Config(
        5,
        List.<RepositoryPattern>of(),
        new Config.Channels(Map.of(
            NoticeChannel.ALERTS, "#ci-cd-alerts",
            NoticeChannel.APPROVALS, "#ci-cd-approvals",
            NoticeChannel.CRITICAL, "#critical-alerts")),
        Duration.ofHours(24),
        Duration.ofMinutes(5),
        List.of(),
        new Config.AnalyzerSettings(
            "openai/gpt-4o",
            List.of(),
            0.7,
            6000,
            5.0,
            Map.of(),
            Optional.empty(),
            new Config.GatewayOptions(Optional.empty(), Optional.empty(), true),
            false),
        new Config.RemediationSettings(
            3, 1, "cicd-monitor/", List.of("cicd-monitor"), false, List.of(), List.of(), 3),
        new Config.Approvers(List.of(ANNA), "white_check_mark", "x", List.of(), false),
        Map.of("dev-anna", ANNA),
        365,
        Optional.empty());
  }
}
