package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.workflow.ParsedChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Limits of a workflow by name, so that one that was raised is not raised again and again: a job that
 * needs more each month has another trouble.
 */
public final class NamedLimits {
  private NamedLimits() {}

  /**
   * @param job its id; empty for the whole workflow
   * @param step what {@link Steps#title} calls it; empty for the whole job
   * @param what such as {@code timeout-minutes} or the name of a variable
   */
  public static String key(String path, String job, String step, String what) {
    return path + ":" + job + ":" + step + ":" + what;
  }

  /** Of the place where something differs, as it is called before. */
  static String key(Delta delta, String what) {
    return key(
        delta.path(),
        delta.job().map(j -> j.before().id()).orElse(""),
        delta.step().map(s -> Steps.title(s.before())).orElse(""),
        what);
  }

  /** The limits that changes set or change, whoever proposed them; sorted. */
  public static Set<String> raisedBy(List<FileChange> changes) {
    Set<String> keys = new TreeSet<>();
    for (FileChange change : changes) {
      WorkflowDiff.of(new ParsedChange(change)).stream()
          .flatMap(diff -> diff.deltas().stream())
          .flatMap(delta -> of(delta).stream())
          .forEach(keys::add);
    }
    return keys;
  }

  private static Optional<String> of(Delta delta) {
    return JobTimeout.limit(delta)
        .or(() -> HeapSize.limit(delta))
        .or(() -> FetchRetries.limit(delta));
  }

  /**
   * Claims a raised limit, or asks where the same one was raised lately. Five parameters: {@code
   * limit} is the name that the history knows, {@code why} what people read.
   */
  static void claim(Delta delta, String limit, String why, FixEvidence evidence, Claims claims) {
    if (evidence.limitsRaised().contains(limit)) {
      claims.ask(delta, why, "the same limit was raised within the last 90 days");
    } else {
      claims.claim(delta, why);
    }
  }
}
