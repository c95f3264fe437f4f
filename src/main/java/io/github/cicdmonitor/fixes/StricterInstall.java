package io.github.cicdmonitor.fixes;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An installation that keeps to the lock file: {@code npm install} to {@code npm ci} and the like,
 * where the lock file exists. It can only install what the lock file names, or fail.
 */
final class StricterInstall implements Fix {
  private record Way(Pattern loose, String strict, String lock) {}

  private static final String BEFORE = "(?m)((?:^|[;&|(])[ \\t]*)";
  private static final String BEHIND = "(?=[ \\t]*(?:$|[;&|)]))";
  private static final List<Way> WAYS = List.of(
      new Way(
          Pattern.compile(BEFORE + "npm (?:install|i)" + BEHIND), "npm ci", "package-lock.json"),
      new Way(
          Pattern.compile(BEFORE + "pnpm (?:install|i)" + BEHIND),
          "pnpm install --frozen-lockfile",
          "pnpm-lock.yaml"),
      new Way(
          Pattern.compile(BEFORE + "yarn(?: install)?" + BEHIND),
          "yarn install --immutable",
          "yarn.lock"),
      new Way(
          Pattern.compile(BEFORE + "yarn(?: install)?" + BEHIND),
          "yarn install --frozen-lockfile",
          "yarn.lock"));

  // the lock file that the looser command writes is compared or kept
  private static final Pattern WRITES =
      Pattern.compile("\\bgit\\b[^\\n;&|]*\\b(?:diff|status|add|commit)\\b");

  @Override
  public String name() {
    return "stricter-install";
  }

  @Override
  public String title() {
    return "Installs exactly what the lock file names";
  }

  @Override
  public void recognise(WorkflowDiff diff, Evidence evidence, Claims claims) {
    diff.deltas().stream()
        .filter(delta -> delta.isInStep("run") && delta.isEdit())
        .filter(delta -> delta.step().isPresent()
            && delta.step().get().after().get("working-directory").isEmpty()
            && delta.job().orElseThrow().after().steps().stream()
                .noneMatch(step -> WRITES.matcher(step.text("run").orElse("")).find()))
        .forEach(delta -> lock(delta, evidence)
            .ifPresent(lock -> claims.claim(delta, "only what " + lock + " names is installed")));
  }

  /** The lock file, where every installation of that sort became strict and nothing else changed. */
  private static Optional<String> lock(Delta delta, Evidence evidence) {
    return WAYS.stream()
        .filter(way -> evidence.file(way.lock()).isPresent())
        .filter(way -> way.loose()
            .matcher(delta.textBefore())
            .replaceAll("$1" + way.strict())
            .equals(delta.textAfter()))
        .map(Way::lock)
        .findFirst();
  }
}
