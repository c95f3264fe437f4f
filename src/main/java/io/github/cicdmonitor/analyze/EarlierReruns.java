package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Reruns;
import java.time.Duration;

/**
 * What became of earlier re-runs of the same failure: one that failed again in the same way, more
 * often than a re-run recovered it, is not transient, whatever its log looks like.
 */
final class EarlierReruns {
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final Database database;
  private final Reruns reruns;

  EarlierReruns(Database database) {
    this.database = database;
    this.reruns = new Reruns(database);
  }

  /** The diagnosis, no longer transient where our state speaks against it, with the reason. */
  Diagnosis weigh(Diagnosis diagnosis, Failure failure, Signature signature) {
    boolean wantsRerun =
        diagnosis.transientFault() || diagnosis.remediation().kind() == Remediation.Kind.RERUN;
    if (!wantsRerun) {
      return diagnosis;
    }
    Reruns.Tally tally =
        reruns.tally(failure, signature, database.clock().instant().minus(REMEMBERED));
    return tally.failedAgain() > tally.recovered()
        ? diagnosis.withoutRerun(why(tally))
        : diagnosis;
  }

  private static String why(Reruns.Tally tally) {
    int all = tally.failedAgain() + tally.recovered();
    return "Not transient: in the last " + REMEMBERED.toDays() + " days it failed again in "
        + tally.failedAgain() + " of " + all + (all == 1 ? " re-run." : " re-runs.");
  }
}
