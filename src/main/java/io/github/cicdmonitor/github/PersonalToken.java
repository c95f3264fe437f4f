package io.github.cicdmonitor.github;

import io.github.cicdmonitor.remote.Service;
import java.util.Optional;

/** A token from the environment: personal (classic or fine-grained), or of a workflow job. */
public final class PersonalToken implements Credentials {
  private final String variable;
  private final String token;

  /**
   * @param variable where it comes from: {@code GITHUB_TOKEN}
   */
  public PersonalToken(String variable, String token) {
    this.variable = variable;
    this.token = token;
  }

  @Override
  public Optional<String> authorization(String owner, String repository) {
    return Optional.of("Bearer " + token);
  }

  @Override
  public Service service() {
    return new Service(
        "GitHub",
        "the token in " + variable,
        "Make a token with " + TokenPermissions.NEEDED + ". Set " + variable + " to it");
  }

  @Override
  public String kind() {
    if (token.startsWith("github_pat_")) {
      return "fine-grained token";
    }
    if (token.startsWith("ghp_")) {
      return "classic token";
    }
    return token.startsWith("ghs_") ? "token of a workflow job or App" : "token";
  }

  @Override
  public String mark(String owner, String repository) {
    return CredentialFingerprint.of(token);
  }

  @Override
  public String toString() {
    return "PersonalToken[" + variable + "]";
  }
}
