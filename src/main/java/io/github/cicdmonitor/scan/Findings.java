package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a repository's scan has found so far; kept when it has to stop. */
final class Findings {
  final List<Failures.Stored> failures = new ArrayList<>();
  final List<Long> recovered = new ArrayList<>();
  final List<ScanResult.Decision> decisions = new ArrayList<>();
  int runsSeen;
  boolean notModified;

  ScanResult.OfRepository result(RepositoryName repository, Optional<MonitorException> error) {
    return new ScanResult.OfRepository(
        repository, runsSeen, failures, recovered, decisions, notModified, error);
  }
}
