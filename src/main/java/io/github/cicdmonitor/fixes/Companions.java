package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people change along with a fix and what has no effect: the name of a step that tells the value
 * which the fix changes in that step, and the comment on a line that is gone.
 */
final class Companions {
  private static final int LONGEST = 40; // of a value that a name tells
  private static final Pattern COMPOSE = Pattern.compile("docker-compose(?=\\s)");

  private Companions() {}

  static void claim(WorkflowDiff diff, Claims claims) {
    List<Delta> automatic = diff.deltas().stream().filter(claims::isAutomatic).toList();
    for (Delta delta : diff.deltas()) {
      if (!claims.isKnown(delta)) {
        automatic.stream()
            .filter(fix -> tells(delta, fix) || isOnGoneLine(delta, fix))
            .findFirst()
            .ifPresent(fix -> claims.follow(delta, fix));
      }
    }
  }

  /** The name of the step says the new value where it said the old one, and is the same else. */
  private static boolean tells(Delta delta, Delta fix) {
    if (!delta.isInStep("name") || !delta.isEdit() || !delta.step().equals(fix.step())) {
      return false;
    }
    String from = value(fix, fix.textBefore());
    String to = value(fix, fix.textAfter());
    if (from.isEmpty() || to.isEmpty() || from.length() > LONGEST || to.length() > LONGEST) {
      return false;
    }
    String now = Pattern.compile(
            "(?<![A-Za-z0-9_.-])" + Pattern.quote(from) + "(?![A-Za-z0-9_-]|\\.[A-Za-z0-9])")
        .matcher(delta.textBefore())
        .replaceAll(Matcher.quoteReplacement(to));
    return now.equals(delta.textAfter());
  }

  /** What a name would tell of it: the version of an action, the command, else the whole value. */
  private static String value(Delta fix, String text) {
    if (fix.isInStep("uses")) {
      return text.substring(text.indexOf('@') + 1);
    }
    if (fix.isInStep("run")) {
      return COMPOSE.matcher(fix.textBefore()).find()
          ? text.equals(fix.textBefore()) ? "docker-compose" : "docker compose"
          : "";
    }
    return text;
  }

  /** A comment behind something that the fix takes away. */
  private static boolean isOnGoneLine(Delta delta, Delta fix) {
    return delta.isComment()
        && delta.after().isEmpty()
        && fix.after().isEmpty()
        && fix.before().isPresent()
        && !delta.keys().get(1).isEmpty()
        && lines(fix.before().get()).contains(delta.line());
  }

  private static List<Integer> lines(Yaml gone) {
    List<Integer> lines = new ArrayList<>();
    Optional<Scalar> scalar = gone.scalar();
    Optional<Mapping> mapping = gone.mapping();
    if (scalar.isPresent() && !scalar.get().isBlock()) {
      lines.add(gone.line());
    } else if (mapping.isPresent()) {
      mapping.get().entries().values().forEach(value -> lines.addAll(lines(value)));
    }
    return lines;
  }
}
