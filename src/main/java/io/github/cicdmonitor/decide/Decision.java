package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.notify.Notice;
import java.util.List;
import java.util.Optional;

/**
 * The row of the decision table that matched, and everything that follows from it.
 *
 * @param state where the incident stands once this is written
 * @param judged the proposal and the gate's word on it, where there is one
 * @param notices what to tell, in order; a pull request's own follows when it is open
 * @param note why something better was not done; empty string for nothing to say
 */
public record Decision(
    Action action,
    IncidentState state,
    Optional<Judged> judged,
    List<Notice> notices,
    String note) {
  public Decision {
    notices = List.copyOf(notices);
  }

  /** A proposal and the gate's word on it. */
  public record Judged(Proposal proposal, GateDecision decision) {}

  static Decision of(Action action, IncidentState state, Notice notice, String note) {
    return new Decision(action, state, Optional.empty(), List.of(notice), note);
  }
}
