package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.scan.FollowUp;
import io.github.cicdmonitor.scan.Monitor;
import io.github.cicdmonitor.scan.ReactionReader;
import io.github.cicdmonitor.scan.ScanResult;
import io.github.cicdmonitor.scan.ScanResult.OfRepository;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.Ticks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Observe: failed jobs, recoveries, and what became of our own pull requests and re-runs. */
@Command(
    name = "scan",
    versionProvider = Version.class,
    header = "Look for failed jobs, and for what became of our own changes. Only reads.")
final class ScanCommand implements Callable<Integer> {
  private final World world;

  @Mixin
  private CommonOptions common;

  @Option(
      names = "--since",
      paramLabel = "SPAN",
      defaultValue = "24h",
      description = "how far the first scan of a repository looks back (default: ${DEFAULT-VALUE})")
  private String since = "24h";

  @Option(
      names = "--lookback",
      paramLabel = "SPAN",
      defaultValue = "72h",
      description = "how far every scan goes back for re-runs (default: ${DEFAULT-VALUE})")
  private String lookBack = "72h";

  @Option(
      names = "--max-wait",
      paramLabel = "SPAN",
      defaultValue = "60s",
      description = "how long to wait for rate limits in all (default: ${DEFAULT-VALUE})")
  private String maxWait = "60s";

  @Option(
      names = "--repo",
      paramLabel = "OWNER/NAME",
      description = "only this repository; may be repeated")
  private List<String> only = new ArrayList<>();

  ScanCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Session session = Session.open(world, common);
    Monitor.Window window =
        new Monitor.Window(Span.length("--since", since), Span.length("--lookback", lookBack));
    Duration patience = Span.length("--max-wait", maxWait);
    List<MonitoredRepository> repositories = chosen(session);
    if (repositories.isEmpty()) {
      session.note("nothing to do: no repository is configured and enabled");
    }
    try (Services services = new Services(session, patience)) {
      if (!repositories.isEmpty() && !services.hasGitHub()) {
        throw Services.noGitHub();
      }
      try (Database database = session.openForWriting("scan")) {
        services.keepAnswersIn(database, session::clean);
        ScanResult result = scan(session, services, database, repositories, window);
        ExitCode code = exitCode(result);
        database.change(in -> {
          new Ticks(database).record(in, "scan", code.code());
        });
        print(session, result);
        return code.code();
      }
    }
  }

  private static ScanResult scan(
      Session session,
      Services services,
      Database database,
      List<MonitoredRepository> repositories,
      Monitor.Window window) {
    if (repositories.isEmpty()) {
      return new ScanResult(List.of(), java.util.Optional.empty());
    }
    var runs = services.runs();
    var config = session.settings().config();
    FollowUp followUp = new FollowUp(
        runs,
        runs,
        new ReactionReader(
            services.reactions(), config.approvers(), services.expiry(session, database), database),
        database);
    return new Monitor(
            runs,
            followUp,
            database,
            config.remediation().branchPrefix(),
            session::clean,
            session::progress)
        .run(repositories, window);
  }

  private List<MonitoredRepository> chosen(Session session) {
    return only.isEmpty()
        ? session.settings().config().enabledRepositories()
        : Repositories.chosen(session, only, "scan");
  }

  /** Some done: 1. None done: the code of the cause. */
  static ExitCode exitCode(ScanResult result) {
    List<MonitorException> errors =
        result.repositories().stream().flatMap(r -> r.error().stream()).toList();
    if (errors.isEmpty()) {
      return ExitCode.DONE;
    }
    return errors.size() < result.repositories().size()
        ? ExitCode.PARTLY
        : ExitCode.of(errors.get(0).kind());
  }

  private static void print(Session session, ScanResult result) {
    for (OfRepository repository : result.repositories()) {
      repository
          .error()
          .ifPresent(e -> session
              .world()
              .err()
              .println("cicd-monitor: " + session.show(e.explanation().line())));
    }
    if (session.json()) {
      session.printJson(json(session, result));
      return;
    }
    for (OfRepository repository : result.repositories()) {
      session.print(line(repository));
      for (Failures.Stored stored : repository.newFailures()) {
        Failure f = stored.failure();
        session.print("  ✗ "
            + session.show(f.workflow() + (f.job().isEmpty() ? "" : " / " + f.job()))
            + "  (" + session.show(f.branch()) + ", run " + f.key().runId()
            + " attempt " + f.key().attempt() + ", " + f.conclusion().word() + ")");
      }
      repository.recovered().forEach(id -> session.print("  ✓ incident " + id + " has recovered"));
      repository
          .decisions()
          .forEach(d -> session.print(
              "  • incident " + d.incident() + ": " + d.decision() + " by " + d.by()));
    }
  }

  private static String line(OfRepository repository) {
    int failures = repository.newFailures().size();
    String what = repository.error().isPresent()
        ? "not completed"
        : repository.notModified() ? "nothing new" : repository.runsSeen() + " runs";
    return repository.repository() + ": " + what
        + (failures == 0 ? "" : ", " + failures + " new failed job" + (failures == 1 ? "" : "s"));
  }

  private static ObjectNode json(Session session, ScanResult result) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode repositories = root.putArray("repositories");
    ArrayNode failures = root.putArray("new_failures");
    ArrayNode recovered = root.putArray("recovered");
    ArrayNode decisions = root.putArray("decisions");
    for (OfRepository repository : result.repositories()) {
      String name = repository.repository().toString();
      ObjectNode node = repositories.addObject();
      node.put("repository", name)
          .put("runs_seen", repository.runsSeen())
          .put("new_failures", repository.newFailures().size())
          .put("not_modified", repository.notModified())
          .put(
              "error",
              repository.error().map(e -> session.clean(e.explanation().line())).orElse(null));
      repository.newFailures().forEach(stored -> add(session, failures.addObject(), stored));
      repository
          .recovered()
          .forEach(id -> recovered.addObject().put("incident", id).put("repository", name));
      repository
          .decisions()
          .forEach(d -> decisions
              .addObject()
              .put("incident", d.incident())
              .put("by", d.by())
              .put("decision", d.decision()));
    }
    if (result.rateLimit().isPresent()) {
      root.putObject("rate_limit")
          .put("remaining", result.rateLimit().get().remaining())
          .put("used", result.rateLimit().get().used());
    } else {
      root.putNull("rate_limit");
    }
    return root;
  }

  private static void add(Session session, ObjectNode node, Failures.Stored stored) {
    Failure failure = stored.failure();
    node.put("id", stored.id())
        .put("repository", failure.key().repository().toString())
        .put("workflow", session.clean(failure.workflow()))
        .put("job", session.clean(failure.job()))
        .put("branch", session.clean(failure.branch()))
        .put("run_id", failure.key().runId())
        .put("attempt", failure.key().attempt())
        .put("head_sha", failure.headSha())
        .put("conclusion", failure.conclusion().word())
        .put("url", failure.url())
        .put("failed_at", failure.failedAt().toString());
  }
}
