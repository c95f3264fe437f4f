package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a GitHub App may ask with its JWT: where it is installed, and a token for there. */
final class AppTokens {
  private static final Pattern INSTALLATION =
      Pattern.compile("/repos/([^/]+)/([^/]+)/installation");
  private static final Pattern TOKEN = Pattern.compile("/app/installations/(\\d+)/access_tokens");
  private static final Pattern DOT = Pattern.compile("\\.");

  private final GitHubSandbox github;
  private final GitHubJson json;

  AppTokens(GitHubSandbox github, GitHubJson json) {
    this.github = github;
    this.json = json;
  }

  /** Empty when the request is none of an App's. */
  Optional<Answer> answer(Request request) {
    Matcher installation = INSTALLATION.matcher(request.path());
    Matcher token = TOKEN.matcher(request.path());
    if (!installation.matches() && !token.matches()) {
      return Optional.empty();
    }
    String app = issuer(request)
        .orElseThrow(() -> GitHubError.of(401, "A JSON web token could not be decoded"));
    String login = github.app(app).orElseThrow(() -> GitHubError.of(404, "Integration not found"));
    if (installation.matches()) {
      String owner = installation.group(1);
      if (github.find(owner + "/" + installation.group(2)).isEmpty()) {
        throw GitHubError.notFound();
      }
      return Optional.of(Answer.ok(Json.object(
          "id",
          GitHubJson.userId(owner),
          "account",
          json.user(owner),
          "app_id",
          app,
          "repository_selection",
          "all",
          "permissions",
          github.appPermissions())));
    }
    String fresh = "ghs_" + app + "_eyJzYW5kYm94.eyJpbnN0YWxsYXRpb24i." + github.nextId();
    github.accept(fresh, login + "[bot]");
    return Optional.of(Answer.json(
        201,
        Json.object(
            "token",
            fresh,
            "expires_at",
            github.now().plus(Duration.ofHours(1)),
            "permissions",
            github.appPermissions(),
            "repository_selection",
            "all")));
  }

  private Optional<String> issuer(Request request) {
    List<String> parts = List.of(DOT.split(request.token().orElse(""), -1));
    if (parts.size() != 3) {
      return Optional.empty();
    }
    JsonNode claims = Json.parse(
            new String(Base64.getUrlDecoder().decode(parts.get(1)), StandardCharsets.UTF_8))
        .orElseGet(Json::object);
    long now = github.now().getEpochSecond();
    boolean valid = claims.path("exp").asLong() > now && claims.path("exp").asLong() <= now + 660;
    return valid ? Optional.of(claims.path("iss").asText()) : Optional.empty();
  }
}
