package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.ConfigSources;
import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.StateCopy;
import io.github.cicdmonitor.store.WriterTurn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** From a file to a server, or back. Nobody else writes to either meanwhile. */
final class MigrateStateCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final World world;

  private final CommonOptions common;
  private String from = "";
  private String to = "";

  MigrateStateCommand(World world, Syntax syntax) {
    this.world = world;
    syntax
        .hidden()
        .header("Copy a state into an empty one: every row, and the audit trail with its chain.")
        .required("FROM", "sqlite:///FILE or postgresql://…", given -> from = given)
        .required("TO", "the same, of a state not there yet", given -> to = given);
    common = new CommonOptions(syntax);
  }

  @Override
  public Integer call() {
    DatabaseLocation source = place("FROM", from);
    DatabaseLocation target = place("TO", to);
    if (source.isSameAs(target)) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "did not copy the state",
          "FROM and TO are the same one",
          "Name an empty one as TO");
    }
    if (Database.openForReading(source, world.clock())
        .map(MigrateStateCommand::closed)
        .isEmpty()) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "did not copy the state",
          "there is none at FROM",
          "Check the address; nothing was made");
    }
    try (Database old = open(source);
        Database fresh = open(target)) {
      StateCopy copy = new StateCopy(old, fresh);
      StateCopy.Result result = copy.copy();
      copy.note(result);
      world
          .out()
          .println(
              "Copied " + result.rows() + " rows from " + old.name() + " to " + fresh.name() + ".");
      world
          .out()
          .println("Audit trail: " + result.verdict().detail() + ", head " + result.head()
              + ", as there.");
      world
          .out()
          .println("Set DATABASE_URL to the copy before the next run; the old state is kept as"
              + " it is.");
      return (result.verdict().firstBroken().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY).code();
    }
  }

  private static boolean closed(Database database) {
    database.close();
    return true;
  }

  private Database open(DatabaseLocation place) {
    return Database.openForWriting(
        place, world.clock(), new WriterTurn("migrate-state", PATIENCE, world::pause));
  }

  private DatabaseLocation place(String by, String url) {
    ConfigSources sources = new ConfigSources(
        world.workingDirectory(),
        world.variables(),
        common.config(),
        common.envFile(),
        Optional.of(new ConfigSources.NamedDatabase(by, url)));
    return ConfigLoader.environment(sources).database();
  }
}
