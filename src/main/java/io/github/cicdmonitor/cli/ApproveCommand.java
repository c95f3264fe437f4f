package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.decide.ApprovalWorkflow.Decided;
import io.github.cicdmonitor.decide.ApprovalWorkflow.Waiting;
import io.github.cicdmonitor.decide.Approver;
import io.github.cicdmonitor.decide.Ticket;
import io.github.cicdmonitor.effects.Outbox;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.PullRequests.PullRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A person's word on a proposed fix, or on a failure that is known. */
@Command(
    name = "approve",
    versionProvider = Version.class,
    header = "List, show, approve or reject the fixes that wait; mute a known failure.")
final class ApproveCommand implements Callable<Integer> {
  private final World world;

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "incident number, or number and digest as in the request (42-7f3a9c1e)")
  private String id = "";

  @Option(names = "--show", description = "print the whole proposal: diff, risk factors, evidence")
  private boolean show;

  @Option(names = "--reject", description = "say no")
  private boolean reject;

  @Mixin
  private MuteOptions muting;

  @Option(names = "--reason", paramLabel = "TEXT", description = "with --reject or --mute: why")
  private String reason = "";

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "who decides, for the audit trail (default: login of the OS user)")
  private String as = "";

  @Option(
      names = "--before-effects",
      paramLabel = "COMMAND",
      description = "run COMMAND before each change outside; if it fails, nothing more is sent")
  private String beforeEffects = "";

  ApproveCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    refuseWhatDoesNotFit();
    Optional<Ticket> ticket = id.isEmpty() ? Optional.empty() : Optional.of(ticket());
    Session session = Session.open(world, common);
    if (ticket.isPresent() && muting.isGiven()) {
      Muting word = new Muting(session, name(session), reason(session));
      return muting.carryOut(word, ticket.get()).code();
    }
    try (Services services = new Services(session, Duration.ofSeconds(60))) {
      if (ticket.isPresent() && !show && !reject && !services.hasGitHub()) {
        throw Services.noGitHub();
      }
      try (Pipeline pipeline =
          Pipeline.forApproval(session, services, EffectHook.of(session, beforeEffects))) {
        if (ticket.isEmpty()) {
          return list(session, pipeline.approvals().waiting()).code();
        }
        return show
            ? show(session, pipeline, ticket.get()).code()
            : decide(session, services, pipeline, ticket.get()).code();
      }
    }
  }

  private void refuseWhatDoesNotFit() {
    int chosen = (show ? 1 : 0) + (reject ? 1 : 0) + muting.chosen();
    if (id.isEmpty() && (chosen > 0 || !reason.isEmpty())) {
      throw mistake("--show, --reject, --mute, --unmute and --reason need an ID");
    }
    if (chosen > 1) {
      throw mistake("--show, --reject, --mute and --unmute exclude each other");
    }
    if (!reason.isEmpty() && !reject && !muting.takesReason()) {
      throw mistake("--reason goes with --reject or --mute");
    }
    muting.refuseWhatDoesNotFit();
  }

  private ParameterException mistake(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private Optional<String> reason(Session session) {
    return reason.isEmpty()
        ? Optional.empty()
        : Optional.of(session.redact(reason).value());
  }

  /** Who decides, as far as nobody has to prove it. */
  private String name(Session session) {
    return as.isEmpty()
        ? "os:" + session.show(System.getProperty("user.name", "unknown"))
        : "as:" + session.show(as);
  }

  private Ticket ticket() {
    return Ticket.parse(id)
        .orElseThrow(() -> new ParameterException(
            spec.commandLine(),
            "ID is a number, or number and digest such as 42-7f3a9c1e, not \""
                + (id.length() > 40 ? id.substring(0, 40) + "…" : id)
                + "\""));
  }

  private static ExitCode list(Session session, List<Waiting> waiting) {
    if (session.json()) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode list = root.putArray("approvals");
      waiting.forEach(request -> list.add(object(request)));
      session.printJson(root);
      return ExitCode.DONE;
    }
    if (waiting.isEmpty() && !session.quiet()) {
      session.print("nothing waits for approval");
    }
    for (Waiting request : waiting) {
      session.print(request.stored().ticket() + "  " + request.incident().repository()
          + "  risk " + request.stored().decision().risk().value()
          + "  until " + request.approval().expiresAt()
          + "  " + session.show(request.stored().proposal().title()));
    }
    return ExitCode.DONE;
  }

  private static ObjectNode object(Waiting request) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", request.incident().id())
        .put("digest", request.approval().digest())
        .put("repository", request.incident().repository().toString())
        .put("title", request.stored().proposal().title())
        .put("risk", request.stored().decision().risk().value())
        .put("requested_at", request.approval().requestedAt().toString())
        .put("expires_at", request.approval().expiresAt().toString());
  }

  private static ExitCode show(Session session, Pipeline pipeline, Ticket ticket) {
    Waiting request = pipeline.proposal(ticket);
    String diff = pipeline.diffs().of(request.stored().proposal().changes());
    List<Evidence> evidence = pipeline
        .caseOf(request.incident())
        .map(DiagnosedIncident::diagnosis)
        .map(d -> d.evidence())
        .orElse(List.of());
    if (session.json()) {
      ObjectNode root = object(request);
      root.put("diff", diff);
      ArrayNode factors = root.putArray("risk_factors");
      request
          .stored()
          .decision()
          .risk()
          .factors()
          .forEach(f -> factors.addObject().put("factor", f.factor()).put("points", f.points()));
      ArrayNode lines = root.putArray("evidence");
      evidence.forEach(
          e -> lines.addObject().put("line", e.line()).put("text", e.text().value()));
      root.put("state", request.approval().state().word());
      session.printJson(root);
      return ExitCode.DONE;
    }
    session.print(request.stored().ticket() + "  " + request.incident().repository() + "  ("
        + request.approval().state().word() + ", until " + request.approval().expiresAt() + ")");
    session.print(session.show(request.stored().proposal().title()));
    session.print("");
    pipeline
        .caseOf(request.incident())
        .ifPresent(c ->
            session.print("Cause: " + session.show(c.diagnosis().rootCause().value())));
    evidence.forEach(
        e -> session.print("  " + e.line() + ": " + session.show(e.text().value())));
    session.print("");
    RiskTable.text(request.stored().decision())
        .lines()
        .forEach(line -> session.print(session.showLine(line)));
    session.print("");
    diff.lines().forEach(line -> session.print(session.showLine(line)));
    return ExitCode.DONE;
  }

  private ExitCode decide(Session session, Services services, Pipeline pipeline, Ticket ticket) {
    Approver approver = approver(session, services, pipeline, ticket);
    Decided decided = reject
        ? pipeline.approvals().reject(ticket, approver, reason(session))
        : pipeline.approvals().approve(ticket, approver);
    switch (decided.decision()) {
      case "approved" -> {
        return carriedOut(session, pipeline, decided);
      }
      case "already", "rejected" -> {
        result(session, pipeline, decided, decided.decision());
        return ExitCode.DONE;
      }
      default -> {
        return refused(session, pipeline, decided, decided.decision(), decided.why());
      }
    }
  }

  private ExitCode carriedOut(Session session, Pipeline pipeline, Decided decided) {
    Optional<String> key = pipeline.effectOf(decided.incident());
    Outbox.Result sent = pipeline.outbox().carryOut();
    for (Outbox.Problem problem : sent.problems()) {
      session
          .world()
          .err()
          .println("cicd-monitor: " + session.show(problem.error().explanation().line()));
    }
    Optional<Effects.Effect> effect = key.flatMap(new Effects(pipeline.database())::find);
    boolean stale = new Approvals(pipeline.database())
        .newest(decided.incident().id())
        .filter(a -> a.state() == Approvals.State.STALE)
        .isPresent();
    if (stale) {
      return refused(
          session,
          pipeline,
          decided,
          "stale",
          "the files have changed since the request was shown; the next analyze looks anew");
    }
    if (effect.filter(e -> e.state() == Effects.State.REFUSED).isPresent()) {
      return refused(
          session,
          pipeline,
          decided,
          "approved",
          effect.get().result().orElse("GitHub refused it"));
    }
    result(session, pipeline, decided, "approved");
    return sent.problems().stream()
        .filter(problem -> key.equals(Optional.of(problem.effect())))
        .findFirst()
        .map(problem -> ExitCode.of(problem.error().kind()))
        .orElse(ExitCode.DONE);
  }

  private static ExitCode refused(
      Session session, Pipeline pipeline, Decided decided, String decision, String why) {
    if (session.json()) {
      result(session, pipeline, decided, decision);
    }
    session
        .world()
        .err()
        .println("cicd-monitor: "
            + session.show("did not apply " + decided.incident().id() + "-"
                + decided.digest().substring(0, 8) + ": " + why + ". Nothing was changed."));
    return ExitCode.PARTLY;
  }

  private static void result(Session session, Pipeline pipeline, Decided decided, String decision) {
    Optional<PullRequest> pull =
        new PullRequests(pipeline.database()).of(decided.incident().id());
    if (session.json()) {
      ObjectNode root = JsonNodeFactory.instance
          .objectNode()
          .put("id", decided.incident().id())
          .put("digest", decided.digest())
          .put("decision", decision);
      pull.ifPresentOrElse(
          p -> root.putObject("pull_request")
              .put("number", p.number())
              .put("url", p.url())
              .put("state", p.state().word()),
          () -> root.putNull("pull_request"));
      session.printJson(root);
    } else {
      session.print(decided.incident().id() + "-" + decided.digest().substring(0, 8) + " "
          + decision + pull.map(p -> ": " + p.url()).orElse(""));
    }
  }

  private Approver approver(Session session, Services services, Pipeline pipeline, Ticket ticket) {
    String name = name(session);
    Optional<Secret> token = session.settings().config().approvers().requireIdentity()
        ? session.settings().environment().approverToken()
        : Optional.empty();
    Optional<Approver.Identity> proven = token.flatMap(services::identity);
    if (token.isPresent() && proven.isEmpty()) {
      String why = "GitHub refused CICD_MONITOR_APPROVER_TOKEN";
      pipeline.approvals().refused(ticket, name, why);
      throw MonitorException.of(
          MonitorException.Kind.CREDENTIALS,
          "could not prove who approves",
          why,
          "Set it to a valid token of your own");
    }
    return new Approver(name, proven, false, Optional.empty());
  }
}
