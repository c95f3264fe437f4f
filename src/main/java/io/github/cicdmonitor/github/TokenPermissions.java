package io.github.cicdmonitor.github;

import java.util.List;

/** Which permissions of GitHub the stages need, under the names that its pages give them. */
public final class TokenPermissions {
  /** What a token needs, for whoever makes one; the manual has the same as a table. */
  public static final String NEEDED =
      "Actions: write, Contents: write, Pull requests: write, Issues: write (labels, comments),"
          + " Checks: read, and Workflows: write where workflow files are to be fixed; read alone is"
          + " enough for scan; a classic token needs the scopes repo and workflow";

  private TokenPermissions() {}

  /**
   * The one that a request needs by GitHub's documentation, such as {@code Actions: read}.
   *
   * @param path the segments below the API's root
   */
  static String of(String method, List<String> path) {
    String level = method.equals("GET") ? "read" : "write";
    if (path.size() < 4 || !path.get(0).equals("repos")) {
      return !path.isEmpty() && path.get(0).equals("repos") ? "access to the repository" : "";
    }
    return switch (path.get(3)) {
      case "actions" -> "Actions: " + level;
      case "pulls" -> "Pull requests: " + level;
      case "issues" -> "Issues: " + level;
      case "check-runs", "check-suites" -> "Checks: " + level;
      case "commits" ->
        path.contains("check-runs") || path.contains("check-suites")
            ? "Checks: " + level
            : path.contains("status") ? "Commit statuses: read" : "Contents: " + level;
      case "git", "contents", "compare", "branches", "tarball", "zipball" -> "Contents: " + level;
      default -> "access to the repository";
    };
  }
}
