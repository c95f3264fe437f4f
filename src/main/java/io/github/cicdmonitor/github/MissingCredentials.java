package io.github.cicdmonitor.github;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.remote.Service;
import java.util.Optional;

/** No token: says which permissions one needs, instead of GitHub's 60 anonymous requests an hour. */
final class MissingCredentials implements Credentials {
  @Override
  public Optional<String> authorization(String owner, String repository) {
    throw MonitorException.of(
        MonitorException.Kind.TOKEN,
        "cannot ask GitHub",
        "neither GITHUB_TOKEN nor GITHUB_APP_ID is set",
        "Set GITHUB_TOKEN to a token with " + TokenPermissions.NEEDED);
  }

  @Override
  public Service service() {
    return new Service("GitHub", "the missing GITHUB_TOKEN", "Set GITHUB_TOKEN");
  }

  @Override
  public String mark(String owner, String repository) {
    return "";
  }

  @Override
  public String kind() {
    return "no token";
  }
}
