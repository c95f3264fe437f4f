package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.check.CheckedServices.Finding;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.util.Optional;

/** What {@code check} finds out about GitHub, with as few requests as say it. */
public final class GitHubChecks {
  /** As much as what expires allows for. */
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private final GitHubApi api;

  public GitHubChecks(GitHubApi api) {
    this.api = api;
  }

  /** Valid, of which kind, and what is left of the rate limit; costs no points. */
  public Finding token() {
    String kind = api.credentials().kind();
    try {
      if (kind.equals("GitHub App")) {
        JsonNode app = api.get("could not ask for the App", api.url("app").build());
        return new Finding(true, kind + " " + Json.text(app, "slug") + " is valid", "");
      }
      Optional<JsonNode> limits =
          api.find("could not read the rate limit", api.url("rate_limit").build());
      if (limits.isEmpty()) {
        return new Finding(true, kind + " is taken; this server has no rate limit", "");
      }
      JsonNode core = limits.get().path("resources").path("core");
      int remaining = Json.number(core, "remaining", 0);
      String detail = kind
          + " is valid; "
          + remaining
          + " of "
          + Json.number(core, "limit", 0)
          + " requests left this hour";
      boolean left = remaining > 0;
      return new Finding(left, detail, left ? hint(kind) : "Wait until the hour is over");
    } catch (MonitorException e) {
      return refused(e);
    }
  }

  /** Whether this machine's clock is GitHub's, as far as what expires depends on it. */
  public Finding clock() {
    Optional<Duration> ahead = api.clockAhead();
    if (ahead.isEmpty()) {
      return new Finding(true, "GitHub did not tell its time", "");
    }
    Duration apart = ahead.get().abs();
    String told = apart.compareTo(TOLERATED) <= 0
        ? "as GitHub's"
        : apart.toMinutes() + " minutes " + (ahead.get().isNegative() ? "ahead of" : "behind")
            + " GitHub's";
    boolean agrees = apart.compareTo(TOLERATED) <= 0;
    return new Finding(agrees, told, agrees ? "" : "Set this machine's clock");
  }

  /** Reachable, what the token may read there, and what it may write as far as GitHub tells. */
  public Finding repository(RepositoryName repository) {
    try {
      return new RepositoryProbe(api, repository).finding();
    } catch (MonitorException e) {
      return refused(e);
    }
  }

  /** The login a token belongs to: proof of who approves. Empty when GitHub refuses the token. */
  public Optional<String> login() {
    try {
      JsonNode user =
          api.get("could not ask whose token this is", api.url("user").build());
      return Optional.of(Json.text(user, "login")).filter(login -> !login.isEmpty());
    } catch (MonitorException e) {
      if (e.kind() == MonitorException.Kind.CREDENTIALS
          || e.kind() == MonitorException.Kind.TOKEN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether GitHub says that the token's owner may push there. */
  public boolean mayPush(RepositoryName repository) {
    // ours: for the same request hasPushAccess() needs the library, which nothing else here loads
    return api.repositories()
        .find(repository)
        .filter(node -> node.path("permissions").path("push").asBoolean(false))
        .isPresent();
  }

  private static String hint(String kind) {
    return kind.startsWith("token of a workflow")
        ? "Such a token cannot change workflow files, reaches its own repository only, and its pull"
            + " requests wait for a person before checks run"
        : "";
  }

  private static Finding refused(MonitorException e) {
    return new Finding(
        false,
        e.explanation().what() + ": " + e.explanation().why(),
        e.explanation().next());
  }
}
