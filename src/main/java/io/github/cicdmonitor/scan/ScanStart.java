package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.RepositorySource.Repository;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Cursors;
import io.github.cicdmonitor.store.Cursors.Cursor;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.Leases.Piece;
import io.github.cicdmonitor.store.NewName;
import io.github.cicdmonitor.store.NextLooks;
import io.github.cicdmonitor.store.NextLooks.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the scan of a repository goes on. What is known of it may stand under a name that it had: then
 * it goes on under the new one, since only the number says which repository it is.
 */
final class ScanStart {
  private static final Duration DAY = Duration.ofDays(1);

  private final RunSource runs;
  private final Database database;
  private final Cursors cursors;
  private final Leases leases;
  private final WatchedNames names;
  private final NextLooks nextLooks;
  private final Map<String, Look> looks;

  /** @param watched the names of all repositories that are scanned, of which this scan may have some */
  ScanStart(RunSource runs, Database database, Collection<RepositoryName> watched) {
    this.runs = runs;
    this.database = database;
    this.cursors = new Cursors(database);
    this.leases = new Leases(database);
    this.nextLooks = new NextLooks(database);
    this.looks = nextLooks.all();
    this.names = new WatchedNames(watched, cursors.known());
  }

  /** Empty where the repository is scanned under another of its names, which the findings say. */
  Optional<Cursor> of(
      MonitoredRepository repository, Supplier<Instant> windowStart, ScanFindings findings) {
    RepositoryName name = repository.name();
    Optional<Cursor> known = cursors.find(name);
    if (known.isPresent()) {
      return isLeftToAnother(name, known.get(), findings)
          ? Optional.empty()
          : Optional.of(filtered(repository, known.get()));
    }
    Repository facts = runs.repository(name);
    if (isLeftToAnother(name, facts, findings)) {
      return Optional.empty();
    }
    Optional<RepositoryName> before = cursors.nameOf(facts.id());
    before.ifPresent(old -> {
      goOn(old, name, facts.id());
      findings.remarks.add(name + " is the repository that was known as " + old
          + ". What is known of it and under way goes on under the new name");
    });
    if (!isCalledSo(name, facts)) {
      remarkName(name, facts, findings);
      database.later(in -> cursors.isCalled(in, name, facts.fullName()));
    }
    if (facts.archived()) {
      remarkArchive(name, findings);
      lookAgain(name, true);
    }
    return Optional.of(
        before.isPresent()
            ? filtered(repository, cursors.find(name).orElseThrow())
            : first(repository, facts, windowStart.get()));
  }

  private Cursor first(MonitoredRepository repository, Repository facts, Instant windowStart) {
    // As the row will keep it, which nobody can read yet.
    Instant start = windowStart.truncatedTo(ChronoUnit.MILLIS);
    String filter = repository.branch().glob();
    Cursor cursor = new Cursor(facts.id(), facts.defaultBranch(), filter, start, Optional.empty());
    database.later(in -> cursors.begin(in, repository.name(), cursor));
    return cursor;
  }

  private Cursor filtered(MonitoredRepository repository, Cursor known) {
    String filter = repository.branch().glob();
    if (!known.filter().equals(filter)) {
      database.change(in -> cursors.changeFilter(in, repository.name(), filter));
    }
    return known;
  }

  /** A known one, of which GitHub has said that it is called as another one that is watched. */
  private boolean isLeftToAnother(RepositoryName name, Cursor known, ScanFindings findings) {
    RepositoryName scanned = names.of(known.githubId(), name);
    if (scanned.equals(name)) {
      return false;
    }
    Repository facts = runs.repository(name); // the other may be another repository by now
    if (facts.id() != known.githubId() || isCalledSo(name, facts)) {
      database.later(in -> cursors.isCalled(in, name, facts.fullName()));
      return false;
    }
    isTheSame(name, scanned, name, findings);
    return true;
  }

  /** One that nothing is known of under this name. */
  private boolean isLeftToAnother(RepositoryName name, Repository facts, ScanFindings findings) {
    Optional<RepositoryName> now =
        RepositoryName.parse(facts.fullName()).filter(other -> !other.equals(name));
    if (now.filter(names::contains).isPresent()) {
      isTheSame(name, now.get(), name, findings);
      return true;
    }
    RepositoryName scanned = names.of(facts.id(), name);
    if (scanned.equals(name)) {
      return false;
    }
    if (now.isEmpty()) {
      // It may be scanned at this moment. The next scan leaves it to the name that it has.
      database.later(in -> cursors.isCalled(in, scanned, facts.fullName()));
    }
    isTheSame(name, scanned, now.isEmpty() ? scanned : name, findings);
    return true;
  }

  private static void isTheSame(
      RepositoryName name, RepositoryName scanned, RepositoryName old, ScanFindings findings) {
    findings.notModified = true;
    findings.remarks.add(
        name + " is the same repository as " + scanned + ", so it is not scanned again. Take " + old
            + " out of repositories in the configuration");
  }

  /** Nobody may be at work under the name before: what is read there would be written there. */
  private void goOn(RepositoryName before, RepositoryName name, long id) {
    List<RepositoryName> moved = new ArrayList<>(1);
    leases.ifFree(
        Piece.scanOf(before),
        () -> leases.ifFree(Piece.incidentsOf(before), () -> {
          new NewName(database).move(before, name, id);
          moved.add(name);
        }));
    if (moved.isEmpty()) {
      throw MonitorException.of(
          MonitorException.Kind.UNAVAILABLE,
          "did not scan " + name,
          "another run is at work on it under the name before, " + before,
          "The next scan goes on with it");
    }
  }

  /**
   * A new name or an archive that the first scan has not seen, said once. A new name shows in answers
   * that came from elsewhere; for an archive the repository itself is asked for, once a day.
   */
  void remarkNews(RepositoryName name, ScanFindings findings) {
    if (!findings.remarks.isEmpty()) {
      return; // it was asked for just now
    }
    Optional<Look> next = Optional.ofNullable(looks.get(name.key()));
    if (next.isEmpty()) {
      lookAgain(name, false);
    }
    Instant now = database.clock().instant();
    boolean isDue = next.filter(look -> !now.isBefore(look.at())).isPresent();
    if (!isDue && !runs.isMoved(name)) {
      return;
    }
    Repository facts = runs.repository(name);
    boolean isNewName = !isCalledSo(name, facts)
        && cursors.newName(name).filter(facts.fullName()::equals).isEmpty();
    if (isNewName) {
      remarkName(name, facts, findings);
      database.change(in -> cursors.isCalled(in, name, facts.fullName()));
    }
    boolean wasArchived = next.filter(Look::archived).isPresent();
    if (facts.archived() && !wasArchived) {
      remarkArchive(name, findings);
    }
    if (isDue || facts.archived() != wasArchived) {
      Look later = new Look(now.plus(DAY), facts.archived());
      database.later(in -> nextLooks.save(in, name, later));
    }
  }

  /** Not all that were added together on one day are asked for at one time on the next. */
  private void lookAgain(RepositoryName name, boolean archived) {
    long spread = Math.floorMod((long) name.key().hashCode(), DAY.toMillis());
    Look look = new Look(database.clock().instant().plus(DAY).plusMillis(spread), archived);
    database.later(in -> nextLooks.save(in, name, look));
  }

  private static void remarkName(RepositoryName name, Repository facts, ScanFindings findings) {
    findings.remarks.add(name + " is called " + facts.fullName()
        + " now. Correct repositories in the configuration");
  }

  private static void remarkArchive(RepositoryName name, ScanFindings findings) {
    findings.remarks.add(name + " is archived. It is scanned, but nothing will be written to it");
  }

  private static boolean isCalledSo(RepositoryName name, Repository facts) {
    return facts.fullName().equalsIgnoreCase(name.toString());
  }
}
