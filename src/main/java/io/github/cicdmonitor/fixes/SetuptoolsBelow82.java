package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Category;
import java.util.regex.Pattern;

/**
 * setuptools 82 (February 2026) has no pkg_resources any more: where a requirement names setuptools
 * without a version it is kept below 82. A person decides, as the own code may be what imports it.
 */
final class SetuptoolsBelow82 implements Fix {
  private static final About ABOUT = About.of(
          "setuptools-below-82", "Keeps setuptools below 82, which has no pkg_resources any more")
      .mending(Category.DEPENDENCY)
      .askedBy("No module named '?pkg_resources'?");
  private static final Pattern LINE =
      Pattern.compile("(?m)^(\\s*[\"']?setuptools)([\"']?,?[ \\t]*(?:#.*)?)$");
  private static final Pattern REQUIRES =
      Pattern.compile("(?m)^(\\s*requires\\s*=\\s*\\[.*?[\"']setuptools)([\"'].*)$");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (String path : files.paths()) {
      if (isRequirements(path)) {
        files.text(path).ifPresent(text -> {
          String now = capped(path, text);
          if (!now.equals(text)) {
            editor.replace(path, 0, text.length(), now);
          }
        });
      }
    }
    return Proposed.edits(
        "Keep setuptools below 82",
        "A dependency imports pkg_resources, which setuptools 82 no longer has.",
        editor);
  }

  private static boolean isRequirements(String path) {
    return path.matches(
        "(?:.*/)?(?:[a-z0-9_.-]*requirements[a-z0-9_.-]*\\.(?:txt|in)|pyproject\\.toml)");
  }

  private static String capped(String path, String text) {
    return (path.endsWith(".toml") ? REQUIRES : LINE).matcher(text).replaceAll("$1<82$2");
  }

  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    if (isRequirements(diff.path())) {
      diff.hunks().stream()
          .filter(Hunk::isOneLine)
          .filter(hunk -> !hunk.before().equals(hunk.after()))
          .filter(hunk ->
              capped(diff.path(), hunk.before().get(0)).equals(hunk.after().get(0)))
          .forEach(hunk -> claims.ask(
              hunk, "setuptools 82 has no pkg_resources", "the own code may be what imports it"));
    }
  }
}
