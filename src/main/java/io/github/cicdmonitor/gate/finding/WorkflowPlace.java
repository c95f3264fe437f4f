package io.github.cicdmonitor.gate.finding;

import io.github.cicdmonitor.workflow.RepositoryFacts;

/**
 * Where in a workflow two values are compared, and what stands there.
 *
 * @param where for people, such as {@code job test, step Run unit tests}
 * @param guard how strictly masking is judged here
 */
public record WorkflowPlace(FileFindings found, RepositoryFacts facts, String where, Guard guard) {
  /** What a step or job is worth to a reviewer who trusts a green mark. */
  public enum Guard {
    ORDINARY,
    /** Tests, lint, types, scan, build. */
    GATE,
    /** It failed in the run at hand. */
    FAILED;

    public boolean isGate() {
      return this != ORDINARY;
    }

    public Guard max(Guard other) {
      return other.compareTo(this) > 0 ? other : this;
    }
  }

  public WorkflowPlace at(String inner) {
    return new WorkflowPlace(found, facts, where.isEmpty() ? inner : where + ", " + inner, guard);
  }

  public WorkflowPlace guarded(Guard other) {
    return new WorkflowPlace(found, facts, where, other);
  }

  public void add(ChangeKind kind, int line, String what) {
    found.add(kind, line, where.isEmpty() ? what : where + ": " + what);
  }

  /** Something no longer fails, or no longer runs: forbidden on a gate, dear elsewhere. */
  public void mask(int line, String what) {
    add(ChangeKind.K22, line, what);
    if (guard.isGate()) {
      String whose = guard == Guard.FAILED ? "the failed step or job" : "a gate";
      found.block("B-MASK", line, "hides a failure of " + whose + " (" + where + "): " + what);
    }
  }
}
