package io.github.cicdmonitor.approve;

import io.github.cicdmonitor.config.Config.Approvers;
import io.github.cicdmonitor.error.MonitorException;
import java.time.Instant;
import java.util.Optional;

/**
 * Who decides.
 *
 * @param name what the audit trail says: {@code os:alice}, {@code github:alice}, {@code slack:U…}
 * @param provenLogin GitHub login proven by a token of the person's own
 * @param at when the word was given, where that was not just now
 * @param listedInSlack a reaction of a listed Slack user, which {@code scan} has checked
 */
public record Approver(
    String name, Optional<String> provenLogin, boolean listedInSlack, Optional<Instant> at) {
  public String actor() {
    return provenLogin.map(login -> "github:" + login).orElse(name);
  }

  void refuseUnlessEntitled(
      Ticket ticket, ApprovalWorkflow.Waiting request, Approvers approvers, ApprovedFixes fixes) {
    if (listedInSlack || !approvers.requireIdentity()) {
      return;
    }
    if (provenLogin.isEmpty()) {
      throw MonitorException.of(
          MonitorException.Kind.CREDENTIALS,
          "could not decide on " + ticket,
          "require_identity is set and nobody has proven who they are",
          "Set CICD_MONITOR_APPROVER_TOKEN to a token of your own");
    }
    String login = provenLogin.get();
    if (approvers.githubLogins().stream().noneMatch(login::equalsIgnoreCase)) {
      throw MonitorException.of(
          MonitorException.Kind.CREDENTIALS,
          "could not decide on " + ticket,
          login + " is not one of approvers.github_logins",
          "Ask one of them");
    }
    if (fixes.authorOf(request.incident()).filter(login::equalsIgnoreCase).isPresent()) {
      throw ApprovalWorkflow.no(
          ticket, login + " is the author of the failing commit, who may not decide alone");
    }
  }
}
