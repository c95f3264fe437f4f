package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import java.util.List;

/**
 * Versioned images left docker.io/bitnami for docker.io/bitnamilegacy in 2025 and are frozen there
 * (bitnami/charts#35164). Another owner of an image, so a person decides.
 */
final class BitnamiLegacy implements Fix {
  private static final List<Pattern> TRIGGERS = List.of(
      Pattern.compile(
          "manifest for (?:docker\\.io/)?bitnami/([a-z0-9._-]+):([A-Za-z0-9._-]+) not found"),
      Pattern.compile("docker\\.io/bitnami/([a-z0-9._-]+):([A-Za-z0-9._-]+): not found"));

  @Override
  public String name() {
    return "bitnami-legacy";
  }

  @Override
  public String title() {
    return "Takes a versioned Bitnami image from bitnamilegacy, where they were moved";
  }

  @Override
  public List<Pattern> triggers() {
    return TRIGGERS;
  }

  @Override
  public Category category() {
    return Category.DOCKER_KUBERNETES;
  }

  @Override
  public boolean newCode() {
    return true;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String image = "bitnami/" + fault.group(1) + ":" + fault.group(2);
    Editor editor = new Editor(files);
    files.paths().stream()
        .filter(path -> path.matches("(?i).*\\.ya?ml|(?:.*/)?(?:Dockerfile|Containerfile)[^/]*"))
        .forEach(path -> files.text(path).ifPresent(text -> replaceAll(path, text, image, editor)));
    return Proposed.edits(
        "ci: Take " + image + " from bitnamilegacy",
        image
            + " is no longer offered under bitnami; the same image stands, frozen, under bitnamilegacy.",
        editor);
  }

  private static void replaceAll(String path, String text, String image, Editor editor) {
    for (int at = text.indexOf(image); at >= 0; at = text.indexOf(image, at + 1)) {
      int end = at + image.length();
      boolean whole = (end == text.length() || !isPartOfTag(text.charAt(end)))
          && (at == 0 || !isPartOfTag(text.charAt(at - 1)));
      if (whole) {
        editor.replace(path, at, at + "bitnami/".length(), "bitnamilegacy/");
      }
    }
  }

  private static boolean isPartOfTag(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  }
}
