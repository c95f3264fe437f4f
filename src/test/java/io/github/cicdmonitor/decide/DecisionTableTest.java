package io.github.cicdmonitor.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.cicdmonitor.decide.DecisionTable.Answer;
import io.github.cicdmonitor.decide.DecisionTable.Ask;
import io.github.cicdmonitor.decide.DecisionTable.Decided;
import io.github.cicdmonitor.decide.DecisionTable.Question;
import io.github.cicdmonitor.decide.DecisionTable.Wait;
import io.github.cicdmonitor.decide.IncidentFacts.Fix;
import io.github.cicdmonitor.decide.IncidentFacts.Rerun;
import io.github.cicdmonitor.decide.IncidentFacts.RerunChance;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.Reason;
import io.github.cicdmonitor.model.Remediation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of the table by its own facts, and that the rows stand in the right order. */
class DecisionTableTest {
  /** An infrastructure failure for which an edit is known; each flag makes it something else. */
  private static IncidentFacts facts(Remediation.Kind remedy, String... flags) {
    Set<String> set = Set.of(flags);
    return new IncidentFacts(
        set.contains("outage") ? List.of("acme/a", "acme/b", "acme/c") : List.of("acme/a"),
        3,
        set.contains("fork"),
        set.contains("passed"),
        set.contains("developers"),
        set.contains("suspect"),
        set.contains("rerun"),
        !set.contains("model alone"),
        remedy,
        !set.contains("not allowed"),
        set.contains("refused"),
        set.contains("poor") ? Optional.of("2 of the last 3") : Optional.empty(),
        2,
        IncidentFacts.Asked.NOTHING);
  }

  private static IncidentFacts edit(String... flags) {
    return facts(Remediation.Kind.EDIT, flags);
  }

  private static IncidentFacts rerun(RerunChance chance, int reruns) {
    return facts(Remediation.Kind.NONE, "rerun").with(new Rerun(chance, reruns));
  }

  private static Fix fix(Outcome gate) {
    return new Fix(Optional.of(gate), "", false, false, Optional.empty());
  }

  private static IncidentFacts judged(Outcome gate) {
    return edit().with(fix(gate));
  }

  private static IncidentFacts workflow() {
    return edit().with(new Fix(Optional.of(Outcome.AUTO), "", false, true, Optional.empty()));
  }

  private static Answer decided(Action action, Reason reason) {
    return new Decided(action, reason, "");
  }

  private static Answer notified(Reason reason) {
    return decided(Action.NOTIFY, reason);
  }

  @Test
  void orders_in_a_log_matter_where_something_would_be_run() {
    assertThat(DecisionTable.row(facts(Remediation.Kind.COMMAND, "suspect")))
        .isEqualTo(DecisionTable.ORDERS);
    assertThat(DecisionTable.row(facts(Remediation.Kind.NONE, "suspect", "rerun")))
        .isEqualTo(DecisionTable.ORDERS);
    assertThat(DecisionTable.row(facts(Remediation.Kind.COMMAND, "not allowed")))
        .isEqualTo(DecisionTable.COMMAND_NOT_ALLOWED);
    // An edit goes through the gate, which has a floor for it.
    assertThat(DecisionTable.row(edit("suspect"))).isEqualTo(DecisionTable.FIX_UNKNOWN);
  }

  private record Example(IncidentFacts facts, Answer answer) {}

  private static Map<DecisionTable, Example> examples() {
    Map<DecisionTable, Example> rows = new EnumMap<>(DecisionTable.class);
    rows.put(
        DecisionTable.OUTAGE, new Example(edit("outage"), decided(Action.OUTAGE, Reason.OUTAGE)));
    rows.put(DecisionTable.FORK, new Example(edit("fork"), notified(Reason.FROM_FORK)));
    rows.put(
        DecisionTable.PASSED_SINCE, new Example(edit("passed"), notified(Reason.PASSES_AGAIN)));
    rows.put(
        DecisionTable.DEVELOPERS, new Example(edit("developers"), notified(Reason.DEVELOPERS)));
    rows.put(DecisionTable.ORDERS, new Example(edit("suspect", "rerun"), notified(Reason.ORDERS)));
    rows.put(
        DecisionTable.MODEL_ALONE,
        new Example(
            facts(Remediation.Kind.RERUN, "rerun", "model alone"), notified(Reason.MODEL_ALONE)));
    rows.put(DecisionTable.RERUN_UNKNOWN, new Example(edit("rerun"), new Ask(Question.RERUN)));
    rows.put(
        DecisionTable.RERUN_POSSIBLE,
        new Example(rerun(RerunChance.POSSIBLE, 0), decided(Action.RERUN, Reason.TRANSIENT)));
    rows.put(
        DecisionTable.RUN_NOT_COMPLETE,
        new Example(rerun(RerunChance.RUN_NOT_COMPLETE, 0), new Wait(Reason.RUN_NOT_COMPLETE, "")));
    rows.put(
        DecisionTable.NO_REMEDY,
        new Example(facts(Remediation.Kind.NONE), notified(Reason.NO_REMEDY)));
    rows.put(
        DecisionTable.COMMAND_NOT_ALLOWED,
        new Example(
            facts(Remediation.Kind.COMMAND, "not allowed"), notified(Reason.COMMAND_NOT_ALLOWED)));
    rows.put(DecisionTable.FIX_REFUSED, new Example(edit("refused"), notified(Reason.FIX_REFUSED)));
    rows.put(
        DecisionTable.COMMAND_UNKNOWN,
        new Example(facts(Remediation.Kind.COMMAND), new Ask(Question.COMMAND)));
    rows.put(
        DecisionTable.COMMAND_WITHOUT_FIX,
        new Example(
            facts(Remediation.Kind.COMMAND)
                .with(new IncidentFacts.Command(Optional.of("it changed nothing"))),
            new Decided(Action.NOTIFY, Reason.COMMAND_WITHOUT_FIX, "it changed nothing")));
    rows.put(DecisionTable.FIX_UNKNOWN, new Example(edit(), new Ask(Question.FIX)));
    rows.put(
        DecisionTable.FIX_DOES_NOT_APPLY,
        new Example(
            edit().with(Fix.none("the branch is gone")),
            new Decided(Action.NOTIFY, Reason.FIX_DOES_NOT_APPLY, "the branch is gone")));
    rows.put(
        DecisionTable.HARD_RULE,
        new Example(judged(Outcome.BLOCK), decided(Action.BLOCKED, Reason.HARD_RULE)));
    rows.put(
        DecisionTable.SOURCE_CODE,
        new Example(judged(Outcome.REPORT_ONLY), notified(Reason.SOURCE_CODE)));
    rows.put(
        DecisionTable.TRIED_BEFORE,
        new Example(
            edit().with(new Fix(Optional.of(Outcome.AUTO), "", true, true, Optional.empty())),
            notified(Reason.TRIED_BEFORE)));
    rows.put(
        DecisionTable.WORKFLOWS_RIGHT_UNKNOWN,
        new Example(workflow(), new Ask(Question.WORKFLOWS_RIGHT)));
    rows.put(
        DecisionTable.NO_WORKFLOWS_RIGHT,
        new Example(workflow().withWorkflowsRight(false), notified(Reason.NO_WORKFLOWS_RIGHT)));
    rows.put(
        DecisionTable.FILE_TAKEN,
        new Example(
            edit()
                .with(new Fix(
                    Optional.of(Outcome.APPROVAL), "", false, false, Optional.of("incident 7"))),
            new Wait(Reason.FILE_TAKEN, "incident 7")));
    rows.put(
        DecisionTable.PULL_REQUEST_UNKNOWN,
        new Example(judged(Outcome.APPROVAL), new Ask(Question.PULL_REQUEST_OPEN)));
    rows.put(
        DecisionTable.ALREADY_OPEN,
        new Example(
            judged(Outcome.APPROVAL).withPullRequestOpen(true),
            decided(Action.PULL_REQUEST, Reason.ALREADY_OPEN)));
    rows.put(
        DecisionTable.ABOVE_THRESHOLD,
        new Example(
            judged(Outcome.APPROVAL).withPullRequestOpen(false),
            decided(Action.APPROVAL, Reason.ABOVE_THRESHOLD)));
    rows.put(
        DecisionTable.POOR_RECORD,
        new Example(
            edit("poor").with(fix(Outcome.AUTO)).withPullRequestOpen(false),
            new Decided(Action.APPROVAL, Reason.POOR_RECORD, "2 of the last 3")));
    rows.put(
        DecisionTable.OPEN_PULL_REQUESTS_UNKNOWN,
        new Example(judged(Outcome.AUTO), new Ask(Question.OPEN_PULL_REQUESTS)));
    rows.put(
        DecisionTable.TOO_MANY_OPEN,
        new Example(
            judged(Outcome.AUTO).withOpenPullRequests(2), new Wait(Reason.TOO_MANY_OPEN, "2")));
    rows.put(
        DecisionTable.BELOW_THRESHOLD,
        new Example(
            judged(Outcome.AUTO).withOpenPullRequests(1),
            decided(Action.PULL_REQUEST, Reason.BELOW_THRESHOLD)));
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> each_row_answers_its_own_facts() {
    return examples().entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey().name(), () -> {
          IncidentFacts facts = entry.getValue().facts();
          assertThat(DecisionTable.row(facts)).isEqualTo(entry.getKey());
          assertThat(DecisionTable.decide(facts)).isEqualTo(entry.getValue().answer());
        }));
  }

  @Test
  void every_row_has_an_example() {
    assertThat(examples().keySet()).containsExactly(DecisionTable.values());
  }

  @Test
  void why_it_was_not_re_run_is_said_where_nothing_else_can_be_done() {
    assertThat(DecisionTable.decide(rerun(RerunChance.TRIED, 2)))
        .isEqualTo(new Decided(Action.NOTIFY, Reason.RERUN_FAILED, "2"));
    assertThat(DecisionTable.decide(rerun(RerunChance.TRIED, 0)))
        .isEqualTo(notified(Reason.NO_REMEDY));
    assertThat(DecisionTable.decide(rerun(RerunChance.RUN_GONE, 0)))
        .isEqualTo(notified(Reason.RUN_GONE));
    assertThat(DecisionTable.decide(rerun(RerunChance.NOT_NEWEST_ATTEMPT, 1)))
        .isEqualTo(notified(Reason.NOT_NEWEST_ATTEMPT));
    assertThat(DecisionTable.decide(rerun(RerunChance.BRANCH_MOVED_ON, 0)))
        .isEqualTo(notified(Reason.BRANCH_MOVED_ON));
  }

  @Test
  void an_edit_is_judged_where_a_re_run_is_not_to_be_had() {
    IncidentFacts tried = edit("rerun").with(new Rerun(RerunChance.TRIED, 1));

    assertThat(DecisionTable.decide(tried)).isEqualTo(new Ask(Question.FIX));
  }

  @Test
  void what_a_command_changed_is_judged_like_an_edit() {
    IncidentFacts ran =
        facts(Remediation.Kind.COMMAND).with(new IncidentFacts.Command(Optional.empty()));

    assertThat(DecisionTable.decide(ran)).isEqualTo(new Ask(Question.FIX));
    assertThat(DecisionTable.decide(ran.with(fix(Outcome.BLOCK))))
        .isEqualTo(decided(Action.BLOCKED, Reason.HARD_RULE));
  }

  /** All facts but those of GitHub, in each combination that can be. */
  private static Stream<IncidentFacts> all() {
    List<String> flags = List.of(
        "outage",
        "fork",
        "passed",
        "developers",
        "suspect",
        "rerun",
        "model alone",
        "not allowed",
        "refused",
        "poor");
    return Stream.of(Remediation.Kind.values())
        .flatMap(remedy -> Stream.iterate(0, bits -> bits < 1 << flags.size(), bits -> bits + 1)
            .map(bits -> facts(
                remedy,
                flags.stream()
                    .filter(flag -> (bits >> flags.indexOf(flag) & 1) == 1)
                    .toArray(String[]::new))));
  }

  private static Stream<IncidentFacts> more(IncidentFacts facts, Question question) {
    return switch (question) {
      case RERUN ->
        Stream.of(RerunChance.values())
            .flatMap(chance -> Stream.of(0, 1, 2).map(n -> facts.with(new Rerun(chance, n))));
      case COMMAND ->
        Stream.of(Optional.of("no"), Optional.<String>empty())
            .map(told -> facts.with(new IncidentFacts.Command(told)));
      case FIX -> fixes().map(facts::with);
      case WORKFLOWS_RIGHT -> Stream.of(true, false).map(facts::withWorkflowsRight);
      case PULL_REQUEST_OPEN -> Stream.of(true, false).map(facts::withPullRequestOpen);
      case OPEN_PULL_REQUESTS -> Stream.of(0, 1, 2, 3).map(facts::withOpenPullRequests);
    };
  }

  private static Stream<Fix> fixes() {
    Stream<Fix> judged = Stream.of(Outcome.values())
        .flatMap(gate -> Stream.of(true, false)
            .flatMap(tried -> Stream.of(true, false)
                .flatMap(workflows -> Stream.of(Optional.of("incident 2"), Optional.<String>empty())
                    .map(taken -> new Fix(Optional.of(gate), "", tried, workflows, taken)))));
    return Stream.concat(
        Stream.of(Fix.none("no")),
        // Only of what would be offered the rest is looked up.
        judged.filter(fix -> fix.offered() || fix.equals(fix(fix.gate().orElseThrow()))));
  }

  /** Asks until it is answered, in every way that it can be. */
  private static Stream<Decided> ends(IncidentFacts facts, int asked) {
    assertThat(asked).as("questions for one decision").isLessThanOrEqualTo(5);
    Answer answer = DecisionTable.decide(facts);
    if (answer instanceof Ask ask) {
      return more(facts, ask.question()).flatMap(known -> ends(known, asked + 1));
    }
    return answer instanceof Decided decided
        ? Stream.of(decided).peek(end -> assertSafe(facts, end))
        : Stream.empty();
  }

  private static void assertSafe(IncidentFacts facts, Decided end) {
    if (Set.of(Action.RERUN, Action.PULL_REQUEST, Action.APPROVAL).contains(end.action())) {
      assertThat(facts.fromFork() || facts.developers() || facts.passedSince()).isFalse();
      assertThat(facts.sameFailure()).hasSizeLessThan(facts.outageFrom());
    }
    if (end.action() == Action.RERUN) {
      assertThat(facts.rerunGrounded()).isTrue();
      assertThat(facts.suspect()).isFalse();
    }
    if (end.reason() == Reason.BELOW_THRESHOLD) {
      assertThat(facts.fix().flatMap(Fix::gate)).contains(Outcome.AUTO);
      assertThat(facts.fixRefused()).isFalse();
    }
  }

  @Test
  void whatever_the_facts_are_there_is_one_answer_and_nothing_is_changed_that_must_not_be() {
    Set<Reason> reasons = new TreeSet<>();

    all().flatMap(facts -> ends(facts, 0)).map(Decided::reason).forEach(reasons::add);

    assertThat(reasons)
        .doesNotContain(Reason.RUN_NOT_COMPLETE, Reason.FILE_TAKEN, Reason.TOO_MANY_OPEN)
        .hasSize(Reason.values().length - 3);
  }

  /** How much is done without a person: from nothing, over asking, to acting, now or after a wait. */
  private static int automation(Answer answer) {
    if (!(answer instanceof Decided decided)) {
      return 2;
    }
    return switch (decided.action()) {
      case NOTIFY, BLOCKED, OUTAGE -> 0;
      case APPROVAL -> 1;
      case RERUN, PULL_REQUEST -> 2;
    };
  }

  @Test
  void a_poor_record_only_ever_makes_it_ask_where_it_would_have_acted() {
    Set<Reason> changed = new TreeSet<>();
    all()
        .filter(facts -> facts.poorRecord().isEmpty())
        .flatMap(facts -> states(facts, 0))
        .forEach(facts -> {
          Answer trusted = DecisionTable.decide(facts);
          Answer poor = DecisionTable.decide(withPoorRecord(facts));
          assertThat(automation(poor)).isLessThanOrEqualTo(automation(trusted));
          assertThat(poor).isNotEqualTo(decided(Action.PULL_REQUEST, Reason.BELOW_THRESHOLD));
          if (trusted instanceof Decided decided && !poor.equals(trusted)) {
            changed.add(decided.reason());
          }
        });

    assertThat(changed).containsExactly(Reason.ABOVE_THRESHOLD, Reason.BELOW_THRESHOLD);
  }

  private static IncidentFacts withPoorRecord(IncidentFacts facts) {
    return new IncidentFacts(
        facts.sameFailure(),
        facts.outageFrom(),
        facts.fromFork(),
        facts.passedSince(),
        facts.developers(),
        facts.suspect(),
        facts.rerunWanted(),
        facts.rerunGrounded(),
        facts.remedy(),
        facts.commandAllowed(),
        facts.fixRefused(),
        Optional.of("2 of the last 3"),
        facts.mostOpenPullRequests(),
        facts.asked());
  }

  /** Facts with every set of answers that the table may have asked for, and whether a pull is open. */
  private static Stream<IncidentFacts> states(IncidentFacts facts, int asked) {
    Stream<IncidentFacts> here = facts.asked().openPullRequests().isPresent()
        ? Stream.of(true, false).map(facts::withPullRequestOpen)
        : Stream.of(facts);
    return DecisionTable.decide(facts) instanceof Ask ask && asked < 5
        ? Stream.concat(
            here, more(facts, ask.question()).flatMap(known -> states(known, asked + 1)))
        : here;
  }
}
