package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.analyze.Analyzer;
import io.github.cicdmonitor.analyze.Diagnostician;
import io.github.cicdmonitor.analyze.LogExplainer;
import io.github.cicdmonitor.analyze.RunnerImages;
import io.github.cicdmonitor.analyze.Scope;
import io.github.cicdmonitor.command.AllowedCommands;
import io.github.cicdmonitor.command.CommandExecutor;
import io.github.cicdmonitor.command.CommandRunner;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.decide.ApprovalWorkflow;
import io.github.cicdmonitor.decide.ApprovedFix;
import io.github.cicdmonitor.decide.Decider;
import io.github.cicdmonitor.decide.DecisionRecord;
import io.github.cicdmonitor.decide.Decisions;
import io.github.cicdmonitor.decide.FollowThrough;
import io.github.cicdmonitor.decide.ProposalJudge;
import io.github.cicdmonitor.decide.Ticket;
import io.github.cicdmonitor.effects.BeforeEffects;
import io.github.cicdmonitor.effects.Diffs;
import io.github.cicdmonitor.effects.Outbox;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.TroubleNotices;
import io.github.cicdmonitor.store.CommandRuns;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Retention;
import io.github.cicdmonitor.store.Successes;
import io.github.cicdmonitor.store.Ticks;
import io.github.cicdmonitor.store.Troubles;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Puts the deciding and acting stages together for {@code analyze} and {@code approve}. */
final class Pipeline implements AutoCloseable {
  private static final int MARK_BYTES = 16;

  private final Session session;
  private final Database database;
  private final Analyzer analyzer;
  private final Diagnostician diagnostician;
  private final Decider decider;
  private final CommandRunner commands;
  private final Decisions decisions;
  private final Outbox outbox;
  private final TroubleNotices troubleNotices;
  private final FollowThrough followThrough;
  private final ApprovalWorkflow approvals;
  private final Diffs diffs;
  private final DiagnosedIncidents cases;
  private final Incidents incidents;

  private Pipeline(
      Session session,
      Services services,
      LogExplainer explainer,
      Database database,
      BeforeEffects before) {
    this.session = session;
    this.database = database;
    Config config = session.settings().config();
    Forge forge = services.forge();
    NoticeWriter writer = new NoticeWriter(config, services.links(), session::redact);
    this.cases = new DiagnosedIncidents(database);
    this.incidents = new Incidents(database);
    this.diffs = new Diffs(session::redact);
    RunnerImages images = new RunnerImages(services.logs(), new Successes(database));
    Diagnostician diagnostician = new Diagnostician(
        services.model(),
        services.files(),
        config.analyzer(),
        session::redact,
        Pipeline::mark,
        explainer.fixes(),
        new AllowedCommands(config.remediation().commands())::allows,
        images,
        database);
    this.diagnostician = diagnostician;
    this.analyzer = new Analyzer(
        services.logs(), services.files(), explainer, diagnostician, database, session::progress);
    Expiry expiry = services.expiry(session, database);
    ProposalJudge judge = new ProposalJudge(
        forge, config, services.links(), session::redact, explainer.fixes(), images, database);
    this.decider = new Decider(forge, judge, writer, diffs, config, database);
    this.commands = new CommandRunner(
        new CommandExecutor(
            services.checkouts(),
            session.stateFile(),
            session.settings().secretPlaces(),
            CommandExecutor.LIMIT),
        session::redact,
        database);
    this.decisions = new Decisions(
        database,
        writer,
        diffs,
        config,
        new DecisionRecord.Origin(Version.text(), explainer.rulesDigest()));
    this.troubleNotices = new TroubleNotices(database, writer);
    this.outbox = new Outbox(database, forge, services.notifier(), writer, config, before);
    this.approvals = new ApprovalWorkflow(
        database, config, new ApprovedFix(judge, forge, cases, writer, database), expiry);
    this.followThrough = new FollowThrough(
        database, writer, approvals, session::note, expiry, config.remediation().maxRerunsPerRun());
  }

  static Pipeline open(
      Session session, Services services, LogExplainer explainer, BeforeEffects before) {
    Database database = session.openForWriting("analyze");
    return new Pipeline(session, services, explainer, database, before);
  }

  static Pipeline forApproval(Session session, Services services, BeforeEffects before) {
    Database database = session.openForWriting("approve");
    return new Pipeline(session, services, Explainers.of(session), database, before);
  }

  /** 128 random bits of one prompt, which nothing in it can know. */
  private static String mark() {
    byte[] bytes = new byte[MARK_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The newest request of an incident, whatever became of it. */
  ApprovalWorkflow.Waiting proposal(Ticket ticket) {
    return approvals.find(ticket);
  }

  ApprovalWorkflow approvals() {
    return approvals;
  }

  Diffs diffs() {
    return diffs;
  }

  Database database() {
    return database;
  }

  /** Key of the newest pull request effect of an incident. */
  Optional<String> effectOf(Incident incident) {
    return new Effects(database)
        .of(incident.id()).stream()
            .filter(effect -> effect.kind() == Effects.Kind.PULL_REQUEST)
            .map(Effects.Effect::key)
            .reduce((earlier, later) -> later);
  }

  Outbox outbox() {
    return outbox;
  }

  Optional<DiagnosedIncident> caseOf(Incident incident) {
    return cases.apply(incident);
  }

  /** False when there is no such incident. */
  boolean reopen(long id) {
    Optional<Incident> incident = incidents.find(id);
    if (incident.filter(incidents::isFollowed).isPresent()) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "could not analyse incident " + id + " anew",
          "a newer incident of the same failure is going on",
          "Name that one");
    }
    incident.ifPresent(found -> database.write(in -> {
      decisions.reopen(in, found);
      new CommandRuns(database).allowAgain(in, found);
      return true;
    }));
    return incident.isPresent();
  }

  ExitCode run(Scope scope) {
    List<AnalyzeReport.Problem> errors = new ArrayList<>();
    commands.settle().forEach(e -> errors.add(new AnalyzeReport.Problem("command", e)));
    FollowThrough.Result followed = followThrough.run();
    Set<Long> touched = new TreeSet<>(followed.incidents());
    followed.problems().forEach(e -> errors.add(new AnalyzeReport.Problem("follow-up", e)));
    Analyzer.Result analyzed = analyzer.run(scope);
    touched.addAll(analyzed.incidents());
    analyzed.problems().forEach(p -> errors.add(new AnalyzeReport.Problem(p.failure(), p.error())));
    noteModel();
    Set<Long> asBefore = new TreeSet<>();
    List<String> waiting = decide(scope, touched, asBefore, errors);
    troubleNotices.plan();
    Outbox.Result sent = outbox.carryOut();
    sent.problems().forEach(p -> errors.add(new AnalyzeReport.Problem(p.effect(), p.error())));
    Duration kept = Duration.ofDays(session.settings().config().retentionDays());
    ExitCode code = exitCode(errors, !touched.isEmpty() || !sent.delivered().isEmpty());
    database.write(in -> {
      new Ticks(database).record(in, "analyze", code.code());
      incidents.endSilent(in);
      return Retention.apply(in, in.now().minus(kept));
    });
    database.shrink();
    new AnalyzeReport(session, database)
        .print(new AnalyzeReport.Run(touched, asBefore, sent.delivered(), waiting), errors);
    return code;
  }

  /** A gateway that does not answer is said once a run, of a quiet one once while it lasts. */
  private void noteModel() {
    Troubles troubles = new Troubles(database);
    if (diagnostician.trouble().isEmpty()) {
      if (diagnostician.hasAnswered()) {
        database.change(in -> troubles.over(in, Troubles.MODEL));
      }
      return;
    }
    Explanation trouble = diagnostician.trouble().get();
    boolean news = database.write(in -> {
      troubles.met(in, Troubles.MODEL, true, trouble);
      Troubles.Trouble met = troubles.find(Troubles.MODEL).orElseThrow();
      boolean isNews = met.isNews(in.now());
      troubles.printed(in, met);
      return isNews;
    });
    if (news || !session.quiet()) {
      session.complain(trouble.line());
    }
  }

  /**
   * Every diagnosed incident that has no decision yet, also those of earlier runs; those that wait for
   * what they waited for before are added to {@code asBefore} too.
   */
  private List<String> decide(
      Scope scope, Set<Long> touched, Set<Long> asBefore, List<AnalyzeReport.Problem> errors) {
    List<String> waiting = new ArrayList<>();
    for (Incident incident : incidents.in(IncidentState.DIAGNOSED)) {
      if (incident.action().isPresent() || !scope.takes(incident.repository())) {
        continue;
      }
      try {
        Optional<DiagnosedIncident> c = cases.apply(incident);
        if (c.isEmpty()) {
          database.change(in -> {
            decisions.reopen(in, incident); // its diagnosis was damaged
          });
          continue;
        }
        Decider.Verdict verdict = decider.decide(c.get(), known -> command(known, errors));
        session.log(reasons(incident, verdict));
        verdict.decision().ifPresent(decision -> decisions.save(c.get(), decision));
        if (verdict.decision().isEmpty()) {
          waiting.add("incident " + incident.id() + " waits for " + verdict.waitingFor());
          boolean changed =
              database.write(in -> incidents.waitFor(in, incident.id(), verdict.waitingFor()));
          if (!changed && !touched.contains(incident.id())) {
            asBefore.add(incident.id());
          }
        }
        touched.add(incident.id());
      } catch (MonitorException e) {
        if (e.kind() == MonitorException.Kind.STATE || e.kind() == MonitorException.Kind.TOKEN) {
          throw e;
        }
        errors.add(new AnalyzeReport.Problem("incident " + incident.id(), e));
      }
    }
    return waiting;
  }

  /** What was decided and why, on one line of the log. */
  private static String reasons(Incident incident, Decider.Verdict verdict) {
    String of = "incident " + incident.id() + " in " + incident.repository() + ": ";
    return of
        + verdict
            .decision()
            .map(decision -> decision.action().word()
                + (decision.note().isEmpty() ? "" : ", " + decision.note())
                + decision
                    .judged()
                    .map(judged -> ", "
                        + RiskTable.text(judged.decision()).strip().replaceAll("\\s*\\R\\s*", "; "))
                    .orElse(""))
            .orElse("waits for " + verdict.waitingFor());
  }

  private CommandRunner.Outcome command(DiagnosedIncident c, List<AnalyzeReport.Problem> errors) {
    session.progress(
        "running " + AllowedCommands.shown(c.diagnosis().remediation().command()));
    CommandRunner.Outcome outcome = commands.run(c);
    String item = "incident " + c.incident().id();
    outcome.problem().ifPresent(e -> errors.add(new AnalyzeReport.Problem(item, e)));
    return outcome;
  }

  ExitCode preview(Scope scope) {
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
    List<AnalyzeReport.Problem> errors = new ArrayList<>();
    problems.forEach(p -> errors.add(new AnalyzeReport.Problem(p.failure(), p.error())));
    new AnalyzeReport(session, database).print(previews, errors);
    return exitCode(errors, !previews.isEmpty());
  }

  /**
   * A refused token, or one that may not do what was decided, is told as such; else "in part", or the
   * cause when nothing was done at all.
   */
  static ExitCode exitCode(List<AnalyzeReport.Problem> errors, boolean somethingDone) {
    if (errors.isEmpty()) {
      return ExitCode.DONE;
    }
    Optional<MonitorException> token = errors.stream()
        .map(AnalyzeReport.Problem::error)
        .filter(e ->
            e.kind() == MonitorException.Kind.TOKEN || e.getCause() instanceof Forge.NeedsPerson)
        .findFirst();
    if (token.isPresent()) {
      return ExitCode.REFUSED;
    }
    return somethingDone ? ExitCode.PARTLY : ExitCode.of(errors.get(0).error().kind());
  }

  @Override
  public void close() {
    database.close();
  }
}
