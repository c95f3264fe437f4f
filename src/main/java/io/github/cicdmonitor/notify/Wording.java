package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.model.Reason;
import io.github.cicdmonitor.store.Outcomes;

/** Every sentence about what was decided and how it came out, in one place. */
public final class Wording {
  public static final StatusLine REPLACED = new StatusLine("🗄", "Replaced by a newer request.");
  public static final StatusLine ANALYSED_ANEW =
      new StatusLine("🗄", "No longer needed: the failure is analysed again.");
  public static final StatusLine STALE =
      new StatusLine("🗄", "What it would change has changed since. It is analysed again.");
  public static final StatusLine RECOVERED =
      new StatusLine("✅", "Passed when its failed jobs were re-run.");
  public static final StatusLine PASSES_AGAIN =
      new StatusLine("✅", "The branch has passed again since.");
  public static final StatusLine FORBIDDEN =
      new StatusLine("⛔", "The policy now in force forbids it.");
  public static final StatusLine EXPIRED = new StatusLine(
      "⌛",
      "Nobody decided on the proposed fix in time; the request has expired and nothing was"
          + " changed.");

  private Wording() {}

  /**
   * What a message says was done, or why not; empty where its other parts say all.
   *
   * @param detail as the decision has it: a number, or a cause
   */
  public static String of(Reason reason, String detail) {
    return switch (reason) {
      case FROM_FORK -> "The run came from a fork, so nothing is changed or re-run.";
      case PASSES_AGAIN -> PASSES_AGAIN.words();
      case ORDERS ->
        "Nothing was re-run or changed: the log, a name, a file or the model's answer gives orders to a"
            + " machine, so a person decides.";
      case MODEL_ALONE ->
        "Not re-run: only the model takes it for transient, the rules do not, so a person decides.";
      case RERUN_FAILED -> failedAgain(Integer.parseInt(detail));
      case RUN_GONE -> "Not re-run: the run is gone.";
      case NOT_NEWEST_ATTEMPT -> "Not re-run: it is no longer the newest attempt.";
      case BRANCH_MOVED_ON -> "Not re-run: the branch has moved on since.";
      case COMMAND_NOT_ALLOWED ->
        "The command was not run: remediation.commands does not allow it.";
      case COMMAND_WITHOUT_FIX -> detail;
      case FIX_REFUSED ->
        "A pull request for this failure was closed without merging or reverted, so no other is opened.";
      case FIX_DOES_NOT_APPLY -> "No fix was proposed: " + detail + ".";
      case TRIED_BEFORE ->
        "The same fix was tried before and did not help, so it is not proposed again.";
      case NO_WORKFLOWS_RIGHT ->
        "A fix is known but not offered: the token may not change workflow files. It needs"
            + " \"Workflows: write\" (a classic token: the scope workflow).";
      case POOR_RECORD -> detail;
      case SOURCE_CODE ->
        "The proposed fix touches source code or tests; that is left to the authors.";
      case RUN_NOT_COMPLETE -> "the run to complete before it is re-run";
      case FILE_TAKEN -> "the fix of " + detail + ", which changes the same file";
      case TOO_MANY_OPEN -> detail + " open pull requests of ours to be merged or closed";
      case OUTAGE,
          DEVELOPERS,
          TRANSIENT,
          NO_REMEDY,
          HARD_RULE,
          ABOVE_THRESHOLD,
          ALREADY_OPEN,
          BELOW_THRESHOLD -> "";
    };
  }

  static String failedAgain(int reruns) {
    return reruns == 1
        ? "Re-run once; it failed again."
        : "Re-run " + reruns + " times; it failed again.";
  }

  /** Below a reason: the change as a person can make it. */
  public static String byHand(String diff) {
    return " By hand:\n" + diff;
  }

  /** Below a reason: the end of a command's output; empty where it printed nothing. */
  public static String printed(String output) {
    return output.isEmpty() ? "" : " It printed: " + output;
  }

  /** What was decided cannot be done. */
  public static String notDone(String why) {
    return "Not done: " + why + ".";
  }

  /** A person decided on a request. */
  public static StatusLine approved(String byAndWhen) {
    return new StatusLine("✅", "Approved" + byAndWhen);
  }

  public static StatusLine rejected(String byAndWhen) {
    return new StatusLine("🚫", "Rejected" + byAndWhen + " Nothing was changed.");
  }

  public static StatusLine approvedAndOpen(String by, int pullRequest) {
    return new StatusLine(
        "✅", "Approved by " + by + ": pull request #" + pullRequest + " is open.");
  }

  public static StatusLine noLongerAsked(int pullRequest) {
    return new StatusLine("🔧", "No longer asked: pull request #" + pullRequest + " is open.");
  }

  public static StatusLine needsRight(String why) {
    return new StatusLine("🔑", "A fix is ready and cannot be opened yet: " + why + ".");
  }

  /** @param took from the first failure to now, such as {@code 2 h 5 min} */
  public static StatusLine resolved(String branch, String took) {
    return new StatusLine("✅", "Resolved: " + branch + " passes again. It took " + took + ".");
  }

  /** The same where the fix was merged. */
  public static StatusLine resolvedByMerge(String branch, String took) {
    return new StatusLine(
        "✅", "Resolved: the fix was merged and " + branch + " is green. It took " + took + ".");
  }

  /**
   * What became of a pull request.
   *
   * @param pull such as {@code pull request #7}
   */
  public static StatusLine of(Outcomes.Kind outcome, String pull, String branch) {
    return switch (outcome) {
      case PULL_REQUEST_MERGED ->
        new StatusLine("🟣", pull + " is merged; waiting for " + branch + " to pass.");
      case PULL_REQUEST_CLOSED ->
        new StatusLine(
            "⏹",
            pull
                + " was closed without merging; no further pull request will be opened for this failure.");
      case PULL_REQUEST_EDITED ->
        new StatusLine("🤝", pull + " is in a person's hands now: somebody pushed to it.");
      case CHECKS_RED ->
        new StatusLine(
            "❌",
            "The checks of " + pull + " failed: this fix does not help. It is not tried again.");
      case CHECKS_GREEN -> new StatusLine("🟢", pull + " passes its checks and can be merged.");
      case CHECKS_WAIT_FOR_PERSON ->
        new StatusLine(
            "🙋",
            "The checks of " + pull
                + " have not begun: a person has to approve the workflow run there. With a token"
                + " of a GitHub App or a person they would start by themselves.");
      case CHECKS_DID_NOT_START ->
        new StatusLine(
            "🙋",
            "No check of " + pull
                + " has started: pull requests made with the token in use start none, or no"
                + " workflow runs on pull requests. With a token of a GitHub App or a person they"
                + " would start by themselves.");
      case RECOVERED,
          RERUN_RECOVERED,
          RERUN_FAILED,
          EDITED_BEFORE_MERGE,
          REVERTED,
          REVERT_UNDONE,
          APPROVED,
          REJECTED -> throw new IllegalArgumentException("nothing that is told of a pull request");
    };
  }

  /** @param last the repository that passes again since just now; empty for none */
  static StatusLine outage(int over, int all, String last) {
    return over == all
        ? new StatusLine("✅", "Over: all " + all + " pass again.")
        : new StatusLine(
            "🌩",
            over + " of " + all + " pass again" + (last.isEmpty() ? "" : ", the last one " + last)
                + ".");
  }
}
