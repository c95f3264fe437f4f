package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.RunSource.RateLimit;
import io.github.cicdmonitor.store.Failures;
import java.util.List;
import java.util.Optional;

/**
 * What a scan saw, repository by repository.
 *
 * @param elsewhere those that another run scans meanwhile, or has just scanned
 * @param postponed those left to the next scan, for whose sake the analysis would lack points
 * @param remarks what people should know of the scan as a whole
 * @param limited whether a rate limit ended it early
 */
public record ScanResult(
    List<OfRepository> repositories,
    List<RepositoryName> elsewhere,
    List<RepositoryName> postponed,
    List<String> remarks,
    Optional<RateLimit> rateLimit,
    boolean limited) {
  public static final ScanResult NOTHING =
      new ScanResult(List.of(), List.of(), List.of(), List.of(), Optional.empty(), false);

  public ScanResult {
    repositories = List.copyOf(repositories);
    elsewhere = List.copyOf(elsewhere);
    postponed = List.copyOf(postponed);
    remarks = List.copyOf(remarks);
  }

  /** @param decision {@code approved} or {@code rejected} */
  public record Decision(long incident, String by, String decision) {}

  /**
   * @param remarks what people should know of the repository beside its failures
   * @param notModified GitHub had nothing new on any page
   */
  public record OfRepository(
      RepositoryName repository,
      int runsSeen,
      List<Failures.Stored> newFailures,
      List<Long> recovered,
      List<Decision> decisions,
      List<String> remarks,
      boolean notModified,
      Optional<MonitorException> error) {
    public OfRepository {
      newFailures = List.copyOf(newFailures);
      recovered = List.copyOf(recovered);
      decisions = List.copyOf(decisions);
      remarks = List.copyOf(remarks);
    }
  }
}
