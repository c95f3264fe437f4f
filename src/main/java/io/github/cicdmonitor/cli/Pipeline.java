package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.analyze.Analyzer;
import io.github.cicdmonitor.analyze.Consultant;
import io.github.cicdmonitor.analyze.Diagnostician;
import io.github.cicdmonitor.analyze.GreenRuns;
import io.github.cicdmonitor.analyze.LogExplainer;
import io.github.cicdmonitor.analyze.PassedJobs;
import io.github.cicdmonitor.analyze.RunnerImages;
import io.github.cicdmonitor.analyze.Scope;
import io.github.cicdmonitor.command.AllowedCommands;
import io.github.cicdmonitor.command.CommandExecutor;
import io.github.cicdmonitor.command.CommandRunner;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.decide.ApprovalWorkflow;
import io.github.cicdmonitor.decide.ApprovedFix;
import io.github.cicdmonitor.decide.DecideStage;
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
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.TroubleNotices;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.IncidentJoin;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Leases;
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
import java.util.function.Supplier;

/** Puts the deciding and acting stages together for {@code analyze} and {@code approve}. */
final class Pipeline implements AutoCloseable {
  private static final int MARK_BYTES = 16;

  private final Session session;
  private final Database database;
  private final Analyzer analyzer;
  private final Diagnostician diagnostician;
  private final Decider decider;
  private final CommandRunner commands;
  private final DecideStage deciding;
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
    services.workWith(database);
    Config config = session.settings().config();
    Forge forge = services.gitHub().forge();
    NoticeWriter writer = new NoticeWriter(config, services.links(), session::redact);
    this.cases = new DiagnosedIncidents(database);
    this.incidents = new Incidents(database);
    this.diffs = new Diffs(session::redact);
    PassedJobs passed = new PassedJobs(services.gitHub().logs(), new Successes(database));
    RunnerImages images = new RunnerImages(services.gitHub().logs(), passed);
    Optional<Consultant> consultant =
        consultant(session, services, keeping(session, explainer, database), Optional.empty());
    Diagnostician diagnostician = new Diagnostician(
        consultant,
        services.gitHub().forge(),
        session::redact,
        database.clock(),
        explainer.fixes(),
        new AllowedCommands(config.remediation().commands())::allows,
        images);
    this.diagnostician = diagnostician;
    this.analyzer = new Analyzer(
        services.gitHub().logs(),
        services.gitHub().forge(),
        explainer,
        diagnostician,
        new GreenRuns(services.gitHub().logs(), passed, database, session::progress),
        database,
        session::progress);
    Expiry expiry = services.expiry(session, database);
    ProposalJudge judge = new ProposalJudge(
        forge, config, services.links(), session::redact, explainer.fixes(), images, database);
    this.decider = new Decider(forge, judge, writer, diffs, config, explainer::byRules, database);
    this.commands = new CommandRunner(
        new CommandExecutor(
            services.gitHub().checkouts(),
            session.stateFile(),
            services.secretPlaces(session.settings()),
            CommandExecutor.LIMIT),
        session::redact,
        database);
    this.deciding = new DecideStage(
        database,
        decider,
        new Decisions(
            database,
            writer,
            diffs,
            config,
            new DecisionRecord.Origin(ProgramVersion.text(), explainer::rulesDigest)),
        commands,
        session::log,
        session::progress);
    this.troubleNotices = new TroubleNotices(database, writer);
    this.outbox = new Outbox(database, forge, services.notifier(), writer, config, before);
    this.approvals = new ApprovalWorkflow(
        database, config, new ApprovedFix(judge, forge, cases, writer, database), expiry);
    this.followThrough = new FollowThrough(
        database, writer, approvals, session::note, expiry, config.remediation().maxRerunsPerRun());
  }

  /**
   * Empty where no model is set up.
   *
   * @param model asked in the place of the configured ones
   */
  static Optional<Consultant> consultant(
      Session session, Services services, Consultant.Keeping keeping, Optional<String> model) {
    Config config = session.settings().config();
    return services
        .model()
        .map(gateway -> new Consultant(
            gateway,
            services.gitHub().forge(),
            model.map(config.analyzer()::asking).orElse(config.analyzer()),
            new Consultant.Wording(session::redact, Pipeline::mark),
            keeping));
  }

  /** What the answers of the language model are kept by. */
  static Consultant.Keeping keeping(Session session, LogExplainer explainer, Database database) {
    return new Consultant.Keeping(
        database,
        () -> ProgramVersion.text() + "\n" + explainer.rulesDigest(),
        session.settings().config().remediation().outageRepositories());
  }

  static Pipeline open(
      Session session, Services services, LogExplainer explainer, BeforeEffects before) {
    Database database = session.openForSharing("analyze");
    return new Pipeline(session, services, explainer, database, before);
  }

  static Pipeline forApproval(Session session, Services services, BeforeEffects before) {
    Database database = session.openForSharing("approve");
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
            .filter(effect -> effect.kind() == Effect.Kind.PULL_REQUEST)
            .map(Effect::key)
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
    return withIncident(id, () -> deciding.analyseAgain(id));
  }

  /** While no other process works on it. Throws STATE where one does for too long. */
  <T> T withIncident(long id, Supplier<T> work) {
    return incidents
        .find(id)
        .map(incident ->
            new Leases(database).whenFree(Leases.Piece.incidentsOf(incident.repository()), work))
        .orElseGet(work);
  }

  ExitCode run(Scope scope) {
    List<AnalyzeReport.Problem> errors = new ArrayList<>();
    commands.settle().forEach(e -> errors.add(new AnalyzeReport.Problem("command", e)));
    FollowThrough.Result followed = followThrough.run();
    Set<Long> touched = new TreeSet<>(followed.incidents());
    followed.problems().forEach(e -> errors.add(new AnalyzeReport.Problem("follow-up", e)));
    Analyzer.Result analyzed = analyzer.run(scope, followThrough::recoveries);
    touched.addAll(analyzed.incidents());
    analyzed.problems().forEach(p -> errors.add(new AnalyzeReport.Problem(p.failure(), p.error())));
    noteModel();
    DecideStage.Result decided = deciding.run(scope::takes);
    Set<Long> asBefore = new TreeSet<>(decided.asBefore());
    asBefore.removeAll(touched);
    touched.addAll(decided.incidents());
    decided
        .problems()
        .forEach(p -> errors.add(new AnalyzeReport.Problem("incident " + p.incident(), p.error())));
    troubleNotices.plan();
    Outbox.Result sent = outbox.carryOut();
    sent.problems().forEach(p -> errors.add(new AnalyzeReport.Problem(p.effect(), p.error())));
    Duration kept = Duration.ofDays(session.settings().config().retentionDays());
    ExitCode code =
        AnalyzeReport.exitCode(errors, !touched.isEmpty() || !sent.delivered().isEmpty());
    database.write(in -> {
      Ticks.record(in, "analyze", code.code());
      new IncidentJoin(database).endSilent(in);
      return Retention.apply(in, in.now().minus(kept));
    });
    database.shrink();
    new AnalyzeReport(session, database)
        .print(
            new AnalyzeReport.Run(touched, asBefore, sent.delivered(), decided.waiting()), errors);
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
      troubles.met(in, Troubles.MODEL, trouble);
      Troubles.Trouble met = troubles.find(Troubles.MODEL).orElseThrow();
      boolean isNews = met.isNews(in.now());
      troubles.printed(in, met);
      return isNews;
    });
    if (news || !session.quiet()) {
      session.complain(trouble.line());
    }
  }

  ExitCode preview(Scope scope) {
    return new DryRun(session, database, analyzer, decider).run(scope);
  }

  @Override
  public void close() {
    database.close();
  }
}
