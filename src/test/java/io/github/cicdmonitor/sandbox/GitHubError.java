package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal in GitHub's words; thrown by routes, answered by {@link GitHubSandbox}. */
final class GitHubError extends RuntimeException {
  private static final String DOCUMENTATION = "https://docs.github.com/rest";

  private final int status;
  private final ObjectNode body;
  private String lacking = "";

  private GitHubError(int status, ObjectNode body) {
    super(status + " " + body);
    this.status = status;
    this.body = body;
  }

  static GitHubError of(int status, String message) {
    return new GitHubError(
        status,
        Json.object("message", message, "documentation_url", DOCUMENTATION, "status", "" + status));
  }

  static GitHubError notFound() {
    return of(404, "Not Found");
  }

  static GitHubError unprocessable(String message) {
    return of(422, message);
  }

  /** "Validation Failed" with one error in GitHub's form. */
  static GitHubError invalid(ObjectNode error) {
    return new GitHubError(
        422,
        Json.object(
            "message",
            "Validation Failed",
            "errors",
            Json.array(List.of(error)),
            "documentation_url",
            DOCUMENTATION,
            "status",
            "422"));
  }

  /** Names the permission that was needed. */
  GitHubError lacking(String permission) {
    lacking = permission;
    return this;
  }

  Answer answer() {
    Answer answer = Answer.json(status, body);
    return lacking.isEmpty() ? answer : answer.with("X-Accepted-GitHub-Permissions", lacking);
  }
}
