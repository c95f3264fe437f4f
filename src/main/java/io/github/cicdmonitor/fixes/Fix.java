package io.github.cicdmonitor.fixes;

/**
 * A kind of fix: how a log asks for it, how it is computed from the files of a repository, and by
 * what it is known when somebody else proposes it. Both halves rest on the same knowledge.
 */
public interface Fix {
  /** Says nothing and claims nothing. */
  Fix NOBODY = () -> About.of("nobody", "");

  /** What is known of it before a file is read. */
  About about();

  /** Short for the name in {@link #about}. */
  default String name() {
    return about().name();
  }

  /** Pure. The edits, or why it does not apply. */
  default Proposed propose(Fault fault, Checkout files) {
    return Proposed.no("is only recognised");
  }

  /** Claims the differences of a workflow or action that are this fix and nothing else. */
  default void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {}

  /** Claims the differences of any other file. */
  default void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {}
}
