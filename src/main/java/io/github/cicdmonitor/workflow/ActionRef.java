package io.github.cicdmonitor.workflow;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code uses:} names: {@code owner/repository[/path]@ref}. Owner and repository compare
 * without case, as on GitHub, and are kept in lower case.
 *
 * @param path folder or workflow file inside the repository, empty for its root
 * @param ref tag, branch or commit
 */
public record ActionRef(String owner, String repository, String path, String ref) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100})((?:/[A-Za-z0-9._-]+)*)@(\\S+)");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  public ActionRef {
    owner = owner.toLowerCase(Locale.ROOT);
    repository = repository.toLowerCase(Locale.ROOT);
  }

  /** Empty for local paths, {@code docker://} images and anything else that is no such reference. */
  public static Optional<ActionRef> parse(String uses) {
    Matcher form = FORM.matcher(uses);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(new ActionRef(form.group(1), form.group(2), form.group(3), form.group(4)));
  }

  /** {@code owner/repository}, the key of known tags. */
  public String name() {
    return owner + "/" + repository;
  }

  /** Whether it is pinned to a full commit; abbreviated ones are names like any other. */
  public boolean isCommit() {
    return COMMIT.matcher(ref).matches();
  }

  public boolean sameActionAs(ActionRef other) {
    return name().equals(other.name()) && path.equals(other.path);
  }

  @Override
  public String toString() {
    return name() + path + "@" + (isCommit() ? ref.substring(0, 12) : ref);
  }
}
