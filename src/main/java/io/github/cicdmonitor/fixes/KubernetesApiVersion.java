package io.github.cicdmonitor.fixes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code apiVersion} that Kubernetes no longer serves, to its successor, for kinds whose manifests
 * stay valid (kubernetes.io, deprecation guide). By lines, as a Helm template is no YAML. A person
 * decides: it reaches a cluster.
 */
final class KubernetesApiVersion implements Fix {
  private static final About ABOUT = About.of(
          "kubernetes-api-version",
          "Moves a manifest to the API version that Kubernetes still serves")
      .askedBy("no matches for kind \"([A-Za-z]+)\" in version \"([a-z0-9./]+)\"");
  private static final Pattern VERSION =
      Pattern.compile("(\\s*(?:- )?apiVersion:\\s*[\"']?)([a-z0-9./]+)([\"']?\\s*)");
  private static final Pattern KIND = Pattern.compile("\\s*kind:\\s*[\"']?([A-Za-z]+)[\"']?\\s*");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String kind = fault.group(1);
    String version = fault.group(2);
    Optional<String> next = fault.facts().tools().kubernetesSuccessor(version, kind);
    if (next.isEmpty() || !fault.isFresh(FactsSection.KUBERNETES_API)) {
      return Proposed.no("no successor of " + version + " " + kind + " keeps its manifests valid");
    }
    Editor editor = new Editor(files);
    for (String path : files.paths()) {
      if (path.matches(".*\\.(?:ya?ml|tpl)")) {
        files.text(path).ifPresent(text -> rewrite(path, text, kind, version, next.get(), editor));
      }
    }
    return Proposed.edits(
        "Move " + kind + " to " + next.get(),
        "Kubernetes no longer serves " + version + " for " + kind + "; " + next.get()
            + " takes the same manifests.",
        editor);
  }

  /** Six parameters: a kind and its two versions are looked for in a text and written by its path. */
  private static void rewrite(
      String path, String text, String kind, String version, String next, Editor editor) {
    String[] lines = text.split("\n", -1);
    int at = 0;
    for (int i = 0; i < lines.length; i++) {
      Matcher matcher = VERSION.matcher(lines[i]);
      if (matcher.matches()
          && matcher.group(2).equals(version)
          && kindOf(lines, i).filter(kind::equals).isPresent()) {
        editor.replace(path, at + matcher.start(2), at + matcher.end(2), next);
      }
      at += lines[i].length() + 1;
    }
  }

  /** The kind on the next line that is not empty, or the line above. */
  private static Optional<String> kindOf(String[] lines, int version) {
    for (int i : new int[] {version + 1, version - 1}) {
      if (i >= 0 && i < lines.length) {
        Matcher kind = KIND.matcher(lines[i]);
        if (kind.matches()) {
          return Optional.of(kind.group(1));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    String[] lines = diff.after().split("\n", -1);
    for (Hunk hunk : diff.hunks()) {
      Optional<String> kind = kindOf(lines, hunk.line() - 1);
      boolean successor = hunk.rewritten(VERSION)
          .filter(line -> line.keeps(1, 3))
          .filter(line -> kind.flatMap(k ->
                  evidence.facts().tools().kubernetesSuccessor(line.before().group(2), k))
              .filter(line.after().group(2)::equals)
              .isPresent())
          .isPresent();
      if (successor) {
        claims.ask(
            hunk, "Kubernetes serves the old version no more", "it changes what is deployed");
      }
    }
  }
}
