package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** When each repository itself is to be asked for, which a scan of its runs does not do. */
public final class NextLooks {
  private static final String NAME = "next_look:";

  private final Database database;

  public NextLooks(Database database) {
    this.database = database;
  }

  /** @param archived whether it was archived at the last one */
  public record Look(Instant at, boolean archived) {
    private static Look read(String value) {
      String[] parts = value.split(" ", 2);
      return new Look(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1].equals("archived"));
    }

    private String write() {
      return at.toEpochMilli() + (archived ? " archived" : " active");
    }
  }

  /** By the repositories' keys. */
  public Map<String, Look> all() {
    Map<String, Look> looks = new HashMap<>();
    AuditLog.metaUnder(database.sql(), NAME)
        .forEach((repository, value) -> looks.put(repository, Look.read(value)));
    return looks;
  }

  public void save(Transaction in, RepositoryName repository, Look look) {
    AuditLog.setMeta(in.sql(), NAME + repository.key(), look.write());
  }

  static void forget(Transaction in, RepositoryName repository) {
    AuditLog.dropMeta(in.sql(), NAME + repository.key());
  }
}
