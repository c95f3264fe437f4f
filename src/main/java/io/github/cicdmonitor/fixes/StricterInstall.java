package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An installation that keeps to the lock file: {@code npm install} to {@code npm ci} and the like,
 * where the lock file exists. It can only install what the lock file names, or fail.
 */
final class StricterInstall implements Fix {
  private static final About ABOUT =
      About.of("stricter-install", "Installs exactly what the lock file names");

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

  // the lock file that the looser command writes is compared or kept, or something else is
  // installed
  private static final Pattern WRITES =
      Pattern.compile("\\bgit\\b[^\\n;&|]*\\b(?:diff|status|add|commit)\\b"
          + "|\\b(?:npm|pnpm|yarn|npx)\\b[^\\n;&|]*(?:\\b(?:add|up|update|upgrade|link|uninstall|remove|rm|dedupe|version|pkg|set)\\b"
          + "|check-updates|\\b(?:i|install)\\s+(?!-)\\S)"
          + "|package(?:-lock)?\\.json|yarn\\.lock|pnpm-lock");
  private static final Pattern ELSEWHERE =
      Pattern.compile("\\b(?:cd|pushd)\\b|--prefix|--cwd|(?<!\\S)-C\\b");
  private static final Pattern NEWEST =
      Pattern.compile("(?i)latest|newest|canary|next|nightly|bleeding|edge|upgrade|update");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    diff.deltas().stream()
        .filter(delta -> delta.isInStep("run") && delta.isEdit())
        .forEach(delta -> lock(delta, evidence).ifPresent(lock -> {
          String why = "only what " + lock + " names is installed";
          doubt(diff, delta, evidence)
              .ifPresentOrElse(
                  reason -> claims.ask(delta, why, reason), () -> claims.claim(delta, why));
        }));
  }

  private static Optional<String> doubt(WorkflowDiff diff, Delta delta, FixEvidence evidence) {
    WorkflowFile.Job job = delta.job().orElseThrow().after();
    Mapping step = delta.step().orElseThrow().after();
    if (step.get("working-directory").isPresent()
        || Folders.of(diff.after(), job).size() > 1
        || ELSEWHERE.matcher(delta.textBefore()).find()) {
      return Optional.of("it may run in another folder than that of the lock file");
    }
    if (evidence.file(".gitignore").filter(t -> !t.contains("node_modules")).isPresent()
        || evidence.file(".npmrc").filter(t -> t.contains("lock")).isPresent()) {
      return Optional.of("the repository may hold what is installed, or want no lock file");
    }
    if (NEWEST.matcher(job.id() + " " + job.body().text("name").orElse("")).find()) {
      return Optional.of("the job may be there for what no lock file names");
    }
    boolean others = job.steps().stream()
        .map(other -> other.span().equals(step.span())
            ? other
                .text("run")
                .orElse("")
                .replaceAll("(?m)^.*(?:npm ci|--frozen-lockfile|--immutable).*$", "")
            : other.text("run").orElse(""))
        .anyMatch(run -> WRITES.matcher(run).find());
    return others
        ? Optional.of("another step changes or compares what is installed")
        : Optional.empty();
  }

  /** The lock file, where every installation of that sort became strict and nothing else changed. */
  private static Optional<String> lock(Delta delta, FixEvidence evidence) {
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
