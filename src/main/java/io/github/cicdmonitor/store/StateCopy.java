package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.MonitorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole state, copied into one that is empty: every row of every table as it is, so that the audit
 * trail's chain holds in the copy as well. All or nothing.
 */
public final class StateCopy {
  private static final Pattern TABLE = Pattern.compile("(CREATE|DROP) TABLE (\\w+)");
  private static final Pattern NUMBERED =
      Pattern.compile("CREATE TABLE (\\w+) \\(\\s+id INTEGER PRIMARY KEY AUTOINCREMENT");

  private final Database from;
  private final Database to;

  /** @param to opened for writing */
  public StateCopy(Database from, Database to) {
    this.from = from;
    this.to = to;
  }

  /**
   * @param head hash of the newest entry of the audit trail
   * @param verdict of the copy's audit trail: what that of the original is
   */
  public record Result(long rows, String head, AuditLog.Verdict verdict) {}

  /** Throws NO where there is something already, and where the copy is not what was copied. */
  public Result copy() {
    for (String table : tables()) {
      if (to.sql().number("SELECT count(*) FROM " + table) > 0) {
        throw refused(
            to.name() + " is not empty: it has rows in " + table, "Name one that is not there yet");
      }
    }
    AuditLog.Verdict original = new AuditLog(from).verify();
    long rows = from.atOneMoment(() -> to.write(in -> {
      long copied = 0;
      for (String table : tables()) {
        copied += copy(table, in.sql());
      }
      numbered().forEach(table -> continueNumbers(table, in.sql()));
      AuditLog.Verdict verdict = new AuditLog(to).verify();
      if (!verdict.equals(original) || !new AuditLog(to).head().equals(new AuditLog(from).head())) {
        throw refused(
            "the copy's audit trail is not that of " + from.name() + ": " + verdict.detail(),
            "Nothing was kept of it; run 'cicd-monitor report --verify' there");
      }
      return copied;
    }));
    return new Result(rows, new AuditLog(to).head(), original);
  }

  private static MonitorException refused(String why, String next) {
    return MonitorException.of(MonitorException.Kind.NO, "did not copy the state", why, next);
  }

  private long copy(String table, Sql into) {
    List<String> columns = from.sql().columns(table);
    String insert = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (?"
        + ", ?".repeat(columns.size() - 1) + ")";
    String select = "SELECT " + String.join(", ", columns) + " FROM " + table;
    try (SqlBatch batch = into.batch(insert)) {
      from.sql().each(select, row -> batch.add(row.values()));
      return batch.finish();
    }
  }

  /** A number that was given once is not given again, even if its row is gone. */
  private void continueNumbers(String table, Sql into) {
    long last = from.engine().lastNumber(from.sql(), table);
    if (last > 0) {
      to.engine().continueNumbers(into, table, last);
    }
  }

  /** In the order in which they may refer to one another. */
  static List<String> tables() {
    List<String> tables = new ArrayList<>();
    for (String step : Schema.steps()) {
      Matcher found = TABLE.matcher(step);
      while (found.find()) {
        if (found.group(1).equals("CREATE")) {
          tables.add(found.group(2));
        } else {
          tables.remove(found.group(2));
        }
      }
    }
    return tables;
  }

  /** Those whose rows the database numbers. */
  static List<String> numbered() {
    return Schema.steps().stream()
        .flatMap(step -> NUMBERED.matcher(step).results())
        .map(found -> found.group(1))
        .toList();
  }

  /** Notes in the copy where it came from. */
  public void note(Result result) {
    to.change(in -> in.audit(
        "state.copied", AuditContext.PROGRAM, Map.of("rows", result.rows(), "from", from.name())));
  }
}
