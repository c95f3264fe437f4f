package io.github.cicdmonitor.fixes;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What failed, as far as fixes need to know.
 *
 * @param line the line that asks for the fix, cleaned and redacted
 * @param groups what the trigger's groups caught in it, from group 1; empty where one caught nothing
 * @param lines all lines of the excerpt
 * @param workflow path of the workflow file; empty where it is not known
 * @param job name of the failed job as GitHub shows it; empty where it is not known
 */
public record Fault(
    String line,
    List<String> groups,
    List<String> lines,
    String workflow,
    String job,
    Facts facts,
    LocalDate today,
    Optional<FixEvidence.Images> images) {
  public Fault {
    groups = List.copyOf(groups);
    lines = List.copyOf(lines);
  }

  /** What a group caught, counted from 1; empty where it caught nothing. */
  public String group(int number) {
    return number <= groups.size() ? groups.get(number - 1) : "";
  }

  /** Facts that a fix may rest on. */
  public boolean isFresh(FactsSection section) {
    return facts.isFresh(section, today);
  }
}
