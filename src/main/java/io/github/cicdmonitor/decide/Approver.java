package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.config.Config.Approvers;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.Optional;

/**
 * Who decides.
 *
 * @param name what the audit trail says: {@code os:alice}, {@code github:alice}, {@code slack:U…}
 * @param proven GitHub account proven by a token of the person's own
 * @param at when the word was given, where that was not just now
 * @param listedInSlack a reaction of a listed Slack user, which {@code scan} has checked
 */
public record Approver(
    String name, Optional<Identity> proven, boolean listedInSlack, Optional<Instant> at) {
  private static final String SLACK = "slack:";

  /** A GitHub account that a token was shown for. */
  public interface Identity {
    String login();

    /** Whether it is the account that this program itself acts as. */
    boolean isOurs();

    boolean mayPush(RepositoryName repository);
  }

  public String actor() {
    return proven.map(identity -> "github:" + identity.login()).orElse(name);
  }

  void refuseUnlessEntitled(
      Ticket ticket, ApprovalWorkflow.Waiting request, Config config, ApprovedFix fixes) {
    Approvers approvers = config.approvers();
    if (!approvers.requireIdentity()) {
      return;
    }
    if (listedInSlack) {
      Optional<String> author = fixes.authorOf(request.incident());
      if (author.filter(login -> isSlackUser(config, login)).isPresent()) {
        throw isAuthor(ticket, author.get());
      }
      return;
    }
    if (proven.isEmpty()) {
      throw MonitorException.of(
          MonitorException.Kind.CREDENTIALS,
          "could not decide on " + ticket,
          "require_identity is set and nobody has proven who they are",
          "Set CICD_MONITOR_APPROVER_TOKEN to a token of your own");
    }
    Identity identity = proven.get();
    String login = identity.login();
    if (approvers.githubLogins().stream().noneMatch(login::equalsIgnoreCase)) {
      throw MonitorException.of(
          MonitorException.Kind.CREDENTIALS,
          "could not decide on " + ticket,
          login + " is not one of approvers.github_logins",
          "Ask one of them");
    }
    if (identity.isOurs()) {
      throw ApprovalWorkflow.no(
          ticket, login + " is who this program acts as, which may not approve its own fixes");
    }
    if (fixes.authorOf(request.incident()).filter(login::equalsIgnoreCase).isPresent()) {
      throw isAuthor(ticket, login);
    }
    RepositoryName repository = request.incident().repository();
    if (!identity.mayPush(repository)) {
      throw ApprovalWorkflow.no(ticket, login + " may not push to " + repository);
    }
  }

  private boolean isSlackUser(Config config, String login) {
    return config.mentions().entrySet().stream()
        .anyMatch(entry ->
            entry.getKey().equalsIgnoreCase(login) && name.equals(SLACK + entry.getValue()));
  }

  private static MonitorException isAuthor(Ticket ticket, String login) {
    return ApprovalWorkflow.no(
        ticket, login + " is the author of the failing commit, who may not decide alone");
  }
}
