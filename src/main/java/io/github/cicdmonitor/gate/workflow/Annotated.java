package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Delta;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether people wrote something beside or above what a fix changes. Words there are as a rule
 * the reason why the value is what it is, and a program does not understand reasons.
 */
final class Annotated {
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,}");
  private final String[] lines;

  Annotated(WorkflowFile before) {
    this.lines = before.text().split("\n", -1);
  }

  Optional<String> doubt(List<Delta> deltas) {
    Set<Integer> about = new HashSet<>();
    for (Delta delta : deltas) {
      delta.before().map(Yaml::line).ifPresent(about::add);
      delta.step().map(step -> step.before().line()).ifPresent(about::add);
      delta
          .job()
          .map(job -> job.before().body())
          .filter(b -> delta.step().isEmpty())
          .map(Mapping::line)
          .ifPresent(line -> about.add(line - 1));
    }
    return about.stream()
        .filter(line -> line > 0 && line <= lines.length)
        .flatMap(line -> comments(line).stream())
        .filter(text -> WORD.matcher(text).find())
        .findFirst()
        .map(text -> "a comment speaks of what changes: " + text);
  }

  /** On that line, and on those above it that hold nothing else. */
  private List<String> comments(int line) {
    StringBuilder above = new StringBuilder();
    for (int i = line - 2; i >= 0 && lines[i].strip().startsWith("#"); i--) {
      above.insert(0, lines[i].strip() + " ");
    }
    String own = lines[line - 1];
    int sign = own.indexOf(" #");
    return List.of(above.toString().strip(), sign < 0 ? "" : own.substring(sign).strip());
  }
}
