package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.decide.ApprovalWorkflow.Decided;
import io.github.cicdmonitor.decide.ApprovalWorkflow.Waiting;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.PullRequests.PullRequest;
import java.util.List;
import java.util.Optional;

/** What {@code approve} prints: the requests that wait, one of them whole, what became of a decision. */
final class ApprovalPrinter {
  private final Session session;
  private final Pipeline pipeline;

  ApprovalPrinter(Session session, Pipeline pipeline) {
    this.session = session;
    this.pipeline = pipeline;
  }

  ExitCode list(List<Waiting> waiting) {
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

  /** The whole proposal. */
  ExitCode show(Waiting request) {
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

  /** Says why nothing was changed. */
  ExitCode refused(Decided decided, String decision, String why) {
    if (session.json()) {
      result(decided, decision);
    }
    session
        .world()
        .err()
        .println("cicd-monitor: "
            + session.show("did not apply " + decided.incident().id() + "-"
                + decided.digest().substring(0, 8) + ": " + why + ". Nothing was changed."));
    return ExitCode.PARTLY;
  }

  ExitCode result(Decided decided, String decision) {
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
    return ExitCode.DONE;
  }
}
