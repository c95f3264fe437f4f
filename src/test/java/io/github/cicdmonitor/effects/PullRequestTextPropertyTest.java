package io.github.cicdmonitor.effects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Excerpts;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.model.Step;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** T-28: whatever a log, a file or a model says, the body of a pull request says our words only. */
final class PullRequestTextPropertyTest {
  private static final WebLinks LINKS = new WebLinks("https://github.com");
  /** Its lines 3 to 20 are those of the failed step. */
  private static final Excerpt EXCERPT =
      Excerpts.of(List.of(), List.of(), Optional.empty(), 3, 20, 22, false);

  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,})([^`]*)");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)]*)\\)");
  private static final String MARKER = "<!-- cicd-monitor signature=" + "a".repeat(64) + " -->";

  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> piece = Arbitraries.of(
        "```",
        "````\n",
        "\n```\n",
        "~~~\n",
        "\r```\r",
        "@octocat",
        "#12",
        "Closes #1",
        "fixes acme/shop#2",
        "![x](https://evil.example/x.png)",
        "[y](https://evil.example)",
        "https://evil.example",
        "<img src=x>",
        "</details>",
        "<!-- cicd-monitor signature=" + "b".repeat(64) + " -->",
        "<!--",
        "-->",
        "/merge\n",
        "\n",
        "\u202e",
        "\ud83d\ude00",
        "word ",
        "`");
    Arbitrary<Integer> times = Arbitraries.of(1, 1, 1, 40, 700);
    return piece
        .flatMap(text -> times.map(text::repeat))
        .list()
        .ofMaxSize(10)
        .map(list -> String.join("", list));
  }

  @Property(tries = 100)
  void a_body_mentions_links_closes_and_shows_nothing_but_ours(
      @ForAll("hostile") String cause,
      @ForAll("hostile") String evidence,
      @ForAll("hostile") String file) {
    String body = body(cause, evidence, file);

    assertThat(body.length()).isLessThanOrEqualTo(60_000);
    assertThat(PullRequestText.signatureIn(body)).contains("a".repeat(64));
    String rendered = outsideOfFences(body);
    assertThat(rendered).doesNotContain("@", "![", "evil", "`".repeat(3));
    assertThat(rendered.replace(MARKER, "")).doesNotContain("<", "-->");
    assertThat(rendered.split(Pattern.quote(MARKER), -1)).hasSize(2);
    assertThat(rendered)
        .doesNotContainPattern("(?i)\\b(close|fix|resolve)[a-z]*:?\\s+(#|\\S+#|https?:)")
        .doesNotContainPattern("(?<![\\w/])#\\d");
    Matcher links = LINK.matcher(rendered);
    int count = 0;
    while (links.find()) {
      count++;
      assertThat(links.group(1)).startsWith("https://github.com/acme/shop/");
    }
    assertThat(count).isEqualTo(5 + 10);
    assertThat(rendered).contains("#step:3:1)", "[1](", "[10](").doesNotContain("[11](");
    assertThat(rendered.replaceAll(LINK.pattern(), "")).doesNotContain("http");
  }

  @Example
  void evidence_of_other_steps_is_not_linked() {
    DiagnosedIncident c = situation("cause", "evidence", "title");
    Excerpt three = Excerpts.of(List.of(), List.of(), Optional.empty(), 3, 5, 22, false);
    DiagnosedIncident bounded =
        new DiagnosedIncident(c.incident(), c.diagnosis(), c.failures(), c.explained(), three);

    assertThat(bounded.evidenceInStep())
        .extracting(DiagnosedIncident.StepLine::line)
        .containsExactly(1, 2, 3);
    DiagnosedIncident unknown = new DiagnosedIncident(
        c.incident(), c.diagnosis(), c.failures(), c.explained(), Excerpt.NOTHING);
    assertThat(unknown.evidenceInStep()).isEmpty();
  }

  @Property(tries = 100)
  void a_long_diff_is_cut_at_a_line_and_says_where_the_rest_is(@ForAll("hostile") String file) {
    String body = body("cause", "evidence", ("line" + "-".repeat(60) + "\n").repeat(500) + file);

    assertThat(body.length()).isLessThanOrEqualTo(60_000);
    assertThat(outsideOfFences(body)).contains("Files changed", "### How to undo");
  }

  @Property
  void a_title_is_one_line_of_at_most_72_characters(@ForAll("hostile") String title) {
    String made = new PullRequestText(LINKS, Redactor.withoutOwnSecrets()::redact)
        .title(situation("cause", "evidence", title));

    assertThat(made.length()).isLessThanOrEqualTo(72);
    assertThat(made).startsWith("ci: ").doesNotContain("\n").doesNotContainPattern("@\\w|#\\d");
  }

  private static String body(String cause, String evidence, String file) {
    GateDecision decision = new GateDecision(
        GateDecision.Outcome.AUTO,
        new RiskScore(3, List.of(new RiskFactor("file " + cause, 3))),
        List.of(evidence),
        List.of());
    return new PullRequestText(LINKS, SafeText::ofRedacted)
        .body(
            situation(cause, evidence, cause),
            decision,
            List.of(new FileChange("ci.yml", "100644", Optional.of("before\n"), Optional.of(file))),
            new PullRequestText.Origin(
                "c".repeat(40),
                Optional.of("the workflow does not run for this pull request (on: release)")));
  }

  private static DiagnosedIncident situation(String cause, String evidence, String title) {
    Remediation remediation = new Remediation(
        Remediation.Kind.EDIT,
        SafeText.ofRedacted(title),
        SafeText.ofRedacted(cause),
        List.of(),
        List.of());
    Diagnosis diagnosis = new Diagnosis(
        Category.TIMEOUT,
        0.9,
        false,
        SafeText.ofRedacted(cause),
        SafeText.EMPTY,
        IntStream.rangeClosed(1, 22)
            .mapToObj(line -> new Evidence(line, SafeText.ofRedacted(evidence)))
            .toList(),
        remediation,
        Diagnosis.Analyzer.LLM,
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        List.of());
    Failure failure = new Failure(
        new FailureKey(SHOP, 17, 1, 48),
        700,
        "CI",
        ".github/workflows/ci.yml",
        "build",
        "main",
        "c".repeat(40),
        Conclusion.FAILURE,
        "push",
        false,
        "ann",
        "https://github.com/acme/shop/actions/runs/17/job/48",
        List.of(new Step(3, "Run make", "failure", Optional.empty())),
        AT,
        AT);
    Incident incident = new Incident(
        1,
        SHOP,
        new Signature("a".repeat(64), "e".repeat(64)),
        1,
        IncidentState.DIAGNOSED,
        Optional.empty(),
        "CI",
        ".github/workflows/ci.yml",
        "build",
        "main",
        1,
        1,
        AT,
        AT,
        AT,
        Optional.empty());
    return new DiagnosedIncident(incident, diagnosis, List.of(failure), failure, EXCERPT);
  }

  /** What Markdown renders: fences as CommonMark takes them, each of which must end. */
  private static String outsideOfFences(String body) {
    StringBuilder outside = new StringBuilder();
    int open = 0;
    for (String line : body.split("\r\n|\r|\n", -1)) {
      Matcher fence = FENCE.matcher(line);
      boolean marks = fence.matches();
      int length = marks ? fence.group(1).length() : 0;
      if (open == 0 && marks) {
        open = length;
      } else if (open > 0 && marks && length >= open && fence.group(2).isBlank()) {
        open = 0;
      } else if (open == 0) {
        outside.append(line).append('\n');
      }
    }
    assertThat(open).as("a fence is left open").isZero();
    return outside.toString();
  }
}
