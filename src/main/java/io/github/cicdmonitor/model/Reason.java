package io.github.cicdmonitor.model;

/** Why something is done about an incident, not done, or has to wait. */
public enum Reason {
  /** The same failure in many repositories at once. */
  OUTAGE,
  /** The run came from a fork. */
  FROM_FORK,
  /** The branch has passed since. */
  PASSES_AGAIN,
  /** A failure of application code or tests. */
  DEVELOPERS,
  /** What the diagnosis was made from gives orders to a machine. */
  ORDERS,
  /** Only a model calls the failure transient; by the rules it is not. */
  MODEL_ALONE,
  /** The failure is transient. */
  TRANSIENT,
  /** Waits: the run that is to be re-run goes on. */
  RUN_NOT_COMPLETE,
  /** Its re-runs, so many, have failed too. */
  RERUN_FAILED,
  RUN_GONE,
  NOT_NEWEST_ATTEMPT,
  BRANCH_MOVED_ON,
  /** Nothing is known that would repair it. */
  NO_REMEDY,
  COMMAND_NOT_ALLOWED,
  COMMAND_WITHOUT_FIX,
  /** A pull request for it was closed without merging, or reverted. */
  FIX_REFUSED,
  /** The fix does not fit the files as they are. */
  FIX_DOES_NOT_APPLY,
  /** The same fix was tried and did not help. */
  TRIED_BEFORE,
  NO_WORKFLOWS_RIGHT,
  /** Waits: another incident's fix changes the same file. */
  FILE_TAKEN,
  /** The fix breaks a hard rule. */
  HARD_RULE,
  /** The fix touches source code or tests. */
  SOURCE_CODE,
  /** A person decides on this risk. */
  ABOVE_THRESHOLD,
  /** A person decides, because too many of the last fixes of that recipe or model were refused. */
  POOR_RECORD,
  /** Its pull request is open already, from before the state was lost. */
  ALREADY_OPEN,
  /** Waits: the repository has as many open pull requests of ours as it may. */
  TOO_MANY_OPEN,
  /** The risk is low enough to open it without asking. */
  BELOW_THRESHOLD
}
