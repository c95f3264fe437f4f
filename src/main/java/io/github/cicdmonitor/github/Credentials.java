package io.github.cicdmonitor.github;

import io.github.cicdmonitor.remote.Service;
import java.util.Optional;

/** Who we are towards GitHub. Implementations never show what they hold. */
public interface Credentials {
  /**
   * The value of the {@code Authorization} header.
   *
   * @param owner of the repository that is asked for; empty for calls that concern none
   * @param repository its name, or empty
   * @return empty to ask without credentials
   */
  Optional<String> authorization(String owner, String repository);

  /** How errors speak of these credentials. */
  Service service();

  /** {@code fine-grained token}, {@code GitHub App}, … for {@code check}. */
  String kind();

  /** The permissions granted for an owner's repositories, where the credentials know them. */
  default Optional<String> permissions(String owner, String repository) {
    return Optional.empty();
  }

  /**
   * Whether what GitHub has just refused (401) was an older one, in whose place another may be had.
   *
   * @param refused the value of the {@code Authorization} header
   */
  default boolean isWorthAnother(String owner, String refused) {
    return false;
  }

  /** Stands for what is held without showing it; another one when that, or what it may, changes. */
  String mark(String owner, String repository);

  /** For a set-up without any: every request is refused before it is made. */
  static Credentials none() {
    return new MissingCredentials();
  }
}
