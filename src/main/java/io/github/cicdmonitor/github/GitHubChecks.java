package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.check.Services.Finding;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/** What {@code check} finds out about GitHub, with as few requests as say it. */
public final class GitHubChecks {
  private static final String SHORT_OF =
      "Pull requests and re-runs will be refused: grant Contents, Pull requests and Actions write";

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

  /** Reachable, with readable runs, and whether we may write. */
  public Finding repository(RepositoryName repository) {
    try {
      String what = "could not read the repository " + repository;
      JsonNode node = api.get(what, api.url(repository).build());
      HttpUrl runs = api.url(repository, "actions", "runs")
          .addQueryParameter("per_page", "1")
          .build();
      api.get("could not list the runs of " + repository, runs);
      if (node.path("archived").asBoolean(false)) {
        return new Finding(true, "readable; archived, so nothing will be written", "");
      }
      return writable(repository, node);
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
    return api.findIfAllowed(
            "could not read the repository " + repository, api.url(repository).build())
        .filter(node -> node.path("permissions").path("push").asBoolean(false))
        .isPresent();
  }

  private Finding writable(RepositoryName repository, JsonNode node) {
    Optional<String> granted = api.credentials().permissions(repository.owner(), repository.name());
    if (granted.isPresent()) {
      Set<String> permissions = Set.of(granted.get().split(", "));
      boolean enough =
          permissions.containsAll(Set.of("actions=write", "contents=write", "pull_requests=write"));
      return new Finding(enough, "readable; granted: " + granted.get(), enough ? "" : SHORT_OF);
    }
    JsonNode push = node.path("permissions").path("push");
    if (push.isBoolean() && !push.booleanValue()) {
      return new Finding(false, "readable, but the token's owner may not push", SHORT_OF);
    }
    return new Finding(true, "readable; its owner may push", "");
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
