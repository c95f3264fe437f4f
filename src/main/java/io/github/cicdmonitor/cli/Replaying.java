package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.analyze.Analyzer;
import io.github.cicdmonitor.analyze.Consultant;
import io.github.cicdmonitor.analyze.Diagnostician;
import io.github.cicdmonitor.analyze.LogExplainer;
import io.github.cicdmonitor.analyze.PassedJobs;
import io.github.cicdmonitor.analyze.Replay;
import io.github.cicdmonitor.analyze.RunnerImages;
import io.github.cicdmonitor.analyze.Scope;
import io.github.cicdmonitor.command.AllowedCommands;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.decide.ProposalJudge;
import io.github.cicdmonitor.decide.ReplayJudge;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.gate.GatePolicy;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.report.IncidentJson;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Successes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code analyze --replay}: how the incidents at hand would be diagnosed today. */
final class Replaying {
  private static final String DEFAULT_SINCE = "30d";

  private final Session session;
  private final ReplayOptions options;

  Replaying(Session session, ReplayOptions options) {
    this.session = session;
    this.options = options;
  }

  ExitCode run(int limit, Set<RepositoryName> only, Duration patience) {
    String span = options.since.isEmpty() ? DEFAULT_SINCE : options.since;
    Instant since = Span.start("--since", span, session.world().clock().instant());
    LogExplainer explainer =
        options.rules.isEmpty() ? Explainers.of(session) : Explainers.with(session, options.rules);
    boolean asks = !options.model.isEmpty();
    Scope scope =
        new Scope(limit, asks ? Scope.Thinking.RULES_AND_MODEL : Scope.Thinking.RULES, only);
    try (Services services = new Services(session, patience)) {
      if (!services.hasGitHub()) {
        throw Services.noGitHub();
      }
      try (Database database = session.openForSharing("analyze")) {
        services.workWith(database);
        Replay.Result result = new Replay(
                explainer,
                diagnostician(services, explainer, database),
                gate(services, explainer, database),
                database)
            .run(scope, since);
        if (session.json()) {
          json(result);
        } else {
          text(result);
        }
        return AnalyzeReport.exitCode(
            result.problems().stream()
                .map(p -> new AnalyzeReport.Problem(p.failure(), p.error()))
                .toList(),
            result.replayed() > 0);
      }
    }
  }

  private Diagnostician diagnostician(
      Services services, LogExplainer explainer, Database database) {
    Optional<Consultant> consultant = options.model.isEmpty()
        ? Optional.empty()
        : Pipeline.consultant(
            session,
            services,
            Pipeline.keeping(session, explainer, database),
            Optional.of(options.model));
    return new Diagnostician(
        consultant,
        services.gitHub().forge(),
        session::redact,
        database.clock(),
        explainer.fixes(),
        new AllowedCommands(session.settings().config().remediation().commands())::allows,
        images(services, database));
  }

  private static RunnerImages images(Services services, Database database) {
    return new RunnerImages(
        services.gitHub().logs(),
        new PassedJobs(services.gitHub().logs(), new Successes(database)));
  }

  /** Under the policy of this run's configuration. */
  private Replay.Gate gate(Services services, LogExplainer explainer, Database database) {
    Config config = session.settings().config();
    Forge forge = services.gitHub().forge();
    ReplayJudge judge = new ReplayJudge(
        new ProposalJudge(
            forge,
            config,
            services.links(),
            session::redact,
            explainer.fixes(),
            images(services, database),
            database),
        forge,
        new GatePolicy(config.riskThreshold()),
        database);
    return new Replay.Gate() {
      @Override
      public Optional<GateDecision> then(Incident incident) {
        return judge.then(incident);
      }

      @Override
      public Optional<GateDecision> now(Incident incident, Diagnosis diagnosis) {
        return judge.now(incident, diagnosis);
      }
    };
  }

  private void json(Replay.Result result) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("replayed", result.replayed()).put("unsettled", result.unsettled());
    ArrayNode changed = root.putArray("changed");
    for (Replay.Change change : result.changes()) {
      ObjectNode item = changed.addObject();
      item.put("incident", change.incident().id())
          .put("repository", change.incident().repository().toString());
      change.differences().forEach(item.putArray("differences")::add);
      IncidentJson.diagnosis(item.putObject("before"), change.before());
      IncidentJson.diagnosis(item.putObject("after"), change.after());
    }
    counts(root.putObject("gate").putObject("then"), result.verdicts().then());
    counts(root.withObject("/gate").putObject("now"), result.verdicts().now());
    ArrayNode errors = root.putArray("errors");
    for (Analyzer.Problem problem : result.problems()) {
      errors
          .addObject()
          .put("incident", problem.failure())
          .put("error", problem.error().explanation().line());
    }
    session.printJson(root);
  }

  private static void counts(ObjectNode node, Map<Outcome, Integer> counts) {
    for (Outcome outcome : Outcome.values()) {
      node.put(outcome.name().toLowerCase(Locale.ROOT), counts.getOrDefault(outcome, 0));
    }
  }

  private static String automatic(Map<Outcome, Integer> counts) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return counts.getOrDefault(Outcome.AUTO, 0) + " of " + all;
  }

  private void text(Replay.Result result) {
    for (Replay.Change change : result.changes()) {
      session.print(session.show("incident " + change.incident().id() + "  "
          + change.incident().repository() + "  " + change.incident().job()));
      change.differences().forEach(what -> session.print("  " + session.show(what)));
      session.print("  " + session.show("cause: " + change.after().rootCause()));
    }
    List<Analyzer.Problem> problems = result.problems();
    problems.forEach(p -> session.complain(p.error().explanation().line()));
    if (!result.verdicts().now().isEmpty()) {
      session.print("Fixes without a person: " + automatic(result.verdicts().then()) + " then, "
          + automatic(result.verdicts().now()) + " now.");
    }
    String sum = result.replayed() + " replayed, " + result.changes().size() + " would change";
    session.print(
        result.unsettled() == 0
            ? sum + "."
            : sum + ", " + result.unsettled() + " need a model (name one with --model).");
  }
}
