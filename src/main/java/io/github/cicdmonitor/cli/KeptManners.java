package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.llm.Manner;
import io.github.cicdmonitor.llm.Manners;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ModelManners;
import java.util.Optional;

/** Remembers in the state in which manner a model took a question. */
final class KeptManners implements Manners {
  private final Database database;
  private final ModelManners rows;

  KeptManners(Database database) {
    this.database = database;
    this.rows = new ModelManners(database);
  }

  @Override
  public Optional<Manner> find(String gateway, String model) {
    return rows.find(gateway, model)
        .map(row -> new Manner(
            Manner.Format.valueOf(row.format()), row.completionTokens(), row.temperature()));
  }

  @Override
  public void keep(String gateway, String model, Manner manner) {
    ModelManners.Row row = new ModelManners.Row(
        manner.format().name(), manner.completionTokens(), manner.temperature());
    database.change(in -> rows.save(in, gateway, model, row));
  }
}
