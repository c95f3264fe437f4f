import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.ConfigSources;
import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.report.JsonRenderer;
import io.github.cicdmonitor.report.Overview;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.IncidentRows.Filter;
import io.github.cicdmonitor.store.IncidentRows.Which;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Prints the report of a state; see the script of the same name. */
final class ReportBench {
  public static void main(String[] args) {
    Clock clock = Clock.systemUTC();
    try (Database database = Database.openForReading(place(args[0]), clock).orElseThrow()) {
      Filter filter = new Filter(Which.OPEN, Set.of(), Set.of(), Instant.EPOCH);
      Overview overview = Overview.of(
          Optional.of(database),
          new Overview.Extent(filter, Integer.MAX_VALUE, 0),
          clock.instant());
      ObjectNode root = JsonRenderer.render(overview.metrics());
      overview.addTo(root);
      System.out.println(root.toPrettyString());
    }
  }

  private static DatabaseLocation place(String state) {
    String url = state.startsWith("postgresql:") ? state : "sqlite:///" + state;
    return ConfigLoader.environment(new ConfigSources(
            Path.of("").toAbsolutePath(),
            System.getenv(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(url)))
        .database();
  }
}
