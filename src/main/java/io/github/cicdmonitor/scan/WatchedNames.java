package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Cursors.Known;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which of its names a repository is scanned under. After a rename the old one and the new one can
 * both be configured, and two scans of one repository would find everything twice.
 *
 * <p>For what is known it is settled before anything is asked, so that whichever comes first does not
 * decide it: the one that GitHub has said it is called, otherwise the first of the configuration.
 */
final class WatchedNames {
  private final Set<RepositoryName> watched;
  private final Map<Long, RepositoryName> byId = new ConcurrentHashMap<>();

  WatchedNames(Collection<RepositoryName> watched, List<Known> known) {
    this.watched = new LinkedHashSet<>(watched);
    Map<RepositoryName, Known> rows =
        known.stream().collect(Collectors.toMap(Known::repository, row -> row));
    Predicate<Known> isNamedSo = row -> row.newName().isEmpty();
    for (Predicate<Known> next : List.of(isNamedSo, isNamedSo.negate())) {
      this.watched.stream()
          .flatMap(name -> Optional.ofNullable(rows.get(name)).stream())
          .filter(next)
          .forEach(row -> byId.putIfAbsent(row.githubId(), scannedAs(row, rows.keySet())));
    }
  }

  private RepositoryName scannedAs(Known row, Set<RepositoryName> known) {
    return RepositoryName.parse(row.newName())
        .filter(name -> watched.contains(name) && !known.contains(name))
        .orElse(row.repository());
  }

  boolean contains(RepositoryName name) {
    return watched.contains(name);
  }

  /** The name under which this scan goes through the repository: this one where it has none yet. */
  RepositoryName of(long id, RepositoryName asked) {
    RepositoryName first = byId.putIfAbsent(id, asked);
    return first == null ? asked : first;
  }
}
