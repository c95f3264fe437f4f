package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a repository's scan has found so far; kept when it has to stop. */
final class ScanFindings {
  final List<Failures.Stored> failures = new ArrayList<>();
  final List<Long> recovered = new ArrayList<>();
  final List<ScanResult.Decision> decisions = new ArrayList<>();
  /** Sentences for people, each of them once. */
  final List<String> remarks = new ArrayList<>();
  /** How many runs ended with a word that is not known, by word. */
  final Map<String, Integer> unknownConclusions = new TreeMap<>();

  int runsSeen;
  boolean notModified;

  ScanResult.OfRepository result(RepositoryName repository, Optional<MonitorException> error) {
    List<String> all = new ArrayList<>(remarks);
    unknownConclusions.forEach((word, runs) -> all.add("%s of %s ended with the conclusion \"%s\","
            .formatted(runs == 1 ? "1 run" : runs + " runs", repository, word)
        + " which this version does not know. It counts as no failure"));
    return new ScanResult.OfRepository(
        repository, runsSeen, failures, recovered, decisions, all, notModified, error);
  }
}
