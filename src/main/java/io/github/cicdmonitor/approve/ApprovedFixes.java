package io.github.cicdmonitor.approve;

import io.github.cicdmonitor.model.GateDecision;
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

  /** Login of the author of the failing commit, where GitHub knows one. */
  Optional<String> authorOf(Incident incident);
}
