package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import java.util.List;

/**
 * A kind of fix: how a log asks for it, how it is computed from the files of a repository, and by
 * what it is known when somebody else proposes it. Both halves rest on the same knowledge.
 */
public interface Fix {
  /** Says nothing and claims nothing. */
  Fix NOBODY = new Fix() {
    @Override
    public String name() {
      return "nobody";
    }

    @Override
    public String title() {
      return "";
    }
  };

  /** Short, lower case with hyphens; shown to people and kept in the state. */
  String name();

  /** What it does, for the manual: one line, starting with a verb. */
  String title();

  /** What a line of a log looks like that asks for this fix; searched. Empty: it is only recognised. */
  default List<Pattern> triggers() {
    return List.of();
  }

  /** What kind of trouble it mends. */
  default Category category() {
    return Category.CI_CONFIGURATION;
  }

  /**
   * Whether code runs afterwards that did not run before (another version of an action, a tool, a
   * package): such a fix asks a person where secrets or rights are at hand.
   */
  default boolean newCode() {
    return false;
  }

  /**
   * Whether another version of a language, a tool or a system makes what a job makes: such a fix asks
   * a person where the job may bring it to others.
   */
  default boolean changesWhatBuilds() {
    return newCode();
  }

  /** What has to be understood of the job around it. */
  default Surroundings surroundings() {
    return Surroundings.KNOWN;
  }

  /** Whether it has to know on which runner images the job failed and last passed. */
  default boolean needsImages() {
    return false;
  }

  /** What one such difference adds to the risk: 1, or 2 where more than a value changes. */
  default int points() {
    return newCode() ? 2 : 1;
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
