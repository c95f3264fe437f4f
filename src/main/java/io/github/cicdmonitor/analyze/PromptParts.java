package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a question is made of. Everything but our own words is a stranger's and stands inside marks.
 *
 * @param fingerprint of the lines that matter, the same for the same fault anywhere
 * @param byRules what the rules think
 * @param recipes why the kinds of fix that the log asks for do not apply, one sentence each
 * @param newLines numbers of those lines of the excerpt that the last green run's log has not
 * @param workflow the failing job's part of its workflow file
 * @param files of the failing commit, those that were asked for first
 * @param absent paths that were asked for and are not to be had
 * @param complaint what is wrong with the last answer
 * @param lastAnswer the answer that is complained of
 */
record PromptParts(
    Failure failure,
    Excerpt excerpt,
    String fingerprint,
    Diagnosis byRules,
    String recipes,
    Set<Integer> newLines,
    Optional<String> workflow,
    List<ShownFile> files,
    List<String> absent,
    Optional<String> complaint,
    Optional<String> lastAnswer) {
  PromptParts {
    newLines = Set.copyOf(newLines);
    files = List.copyOf(files);
    absent = List.copyOf(absent);
  }

  /** @param lines that the log names; the text is cut around them */
  record ShownFile(String path, String text, List<Integer> lines) {
    ShownFile {
      lines = List.copyOf(lines);
    }
  }
}
