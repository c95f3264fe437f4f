package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.analyze.Analyzer;
import io.github.cicdmonitor.analyze.Scope;
import io.github.cicdmonitor.decide.Decider;
import io.github.cicdmonitor.decide.Decision;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.StoredDecisions;
import java.util.ArrayList;
import java.util.List;

/** {@code analyze --dry-run}: what would be decided. Changes nothing outside and uses nothing up. */
final class DryRun {
  private final Session session;
  private final Database database;
  private final Analyzer analyzer;
  private final Decider decider;

  DryRun(Session session, Database database, Analyzer analyzer, Decider decider) {
    this.session = session;
    this.database = database;
    this.analyzer = analyzer;
    this.decider = decider;
  }

  ExitCode run(Scope scope) {
    List<Analyzer.Problem> problems = new ArrayList<>();
    List<AnalyzeReport.Previewed> previews = new ArrayList<>();
    for (Analyzer.Preview preview : analyzer.preview(scope, problems)) {
      DiagnosedIncident c = AnalyzeReport.imagined(preview, database.clock().instant());
      try {
        previews.add(new AnalyzeReport.Previewed(c, decider.preview(c)));
      } catch (MonitorException e) {
        problems.add(new Analyzer.Problem(c.incident().repository().toString(), e));
      }
    }
    remember(previews);
    List<AnalyzeReport.Problem> errors = new ArrayList<>();
    problems.forEach(p -> errors.add(new AnalyzeReport.Problem(p.failure(), p.error())));
    new AnalyzeReport(session, database).print(previews, errors);
    return AnalyzeReport.exitCode(errors, !previews.isEmpty());
  }

  /** For {@code report --shadow}; what waits is decided another time. */
  private void remember(List<AnalyzeReport.Previewed> previews) {
    StoredDecisions stored = new StoredDecisions(database);
    database.change(in -> {
      for (AnalyzeReport.Previewed previewed : previews) {
        Incident incident = previewed.imagined().incident();
        previewed
            .verdict()
            .decision()
            .ifPresent(decision -> stored.keep(
                in,
                new StoredDecisions.Preview(
                    incident.repository(),
                    incident.signature(),
                    incident.workflow(),
                    incident.job(),
                    decision.action(),
                    decision.judged().map(judged -> judged.proposal().title()).orElse(""),
                    decision.judged().map(Decision.Judged::decision))));
      }
    });
  }
}
