import io.github.cicdmonitor.report.JsonRenderer;
import io.github.cicdmonitor.report.Metrics;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ReportRows;
import io.github.cicdmonitor.store.WriterLock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Makes an empty state, or prints the metrics of one; see the script of the same name. */
final class ReportBench {
  public static void main(String[] args) {
    Path file = Path.of(args[1]);
    Clock clock = Clock.systemUTC();
    if (args[0].equals("create")) {
      WriterLock lock = WriterLock.take(file, "bench", Duration.ZERO, clock, wait -> {});
      Database.openForWriting(file, clock, lock).close();
      return;
    }
    try (Database database = Database.openForReading(file, clock).orElseThrow()) {
      Metrics metrics =
          Metrics.of(new ReportRows(database).since(Instant.EPOCH), Instant.EPOCH, clock.instant());
      System.out.println(JsonRenderer.render(metrics).toPrettyString());
    }
  }
}
