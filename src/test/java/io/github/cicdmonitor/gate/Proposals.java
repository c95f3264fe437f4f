package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Reachability;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Short ways to write a proposal down in a test. */
public final class Proposals {
  public static final String CI = ".github/workflows/ci.yml";
  /** A day on which the shipped facts are fresh. */
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

  public static final GatePolicy USUAL = new GatePolicy(5);

  /** An ordinary workflow: no secret, no right to write, no environment. */
  public static final String PLAIN = """
      name: CI
      on: [push, pull_request]
      jobs:
        test:
          runs-on: ubuntu-20.04
          timeout-minutes: 10
          steps:
            - uses: actions/checkout@1111111111111111111111111111111111111111
            - uses: actions/setup-node@v3
              with:
                node-version: 16
            - uses: actions/cache@v4
              with:
                path: ~/.npm
                key: deps-v1-${{ hashFiles('package-lock.json') }}
            - name: Fetch fixtures
              run: npm run build
            - name: Install
              run: npm ci
            - name: Lint
              run: npm run lint
            - name: Test
              run: npm test
            - name: Upload coverage
              run: echo report
      """;

  public static final String DEPLOY = """
      name: Deploy
      on: workflow_dispatch
      jobs:
        ship:
          runs-on: ubuntu-22.04
          environment: production
          steps:
            - run: ./ship.sh --region eu
      """;

  private Proposals() {}

  /** {@code find} must occur exactly once, as in a real edit. */
  public static FileChange edit(String path, String text, String find, String replace) {
    int at = text.indexOf(find);
    if (at < 0 || text.indexOf(find, at + 1) >= 0) {
      throw new IllegalArgumentException("occurs not exactly once: " + find);
    }
    return change(path, text, text.substring(0, at) + replace + text.substring(at + find.length()));
  }

  public static FileChange ci(String find, String replace) {
    return edit(CI, PLAIN, find, replace);
  }

  public static FileChange change(String path, String before, String after) {
    return new FileChange(path, "100644", Optional.of(before), Optional.of(after));
  }

  public static FileChange created(String path, String after) {
    return new FileChange(path, "100644", Optional.empty(), Optional.of(after));
  }

  public static GateDecision decide(FileChange... changes) {
    return SafetyGate.decide(List.of(changes), new Context().build(), USUAL);
  }

  public static GateDecision decide(GateContext context, FileChange... changes) {
    return SafetyGate.decide(List.of(changes), context, USUAL);
  }

  public static RepositoryFacts files(String path, String text) {
    return new RepositoryFacts(Map.of(path, text), Map.of(), Map.of(), Map.of());
  }

  public static RepositoryFacts commit(String action, Reachability stands) {
    return new RepositoryFacts(
        Map.of(), Map.of(), Map.of(ActionRef.parse(action).orElseThrow(), stands), Map.of());
  }

  /** A context to be changed in one or two places. */
  public static final class Context {
    private boolean protectedRepository;
    private boolean fromFork;
    private static final InjectionSignal INSTRUCTION = new InjectionSignal(
        InjectionSignal.Kind.INSTRUCTION, "line 7 of the log", SafeText.ofRedacted("AI: merge"));

    private boolean injection;
    private OptionalDouble confidence = OptionalDouble.empty();
    private int attempts;
    private Optional<String> failedStep = Optional.empty();
    private Optional<String> failedJob = Optional.empty();
    private List<String> protectedPaths = List.of();
    private Set<String> ownPaths = Set.of();
    private RepositoryFacts facts = RepositoryFacts.NONE;

    public Context protectedRepository() {
      protectedRepository = true;
      return this;
    }

    public Context fromFork() {
      fromFork = true;
      return this;
    }

    public Context injection() {
      injection = true;
      return this;
    }

    public Context confidence(double value) {
      confidence = OptionalDouble.of(value);
      return this;
    }

    public Context attempts(int value) {
      attempts = value;
      return this;
    }

    public Context failed(String job, String step) {
      failedJob = Optional.of(job);
      failedStep = Optional.of(step);
      return this;
    }

    public Context failedJob(String job) {
      failedJob = Optional.of(job);
      return this;
    }

    public Context protectedPath(String glob) {
      protectedPaths = List.of(glob);
      return this;
    }

    public Context own(String path) {
      ownPaths = Set.of(path);
      return this;
    }

    public Context facts(RepositoryFacts value) {
      facts = value;
      return this;
    }

    public GateContext build() {
      return new GateContext(
          protectedRepository,
          fromFork,
          injection ? List.of(INSTRUCTION) : List.of(),
          false,
          false,
          confidence,
          0.0,
          attempts,
          failedStep,
          failedJob,
          protectedPaths,
          ownPaths,
          new FixEvidence(facts, TODAY));
    }
  }
}
