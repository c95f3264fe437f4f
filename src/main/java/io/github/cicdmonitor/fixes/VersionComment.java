package io.github.cicdmonitor.fixes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of an action in a comment behind its reference, such as {@code # v4.1.0}. */
final class VersionComment {
  private static final Pattern FORM =
      Pattern.compile("(#\\s*(?:tag=|pin@)?)(v?[0-9]+(?:\\.[0-9]+){0,2})");

  private VersionComment() {}

  /** The version that is told behind the reference, where it changes with it. */
  static Optional<Delta> of(WorkflowDiff diff, Delta uses) {
    return diff.deltas().stream()
        .filter(Delta::isComment)
        .filter(c -> c.keys().size() == 3
            && c.keys().get(0).equals(Comments.KEY)
            && c.keys().get(2).endsWith("uses: " + uses.textAfter()))
        .filter(c -> FORM.matcher(c.textAfter()).matches())
        .filter(c -> c.before().isEmpty() || FORM.matcher(c.textBefore()).matches())
        .findFirst();
  }

  static String version(String comment) {
    Matcher matcher = FORM.matcher(comment);
    return matcher.matches() ? matcher.group(2) : "";
  }
}
