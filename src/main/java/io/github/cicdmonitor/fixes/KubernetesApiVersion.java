package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import java.util.List;
import java.util.Optional;

/**
 * A manifest in an API version that the cluster serves no more: the successor from the facts, for
 * kinds whose manifests stay valid as they are (Kubernetes, "Deprecated API Migration Guide").
 * Manifests may be templates, so lines are read, not YAML. What reaches a cluster asks a person.
 */
final class KubernetesApiVersion implements Fix {
  private static final List<Pattern> TRIGGERS = List.of(Pattern.compile(
      "no matches for kind \\\\?\"(\\w+)\\\\?\" in version \\\\?\"([a-z0-9./-]+)\\\\?\""));
  private static final int REACH = 3; // lines between apiVersion and kind

  @Override
  public String name() {
    return "kubernetes-api-version";
  }

  @Override
  public String title() {
    return "Moves manifests to the API version that the cluster still serves";
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
  public Proposed propose(Fault fault, Checkout files) {
    String kind = fault.group(1);
    String old = fault.group(2);
    Optional<String> successor = fault.facts().tools().kubernetesSuccessor(old, kind);
    if (successor.isEmpty()) {
      return Proposed.no("no version takes the place of " + old + " for " + kind + " as it stands");
    }
    Editor editor = new Editor(files);
    files.paths().stream()
        .filter(path -> path.matches("(?i).*\\.(?:ya?ml|tpl|yaml\\.gotmpl)"))
        .filter(path -> !path.startsWith(".github/"))
        .forEach(path -> files
            .text(path)
            .filter(text -> text.contains(old))
            .ifPresent(text -> move(path, text, kind, old, successor.get(), editor)));
    return Proposed.edits(
        "deploy: Move " + kind + " to " + successor.get(),
        "The cluster serves no " + kind + " in " + old + "; " + successor.get()
            + " is the version that took its place, with the same fields.",
        editor);
  }

  private static void move(
      String path, String text, String kind, String old, String now, Editor editor) {
    String[] lines = text.split("\n", -1);
    int offset = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].matches("\\s*(?:- )?apiVersion: *[\"']?" + java.util.regex.Pattern.quote(old)
              + "[\"']?\\s*(?:#.*)?")
          && isFollowedBy(lines, i, kind)) {
        int at = offset + lines[i].indexOf(old);
        editor.replace(path, at, at + old.length(), now);
      }
      offset += lines[i].length() + 1;
    }
  }

  private static boolean isFollowedBy(String[] lines, int from, String kind) {
    for (int i = from + 1; i <= Math.min(lines.length - 1, from + REACH); i++) {
      if (lines[i].matches("\\s*kind: *[\"']?" + kind + "[\"']?\\s*(?:#.*)?")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void recognise(TextDiff diff, Evidence evidence, Claims claims) {
    for (Hunk hunk : diff.hunks()) {
      if (hunk.isOneLine() && hunk.after().get(0).contains("apiVersion:")) {
        String[] lines = diff.after().split("\n", -1);
        for (int i = hunk.line(); i < Math.min(lines.length, hunk.line() + REACH); i++) {
          String kind = lines[i].strip().replaceFirst("^kind: *", "");
          Optional<String> to =
              evidence.facts().tools().kubernetesSuccessor(version(hunk.before().get(0)), kind);
          if (to.equals(Optional.of(version(hunk.after().get(0))))) {
            claims.ask(hunk, "the API version that took its place", "it reaches a cluster");
          }
        }
      }
    }
  }

  private static String version(String line) {
    return line.replaceFirst("^.*apiVersion: *", "")
        .replaceAll("[\"']|\\s*#.*", "")
        .strip();
  }
}
