package io.github.cicdmonitor.fixes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An official Docker image with a patch release in its tag: {@code python:3.11.4-slim}.
 *
 * @param prefix the registry as written; empty mostly
 * @param image without registry
 * @param line the numbers before the patch
 * @param patch the last number
 * @param variant what follows the numbers
 */
record ImageTag(String prefix, String image, String line, int patch, String variant) {
  private static final Pattern FORM =
      Pattern.compile("((?:docker\\.io/)?(?:library/)?)([a-z][a-z-]{1,30}):"
          + "([0-9]{1,4}(?:\\.[0-9]{1,4}){0,1})\\.(0|[1-9][0-9]{0,3})((?:-[a-z0-9.-]{1,40})?)");

  /** Empty for a digest, an expression, another registry and anything else that is no such tag. */
  static Optional<ImageTag> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new ImageTag(
            form.group(1),
            form.group(2),
            form.group(3),
            Integer.parseInt(form.group(4)),
            form.group(5)))
        : Optional.empty();
  }

  /** Whether the other one is a later patch release of the same. */
  boolean isOlderThan(ImageTag other) {
    return patch < other.patch
        && other.equals(new ImageTag(prefix, image, line, other.patch, variant));
  }

  /** Whether the facts know that patch releases of this line went at least this far. */
  boolean isKnown(Facts facts) {
    Optional<ImageTag> highest =
        facts.highestPatch(image, line).flatMap(version -> parse(image + ":" + version));
    return highest.filter(h -> h.line.equals(line) && patch <= h.patch).isPresent();
  }
}
