package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code docker-compose}, which hosted images have lost, to the plugin {@code docker compose}: the
 * same program under another name (docs.docker.com, "Migrate to Compose V2").
 */
final class DockerComposePlugin implements Fix {
  private static final About ABOUT = About.of(
          "docker-compose-plugin",
          "Calls docker compose instead of docker-compose, which hosted runners no longer have")
      .mending(Category.ENVIRONMENT)
      .within(Surroundings.PREPARED)
      .askedBy(
          "docker-compose: (?:(?:command )?not found|No such file or directory)",
          "spawn docker-compose ENOENT",
          "exec: \"?docker-compose\"?: executable file not found");

  // a command word: at the start, behind an operator, or behind a word that starts a command
  private static final Pattern COMMAND = Pattern.compile(
      "(?m)((?:^|[;&|(]|\\$\\(|\\b(?:sudo|then|do|else|exec|time)\\s)[ \\t]*)docker-compose(?=\\s)");

  private static final String MANIFEST = "package.json";
  // a script of package.json, or a command in it
  private static final Pattern SCRIPT = Pattern.compile(
      "((?:\"[A-Za-z0-9:_.-]+\": *\"|&& |\\|\\| |; )(?:sudo )?)docker-compose(?= )");

  private static final String WHY = "docker compose is docker-compose under its new name";
  private static final Pattern INSTALLED = Pattern.compile(
      "(?i)\\b(?:install|add|download)\\b[^\\n;&|]*docker[-/]compose|bin/docker-compose"
          + "|(?:alias|function) +docker-compose|docker-compose *\\(\\)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsAndActionsWith("docker-compose")) {
      for (WorkflowFile.Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          step.get("run").flatMap(Yaml::scalar).ifPresent(run -> rewrite(file, run, editor));
        }
      }
    }
    files.paths().stream()
        .filter(DockerComposePlugin::isScript)
        .filter(path -> isCalled(path, files))
        .forEach(path -> rewrite(path, files.text(path).orElse(""), editor));
    files.text(MANIFEST).filter(text -> files.named(MANIFEST).size() == 1).ifPresent(text -> {
      String now = SCRIPT.matcher(text).replaceAll("$1docker compose");
      if (!now.equals(text)) {
        editor.replace(MANIFEST, 0, text.length(), now);
      }
    });
    return Proposed.edits(
        "ci: Call docker compose instead of docker-compose",
        "The runner has no docker-compose; the plugin docker compose is the same program.",
        editor);
  }

  private static boolean isScript(String path) {
    return path.equals("Makefile") || path.endsWith(".sh");
  }

  /** By a step of a workflow or action: {@code make}, or the script's name. */
  private static boolean isCalled(String path, Checkout files) {
    String name = path.equals("Makefile") ? "make" : path.substring(path.lastIndexOf('/') + 1);
    Pattern word =
        Pattern.compile("(?<![A-Za-z0-9_.-])" + Pattern.quote(name) + "(?![A-Za-z0-9_.-])");
    return files.workflowsAndActionsWith(name).stream()
        .flatMap(file -> file.jobs().stream())
        .flatMap(job -> job.steps().stream())
        .anyMatch(step -> word.matcher(step.text("run").orElse("")).find());
  }

  private static void rewrite(String path, String text, Editor editor) {
    String now = plugin(text);
    if (!now.equals(text)) {
      editor.replace(path, 0, text.length(), now);
    }
  }

  private static void rewrite(WorkflowFile file, Scalar run, Editor editor) {
    int start = run.span().start();
    String written = file.text().substring(start, run.span().end());
    String now = plugin(written);
    if (!now.equals(written)) {
      editor.replace(file.path(), start, run.span().end(), now);
    }
  }

  private static String plugin(String script) {
    return COMMAND.matcher(script).replaceAll("$1docker compose");
  }

  /** Every call in the script moved, and nothing else changed. */
  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    diff.deltas().stream()
        .filter(delta -> delta.isInStep("run") && delta.isEdit())
        .filter(delta -> plugin(delta.textBefore()).equals(delta.textAfter()))
        .forEach(delta -> doubt(diff, delta, evidence)
            .ifPresentOrElse(
                reason -> claims.ask(delta, WHY, reason), () -> claims.claim(delta, WHY)));
  }

  private static Optional<String> doubt(WorkflowDiff diff, Delta delta, FixEvidence evidence) {
    WorkflowFile.Job job = delta.job().orElseThrow().after();
    List<Scalar> labels = RunnerPlaces.of(job).labels();
    boolean hosted = !labels.isEmpty()
        && labels.stream()
            .map(Scalar::text)
            .allMatch(label -> evidence.facts().label(label).isPresent()
                || evidence.facts().latest(label).isPresent());
    if (!hosted || job.body().get("container").isPresent()) {
      return Optional.of("whether the machine has the plugin is not known");
    }
    if (!evidence.isFresh(FactsSection.RUNNER_LABELS)) {
      return Optional.of("the table of runner labels is older than half a year");
    }
    Optional<String> newer = first(evidence, "compose.yaml", "compose.yml");
    Optional<String> older = first(evidence, "docker-compose.yml", "docker-compose.yaml");
    if (newer.isPresent() && older.isPresent()) {
      return Optional.of("the plugin prefers " + newer.get() + " to " + older.get());
    }
    for (WorkflowFile.Job other : diff.after().jobs()) {
      for (Leaves.Leaf leaf : Leaves.of(other.body())) {
        if (leaf.key().equals("run") && !plugin(leaf.text()).equals(leaf.text())) {
          return Optional.of("another step still calls docker-compose");
        }
        if (INSTALLED.matcher(leaf.text()).find()) {
          return Optional.of("the workflow brings a docker-compose of its own");
        }
      }
    }
    return Optional.empty();
  }

  /** Makefiles and scripts also run on machines that have no plugin. */
  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    if (isScript(diff.path()) && plugin(diff.before()).equals(diff.after())) {
      diff.hunks().forEach(hunk -> claims.ask(hunk, WHY, "it is called on other machines too"));
    }
  }

  private static Optional<String> first(FixEvidence evidence, String... paths) {
    return Stream.of(paths).filter(path -> evidence.file(path).isPresent()).findFirst();
  }
}
