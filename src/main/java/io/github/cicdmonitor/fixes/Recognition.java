package io.github.cicdmonitor.fixes;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the catalogue makes of a changed file.
 *
 * @param fixes the differences that are recognised
 * @param unknown the others
 * @param diff all differences of a workflow or action; empty for any other file
 */
public record Recognition(
    List<Recognised> fixes, List<Unknown> unknown, Optional<WorkflowDiff> diff) {
  /** @param what place and thing, for people */
  public record Unknown(String path, int line, String what) {}

  public Recognition {
    fixes = List.copyOf(fixes);
    unknown = List.copyOf(unknown);
  }

  /** Whether nothing is left over: no difference at all, or recognised ones only. */
  public boolean isWhole() {
    return unknown.isEmpty();
  }

  /** Whether all of it may go out by itself. */
  public boolean isAutomatic() {
    return isWhole() && fixes.stream().allMatch(fix -> fix.asks().isEmpty());
  }

  /** Whether another version of a language, tool or system makes what a job makes. */
  public boolean changesWhatBuilds() {
    return fixes.stream().anyMatch(fix -> fix.kind().changesWhatBuilds());
  }

  /** What has to be understood around all of it. */
  public Surroundings surroundings() {
    return fixes.stream()
        .map(fix -> fix.kind().surroundings())
        .max(Comparator.naturalOrder())
        .orElse(Surroundings.KNOWN);
  }

  /** Whether code runs afterwards that did not run before. */
  public boolean bringsCode() {
    return fixes.stream().anyMatch(fix -> fix.kind().newCode());
  }
}
