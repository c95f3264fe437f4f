package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.FollowUp;
import io.github.cicdmonitor.scan.Monitor;
import io.github.cicdmonitor.scan.ReactionReader;
import io.github.cicdmonitor.scan.ScanResult;
import io.github.cicdmonitor.scan.ScanResult.OfRepository;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Ticks;
import io.github.cicdmonitor.store.Troubles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Observe: failed jobs, recoveries, and what became of our own pull requests and re-runs. */
final class ScanCommand implements Callable<Integer> {
  /** GitHub asks for at most 100 requests at a time of one account; {@code analyze} has its share. */
  private static final int MOST_JOBS = 50;

  private final World world;
  private final Syntax syntax;
  private final CommonOptions common;
  private String since = "24h";
  private String lookBack = "72h";
  private String maxWait = "60s";
  private int jobs = 8;
  private List<String> only = new ArrayList<>();
  private boolean strict;

  ScanCommand(World world, Syntax syntax) {
    this.world = world;
    this.syntax = syntax;
    syntax
        .header("Look for failed jobs, and for what became of our own changes. Only reads.")
        .text(
            "--since SPAN",
            "24h",
            "how far the first scan of a repository looks back (default: ${DEFAULT-VALUE})",
            given -> since = given)
        .text(
            "--lookback SPAN",
            "72h",
            "how far every scan goes back for re-runs (default: ${DEFAULT-VALUE})",
            given -> lookBack = given)
        .maxWait(given -> maxWait = given)
        .number(
            "--jobs N",
            8,
            "how many repositories to ask about at a time (default: ${DEFAULT-VALUE})",
            given -> jobs = given)
        .texts("--repo OWNER/NAME", "only this repository; may be repeated", given -> only = given)
        .flag(
            "--strict",
            "exit with code 1 where some of the repositories could not be scanned",
            given -> strict = given);
    common = new CommonOptions(syntax);
  }

  @Override
  public Integer call() {
    Monitor.Window window =
        new Monitor.Window(Span.length("--since", since), Span.length("--lookback", lookBack));
    Duration patience = Span.wait("--max-wait", maxWait);
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw syntax.mistake("--jobs takes a number from 1 to " + MOST_JOBS);
    }
    for (String name : only) {
      if (RepositoryName.parse(name).isEmpty()) {
        throw syntax.mistake("--repo takes OWNER/NAME");
      }
    }
    Session session = Session.open(world, common);
    List<MonitoredRepository> repositories = chosen(session);
    if (repositories.isEmpty()) {
      session.note("nothing to do: no repository is configured and enabled");
    }
    try (Services services = new Services(session, patience)) {
      if (!repositories.isEmpty() && !services.hasGitHub()) {
        throw Services.noGitHub();
      }
      try (Database database = session.openForSharing("scan")) {
        services.gitHub().keepAnswersIn(database, session::clean);
        ScanResult result = ScanResult.NOTHING;
        if (!repositories.isEmpty()) {
          try (ScanProgressLine progress = new ScanProgressLine(session)) {
            result = monitor(session, services, database, progress).run(repositories, window, jobs);
          }
        }
        ExitCode code = exitCode(result, strict);
        List<RepositoryName> news =
            written(database, result, code == ExitCode.DONE && session.quiet());
        new ScanReport(session, result).print(news);
        return code.code();
      }
    }
  }

  private static Monitor monitor(
      Session session, Services services, Database database, ScanProgressLine progress) {
    var runs = services.gitHub().runs();
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
        session::name,
        config.enabledRepositories().stream().map(MonitoredRepository::name).toList(),
        progress);
  }

  private List<MonitoredRepository> chosen(Session session) {
    return only.isEmpty()
        ? session.settings().config().enabledRepositories()
        : Repositories.chosen(session, only, "scan");
  }

  /**
   * What failed and what works again, and that the scan ended.
   *
   * @param newsOnly whether what was printed before is left out
   * @return the failed repositories to be printed
   */
  private List<RepositoryName> written(Database database, ScanResult result, boolean newsOnly) {
    Troubles troubles = new Troubles(database);
    return database.write(in -> {
      List<RepositoryName> news = new ArrayList<>();
      for (OfRepository repository : result.repositories()) {
        String subject = repository.repository().toString();
        if (repository.error().isEmpty()) {
          troubles.over(in, subject);
          continue;
        }
        MonitorException error = repository.error().get();
        if (error.kind() == MonitorException.Kind.UNAVAILABLE) {
          troubles.metForNow(in, subject, error.explanation());
        } else {
          troubles.met(in, subject, error.explanation());
        }
        Troubles.Trouble trouble = troubles.find(subject).orElseThrow();
        if (!newsOnly || trouble.isNews(in.now())) {
          news.add(repository.repository());
          troubles.printed(in, trouble);
        }
      }
      if (only.isEmpty()) {
        troubles.keepOnly(
            in,
            Stream.of(
                    result.repositories().stream().map(OfRepository::repository),
                    result.elsewhere().stream(),
                    result.postponed().stream())
                .flatMap(names -> names)
                .toList());
      }
      Ticks.record(in, "scan", exitCode(result, strict).code());
      return news;
    });
  }

  /** Some done: 0, or 1 where that is asked for. None done: the code of the cause. A limit: 4. */
  static ExitCode exitCode(ScanResult result, boolean strict) {
    List<MonitorException> errors =
        result.repositories().stream().flatMap(r -> r.error().stream()).toList();
    if (errors.isEmpty()) {
      return ExitCode.DONE;
    }
    if (result.limited()) {
      return ExitCode.UNAVAILABLE;
    }
    if (errors.size() == result.repositories().size() && result.elsewhere().isEmpty()) {
      return ExitCode.of(errors.get(0).kind());
    }
    return strict ? ExitCode.PARTLY : ExitCode.DONE;
  }
}
