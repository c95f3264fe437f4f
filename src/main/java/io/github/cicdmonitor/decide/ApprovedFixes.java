package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.Approvals.State;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;

/** What an approval needs from those who judge and carry out. */
public interface ApprovedFixes {
  /** The gate's word under the policy now in force; empty when there is nothing left to change. */
  Optional<GateDecision> judgeAgain(Incident incident, Proposals.Stored stored);

  /** Plans the pull request, in the transaction that records the approval. */
  void plan(Transaction in, Incident incident, Proposals.Stored stored);

  /** In the same transaction: the message that asked says how it was decided, and by whom. */
  void decided(Transaction in, Incident incident, Approval approval, State to, String actor);

  /** Login of the author of the failing commit, where GitHub knows one. */
  Optional<String> authorOf(Incident incident);
}
