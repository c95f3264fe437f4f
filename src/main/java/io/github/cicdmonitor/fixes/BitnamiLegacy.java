package io.github.cicdmonitor.fixes;

import java.util.regex.Pattern;

/**
 * An image of bitnami that is only left in the archive bitnamilegacy (bitnami/charts #35164). A
 * person decides: the owner is another one and the images are updated no more.
 */
final class BitnamiLegacy implements Fix {
  private static final About ABOUT = About.of(
          "bitnami-legacy", "Takes a retired image of bitnami from the archive bitnamilegacy")
      .askedBy(
          "(?:docker\\.io/)?bitnami/([a-z0-9-]+:[A-Za-z0-9._-]+)(?:: | )(?:not found|failed to resolve|.*manifest unknown)");
  private static final Pattern IMAGE = Pattern.compile(
      "(?<![A-Za-z0-9_/.-])((?:docker\\.io/)?)bitnami/([a-z0-9-]+:[A-Za-z0-9._-]+)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (String path : files.paths()) {
      if (path.matches(".*\\.(?:ya?ml|env)|(?:.*/)?(?:Dockerfile|Containerfile)(?:\\..*)?")) {
        files.text(path).ifPresent(text -> {
          java.util.regex.Matcher matcher = IMAGE.matcher(text);
          while (matcher.find()) {
            if (matcher.group(2).equals(fault.group(1))) {
              editor.replace(
                  path, matcher.end(1), matcher.end(1) + "bitnami".length(), "bitnamilegacy");
            }
          }
          values(path, text, fault.group(1), editor);
        });
      }
    }
    return Proposed.edits(
        "ci: Take " + fault.group(1) + " from bitnamilegacy",
        "bitnami no longer offers " + fault.group(1)
            + "; its archive bitnamilegacy keeps the image without updates.",
        editor);
  }

  /** The values of a chart name repository and tag on lines of their own. */
  private static void values(String path, String text, String image, Editor editor) {
    String name = image.substring(0, image.indexOf(':'));
    String tag = image.substring(image.indexOf(':') + 1);
    java.util.regex.Matcher matcher = Pattern.compile(
            "repository: *[\"']?(?:docker\\.io/)?(bitnami)/" + Pattern.quote(name)
                + "[\"']?\\s*\\n\\s*tag: *[\"']?" + Pattern.quote(tag)
                + "[\"']?\\s*(?:\\n|$)")
        .matcher(text);
    while (matcher.find()) {
      editor.replace(path, matcher.start(1), matcher.end(1), "bitnamilegacy");
    }
  }

  private static boolean isMove(String before, String after) {
    String moved = IMAGE.matcher(before).replaceAll("$1bitnamilegacy/$2");
    return !moved.equals(before) && moved.equals(after);
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    diff.deltas().stream()
        .filter(delta -> delta.isEdit() && isMove(delta.textBefore(), delta.textAfter()))
        .forEach(delta -> claims.ask(
            delta, "the archive of the same image", "the image has another owner and no updates"));
  }

  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    diff.hunks().stream()
        .filter(Hunk::isOneLine)
        .filter(hunk -> isMove(hunk.before().get(0), hunk.after().get(0)))
        .forEach(hunk -> claims.ask(
            hunk, "the archive of the same image", "the image has another owner and no updates"));
  }
}
