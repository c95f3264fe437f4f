package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.decide.ApprovalWorkflow.Decided;
import io.github.cicdmonitor.decide.Approver;
import io.github.cicdmonitor.decide.Ticket;
import io.github.cicdmonitor.effects.Outbox;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effects;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A person's word on a proposed fix, or on a failure that is known. */
final class ApproveCommand implements Callable<Integer> {
  private final World world;
  private final Syntax syntax;
  private final CommonOptions common;
  private String id = "";
  private boolean show;
  private boolean reject;
  private final MuteOptions muting;
  private String reason = "";
  private String as = "";
  private String beforeEffects = "";

  ApproveCommand(World world, Syntax syntax) {
    this.world = world;
    this.syntax = syntax;
    syntax
        .header("List, show, approve or reject the fixes that wait; mute a known failure.")
        .argument(
            "ID",
            "incident number, or number and digest as in the request (42-7f3a9c1e)",
            given -> id = given)
        .flag(
            "--show",
            "print the whole proposal: diff, risk factors, evidence",
            given -> show = given)
        .flag("--reject", "say no", given -> reject = given)
        .text("--reason TEXT", "with --reject or --mute: why", given -> reason = given)
        .text(
            "--as NAME",
            "who decides, for the audit trail (default: login of the OS user)",
            given -> as = given)
        .beforeEffects(given -> beforeEffects = given);
    common = new CommonOptions(syntax);
    muting = new MuteOptions(syntax);
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
        ApprovalPrinter printer = new ApprovalPrinter(session, pipeline);
        if (ticket.isEmpty()) {
          return printer.list(pipeline.approvals().waiting()).code();
        }
        return show
            ? printer.show(pipeline.proposal(ticket.get())).code()
            : pipeline
                .withIncident(
                    ticket.get().incident(),
                    () -> decide(session, services, pipeline, ticket.get()))
                .code();
      }
    }
  }

  private void refuseWhatDoesNotFit() {
    int chosen = (show ? 1 : 0) + (reject ? 1 : 0) + muting.chosen();
    if (id.isEmpty() && (chosen > 0 || !reason.isEmpty())) {
      throw syntax.mistake("--show, --reject, --mute, --unmute and --reason need an ID");
    }
    if (chosen > 1) {
      throw syntax.mistake("--show, --reject, --mute and --unmute exclude each other");
    }
    if (!reason.isEmpty() && !reject && !muting.takesReason()) {
      throw syntax.mistake("--reason goes with --reject or --mute");
    }
    muting.refuseWhatDoesNotFit();
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
        .orElseThrow(
            () -> syntax.mistake("ID is a number, or number and digest such as 42-7f3a9c1e, not \""
                + (id.length() > 40 ? id.substring(0, 40) + "…" : id)
                + "\""));
  }

  private ExitCode decide(Session session, Services services, Pipeline pipeline, Ticket ticket) {
    Approver approver = approver(session, services, pipeline, ticket);
    Decided decided = reject
        ? pipeline.approvals().reject(ticket, approver, reason(session))
        : pipeline.approvals().approve(ticket, approver);
    ApprovalPrinter printer = new ApprovalPrinter(session, pipeline);
    return switch (decided.decision()) {
      case "approved" -> carriedOut(session, pipeline, decided);
      case "already", "rejected" -> printer.result(decided, decided.decision());
      default -> printer.refused(decided, decided.decision(), decided.why());
    };
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
    Optional<Effect> effect = key.flatMap(new Effects(pipeline.database())::find);
    boolean stale = new Approvals(pipeline.database())
        .newest(decided.incident().id())
        .filter(a -> a.state() == Approvals.State.STALE)
        .isPresent();
    ApprovalPrinter printer = new ApprovalPrinter(session, pipeline);
    if (stale) {
      return printer.refused(
          decided,
          "stale",
          "the files have changed since the request was shown; the next analyze looks again");
    }
    if (effect.filter(e -> e.state() == Effect.State.REFUSED).isPresent()) {
      return printer.refused(
          decided, "approved", effect.get().result().orElse("GitHub refused it"));
    }
    printer.result(decided, "approved");
    return sent.problems().stream()
        .filter(problem -> key.equals(Optional.of(problem.effect())))
        .findFirst()
        .map(problem -> ExitCode.of(problem.error().kind()))
        .orElse(ExitCode.DONE);
  }

  private Approver approver(Session session, Services services, Pipeline pipeline, Ticket ticket) {
    String name = name(session);
    Optional<Secret> token = session.settings().config().approvers().requireIdentity()
        ? session.settings().environment().approverToken()
        : Optional.empty();
    Optional<Approver.Identity> proven = token.flatMap(services.gitHub()::identity);
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
