package io.github.cicdmonitor.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code owner/name} as GitHub spells it; compared without case, as GitHub does. */
public record RepositoryName(String owner, String name) implements Comparable<RepositoryName> {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public RepositoryName {
    if (!isOwner(owner) || !isName(name)) {
      throw new IllegalArgumentException(
          "not a repository name: owner and name are letters, digits, . _ -");
    }
  }

  /** The name if {@code text} has the form {@code owner/name}, else empty. */
  public static Optional<RepositoryName> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String owner = text.substring(0, slash);
    String name = text.substring(slash + 1);
    return isOwner(owner) && isName(name)
        ? Optional.of(new RepositoryName(owner, name))
        : Optional.empty();
  }

  public static boolean isOwner(String text) {
    return OWNER.matcher(text).matches();
  }

  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals(".") && !text.equals("..");
  }

  /** Lower-case form: the key under which the state keeps it. */
  public String key() {
    return toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RepositoryName that && key().equals(that.key());
  }

  @Override
  public int hashCode() {
    return key().hashCode();
  }

  @Override
  public int compareTo(RepositoryName other) {
    return key().compareTo(other.key());
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
