package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.decide.IncidentFacts.RerunChance;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Reason;
import io.github.cicdmonitor.model.Remediation;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * From facts to an answer: the first row that fits. A row that needs a fact which is not known yet
 * asks for it, so that no request is made for a decision that does not need it.
 */
enum DecisionTable {
  OUTAGE(
      facts -> facts.sameFailure().size() >= facts.outageFrom(),
      decided(Action.OUTAGE, Reason.OUTAGE)),
  FORK(IncidentFacts::fromFork, notified(Reason.FROM_FORK)),
  PASSED_SINCE(IncidentFacts::passedSince, notified(Reason.PASSES_AGAIN)),
  DEVELOPERS(IncidentFacts::developers, notified(Reason.DEVELOPERS)),

  ORDERS(
      facts -> facts.suspect() && (facts.rerunWanted() || isCommand(facts)),
      notified(Reason.ORDERS)),
  MODEL_ALONE(facts -> facts.rerunWanted() && !facts.rerunGrounded(), notified(Reason.MODEL_ALONE)),
  RERUN_UNKNOWN(
      facts -> facts.rerunWanted() && facts.rerun().isEmpty(), facts -> new Ask(Question.RERUN)),
  RERUN_POSSIBLE(rerun(RerunChance.POSSIBLE), decided(Action.RERUN, Reason.TRANSIENT)),
  RUN_NOT_COMPLETE(
      rerun(RerunChance.RUN_NOT_COMPLETE), facts -> new Wait(Reason.RUN_NOT_COMPLETE, "")),

  NO_REMEDY(
      facts -> facts.remedy() == Remediation.Kind.NONE || facts.remedy() == Remediation.Kind.RERUN,
      DecisionTable::withoutRemedy),
  COMMAND_NOT_ALLOWED(
      facts -> isCommand(facts) && !facts.commandAllowed(), notified(Reason.COMMAND_NOT_ALLOWED)),
  FIX_REFUSED(IncidentFacts::fixRefused, notified(Reason.FIX_REFUSED)),
  COMMAND_UNKNOWN(
      facts -> isCommand(facts) && facts.command().isEmpty(), facts -> new Ask(Question.COMMAND)),
  COMMAND_WITHOUT_FIX(
      facts -> isCommand(facts)
          && facts.command().flatMap(IncidentFacts.Command::told).isPresent(),
      facts -> new Decided(
          Action.NOTIFY,
          Reason.COMMAND_WITHOUT_FIX,
          facts.command().flatMap(IncidentFacts.Command::told).orElse(""))),

  FIX_UNKNOWN(facts -> facts.fix().isEmpty(), facts -> new Ask(Question.FIX)),
  FIX_DOES_NOT_APPLY(
      fix(fix -> fix.gate().isEmpty()),
      facts ->
          new Decided(Action.NOTIFY, Reason.FIX_DOES_NOT_APPLY, ofFix(facts).misfit())),
  HARD_RULE(gate(GateDecision.Outcome.BLOCK), decided(Action.BLOCKED, Reason.HARD_RULE)),
  SOURCE_CODE(gate(GateDecision.Outcome.REPORT_ONLY), notified(Reason.SOURCE_CODE)),

  TRIED_BEFORE(fix(IncidentFacts.Fix::triedBefore), notified(Reason.TRIED_BEFORE)),
  WORKFLOWS_RIGHT_UNKNOWN(
      facts -> ofFix(facts).changesWorkflows() && facts.asked().workflowsRight().isEmpty(),
      facts -> new Ask(Question.WORKFLOWS_RIGHT)),
  NO_WORKFLOWS_RIGHT(
      facts ->
          ofFix(facts).changesWorkflows() && !facts.asked().workflowsRight().orElse(true),
      notified(Reason.NO_WORKFLOWS_RIGHT)),
  FILE_TAKEN(
      fix(fix -> fix.takenBy().isPresent()),
      facts -> new Wait(Reason.FILE_TAKEN, ofFix(facts).takenBy().orElse(""))),

  PULL_REQUEST_UNKNOWN(
      needsPerson().and(facts -> facts.asked().pullRequestOpen().isEmpty()),
      facts -> new Ask(Question.PULL_REQUEST_OPEN)),
  ALREADY_OPEN(
      needsPerson().and(facts -> facts.asked().pullRequestOpen().orElse(false)),
      decided(Action.PULL_REQUEST, Reason.ALREADY_OPEN)),
  POOR_RECORD(
      needsPerson().and(facts -> facts.poorRecord().isPresent()),
      facts ->
          new Decided(Action.APPROVAL, Reason.POOR_RECORD, facts.poorRecord().orElse(""))),
  ABOVE_THRESHOLD(
      gate(GateDecision.Outcome.APPROVAL), decided(Action.APPROVAL, Reason.ABOVE_THRESHOLD)),

  OPEN_PULL_REQUESTS_UNKNOWN(
      gate(GateDecision.Outcome.AUTO)
          .and(facts -> facts.asked().openPullRequests().isEmpty()),
      facts -> new Ask(Question.OPEN_PULL_REQUESTS)),
  TOO_MANY_OPEN(
      gate(GateDecision.Outcome.AUTO)
          .and(facts -> facts.asked().openPullRequests().orElse(0) >= facts.mostOpenPullRequests()),
      facts -> new Wait(
          Reason.TOO_MANY_OPEN,
          Integer.toString(facts.asked().openPullRequests().orElse(0)))),
  BELOW_THRESHOLD(
      gate(GateDecision.Outcome.AUTO), decided(Action.PULL_REQUEST, Reason.BELOW_THRESHOLD));

  // Functions of the facts alone, which hold nothing that changes.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<IncidentFacts> fits;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<IncidentFacts, Answer> answer;

  DecisionTable(Predicate<IncidentFacts> fits, Function<IncidentFacts, Answer> answer) {
    this.fits = fits;
    this.answer = answer;
  }

  /** What can be asked for. */
  enum Question {
    RERUN,
    COMMAND,
    FIX,
    WORKFLOWS_RIGHT,
    PULL_REQUEST_OPEN,
    OPEN_PULL_REQUESTS
  }

  /** What a row says. */
  sealed interface Answer {}

  /** @param detail completes the reason's sentence: a number, or a cause; else empty */
  record Decided(Action action, Reason reason, String detail) implements Answer {}

  /** Nothing is done now; the next run decides again. */
  record Wait(Reason reason, String detail) implements Answer {}

  record Ask(Question question) implements Answer {}

  /** The row that answers. */
  static DecisionTable row(IncidentFacts facts) {
    return Arrays.stream(values())
        .filter(row -> row.fits.test(facts))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no row fits " + facts));
  }

  static Answer decide(IncidentFacts facts) {
    return row(facts).answer.apply(facts);
  }

  private static Function<IncidentFacts, Answer> decided(Action action, Reason reason) {
    return facts -> new Decided(action, reason, "");
  }

  private static Function<IncidentFacts, Answer> notified(Reason reason) {
    return decided(Action.NOTIFY, reason);
  }

  private static Predicate<IncidentFacts> rerun(RerunChance chance) {
    return facts -> facts.rerunWanted()
        && facts.rerun().filter(rerun -> rerun.chance() == chance).isPresent();
  }

  private static Predicate<IncidentFacts> fix(Predicate<IncidentFacts.Fix> fits) {
    return facts -> facts.fix().filter(fits).isPresent();
  }

  private static Predicate<IncidentFacts> gate(GateDecision.Outcome outcome) {
    return facts -> facts.fix().flatMap(IncidentFacts.Fix::gate).equals(Optional.of(outcome));
  }

  /** By the gate's word, or because of how earlier fixes came out. */
  private static Predicate<IncidentFacts> needsPerson() {
    return gate(GateDecision.Outcome.APPROVAL)
        .or(gate(GateDecision.Outcome.AUTO).and(facts -> facts.poorRecord().isPresent()));
  }

  private static IncidentFacts.Fix ofFix(IncidentFacts facts) {
    return facts.fix().orElseGet(() -> IncidentFacts.Fix.none(""));
  }

  private static boolean isCommand(IncidentFacts facts) {
    return facts.remedy() == Remediation.Kind.COMMAND;
  }

  /** Why it was not re-run, where that was wanted, is the reason then. */
  private static Answer withoutRemedy(IncidentFacts facts) {
    IncidentFacts.Rerun rerun = facts.rerun().orElse(new IncidentFacts.Rerun(RerunChance.TRIED, 0));
    Reason reason = !facts.rerunWanted()
        ? Reason.NO_REMEDY
        : switch (rerun.chance()) {
          case TRIED -> rerun.reruns() == 0 ? Reason.NO_REMEDY : Reason.RERUN_FAILED;
          case RUN_GONE -> Reason.RUN_GONE;
          case NOT_NEWEST_ATTEMPT -> Reason.NOT_NEWEST_ATTEMPT;
          case BRANCH_MOVED_ON -> Reason.BRANCH_MOVED_ON;
          case POSSIBLE, RUN_NOT_COMPLETE -> throw new IllegalStateException("another row's");
        };
    return new Decided(
        Action.NOTIFY,
        reason,
        reason == Reason.RERUN_FAILED ? Integer.toString(rerun.reruns()) : "");
  }
}
