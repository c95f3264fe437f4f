package io.github.cicdmonitor.github;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge.NeedsPerson;
import io.github.cicdmonitor.forge.Forge.Right;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.HttpError;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the credentials may, as far as it can be told beforehand, and the words for what they turn out
 * not to be allowed. GitHub hides what a token may not do behind 404 as well as 403.
 */
final class Rights {
  static final String WORKFLOWS =
      "the token may not change workflow files: it needs \"Workflows: write\" besides"
          + " \"Contents: write\" (a classic token the scope workflow)";
  static final String CONTENTS = "the token may not push: it needs \"Contents: write\"";
  static final String PULLS =
      "the token may not open pull requests: it needs \"Pull requests: write\", and that of a"
          + " workflow job also the repository's setting \"Allow GitHub Actions to create and"
          + " approve pull requests\"";

  private static final String FOLDER = ".github/workflows/";

  private final GitHubApi api;

  Rights(GitHubApi api) {
    this.api = api;
  }

  static boolean isWorkflow(String path) {
    return path.startsWith(FOLDER);
  }

  Right mayChangeWorkflows(RepositoryName repository) {
    Optional<String> granted = api.credentials()
        .permissions(repository.owner(), repository.name())
        .filter(words -> !words.isEmpty());
    if (granted.isPresent()) {
      return right(List.of(granted.get().split(", ")).contains("workflows=write"));
    }
    return api.scopes()
        .map(scopes -> right(List.of(scopes.split(",\\s*")).contains("workflow")))
        .orElse(Right.UNKNOWN);
  }

  private static Right right(boolean has) {
    return has ? Right.YES : Right.NO;
  }

  /** Runs a write; a refusal for want of a right is CREDENTIALS, caused by {@link NeedsPerson}. */
  <T> T orNeedsPerson(String lacking, Supplier<T> write) {
    try {
      return write.get();
    } catch (MonitorException e) {
      boolean refused = e.getCause() instanceof HttpError refusal
          && (refusal.status() == 403 || refusal.status() == 404);
      if (e.kind() != MonitorException.Kind.NO || !refused) {
        throw e;
      }
      NeedsPerson cause = new NeedsPerson(lacking);
      cause.initCause(e);
      Explanation told = e.explanation();
      throw new MonitorException(
          MonitorException.Kind.CREDENTIALS,
          new Explanation(told.what(), lacking + " (" + told.why() + ")", told.next()),
          cause);
    }
  }
}
