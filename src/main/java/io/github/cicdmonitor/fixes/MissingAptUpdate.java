package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * apt asks a mirror for a package that is no longer there: the index in the image is older than the
 * mirror. {@code apt-get update} fetches the index first. What is installed is named by the same
 * words as before, and signed by the same archive.
 */
final class MissingAptUpdate implements Fix {
  private static final About ABOUT = About.of(
          "missing-apt-update", "Runs apt-get update before apt-get install")
      .mending(Category.ENVIRONMENT)
      .within(Surroundings.BEFORE)
      .askedBy(
          "Unable to fetch some archives, maybe run apt-get update",
          "E: Failed to fetch \\S+ +404 +Not Found",
          "E: Unable to locate package [a-z0-9]");

  // of Docker's official ones, the first and only
  private static final Pattern OFFICIAL = Pattern.compile(
      "^(?:\\s*#[^\\n]*\\n|\\s*\\n)*FROM (?:debian|ubuntu|buildpack-deps|python|node|golang|ruby|php|perl|rust|gcc|openjdk"
          + "|eclipse-temurin|postgres|nginx|httpd)(?::[\\w.-]+)?(?: AS \\w+)?\\s*\\n(?![\\s\\S]*\\nFROM )");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    List<WorkflowFile> open = fault.workflow().isEmpty()
        ? files.workflowsAndActionsWith("apt")
        : files.workflowsAt(fault.workflow());
    open.forEach(file -> file.jobs().forEach(job -> edit(file, job, editor)));
    if (editor.isUntouched()) {
      files.paths().stream()
          .filter(MissingAptUpdate::isDockerfile)
          .forEach(path -> dockerfile(path, files.text(path).orElse(""), editor));
    }
    if (editor.isUntouched()) {
      files.paths().stream()
          .filter(path -> path.endsWith(".sh") && isCalled(path, files))
          .forEach(path -> script(path, files.text(path).orElse(""), editor));
    }
    return Proposed.edits(
        "ci: Run apt-get update before apt-get install",
        "The package index of the image is older than the mirror; nothing updates it before the"
            + " installation.",
        editor);
  }

  private static void edit(WorkflowFile file, WorkflowFile.Job job, Editor editor) {
    if (!isPosix(file, job)) {
      return;
    }
    for (Mapping step : job.steps()) {
      Optional<Scalar> run = step.get("run").flatMap(Yaml::scalar);
      if (run.isEmpty()) {
        continue;
      }
      if (AptUpdate.updates(run.get().text())) {
        return;
      }
      if (AptUpdate.installs(run.get().text())) {
        int end = run.get().span().end();
        int start = Math.min(end, scriptStart(file, run.get()));
        String written = file.text().substring(start, end);
        String now = AptUpdate.withUpdate(written);
        if (!now.equals(written)) {
          editor.replace(file.path(), start, end, now);
        }
        return;
      }
    }
  }

  /** Behind the sign of a block, which is none of the script's own. */
  private static int scriptStart(WorkflowFile file, Scalar run) {
    int start = run.span().start();
    return run.isBlock() ? file.text().indexOf('\n', start) + 1 : start;
  }

  /** By a step of a workflow. */
  private static boolean isCalled(String path, Checkout files) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return files.workflowsAndActionsWith(name).stream()
        .flatMap(file -> file.jobs().stream())
        .flatMap(job -> job.steps().stream())
        .anyMatch(step -> Leaves.holdsWord(step.text("run").orElse("").replace('/', ' '), name));
  }

  private static void script(String path, String text, Editor editor) {
    String now = AptUpdate.updates(text) ? text : AptUpdate.withUpdate(text);
    if (!now.equals(text)) {
      editor.replace(path, 0, text.length(), now);
    }
  }

  private static void dockerfile(String path, String text, Editor editor) {
    StringBuilder now = new StringBuilder();
    for (String run : text.split("(?m)^(?=RUN\\s)", -1)) {
      now.append(
          run.startsWith("RUN") && !AptUpdate.updates(run) ? AptUpdate.withUpdate(run) : run);
    }
    if (!now.toString().equals(text)) {
      editor.replace(path, 0, text.length(), now.toString());
    }
  }

  private static boolean isDockerfile(String path) {
    return path.matches("(?:.*/)?(?:Dockerfile|Containerfile)(?:\\.[A-Za-z0-9_-]+)?");
  }

  private static boolean isPosix(WorkflowFile file, WorkflowFile.Job job) {
    return isPosix(file.root().sub("defaults").sub("run"))
        && isPosix(job.body().sub("defaults").sub("run"));
  }

  private static boolean isPosix(Mapping with) {
    return with.get("shell").isEmpty()
        || with.text("shell")
            .filter(shell -> shell.matches("(?:bash|sh)(?: -[a-z]+)*"))
            .isPresent();
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean posix =
          delta.job().filter(job -> isPosix(diff.after(), job.after())).isPresent();
      if (posix && delta.isInStep("run") && delta.isEdit()) {
        boolean shell = isPosix(delta.step().orElseThrow().after());
        if (shell && AptUpdate.isAdded(delta.textBefore(), delta.textAfter())) {
          claims.claim(delta, "apt-get update runs first, nothing else changes");
        }
      } else if (posix && WorkflowFile.isWorkflow(diff.after().path()) && isNewStep(delta)) {
        claims.claim(delta, "a step that only runs apt-get update, before the installation");
      }
    }
  }

  /** One command and at most a plain name; the next step installs, by the same user. */
  private static boolean isNewStep(Delta delta) {
    Optional<Mapping> step = delta.after().flatMap(Yaml::mapping);
    if (step.isEmpty() || delta.before().isPresent() || !delta.keys().isEmpty()) {
      return false;
    }
    String run = step.get().text("run").orElse("");
    boolean plain = step.get().entries().keySet().stream()
            .allMatch(key -> key.equals("run") || key.equals("name"))
        && step.get().text("name").orElse("Update").matches("[A-Za-z][A-Za-z0-9 -]{0,59}");
    List<Mapping> steps = delta.job().orElseThrow().after().steps();
    int next = indexOf(steps, step.get()) + 1;
    String then = next > 0 && next < steps.size() ? steps.get(next).text("run").orElse("") : "";
    return plain
        && AptUpdate.isOnlyUpdate(run)
        && AptUpdate.installs(then)
        && AptUpdate.installsBySudo(then) == run.strip().startsWith("sudo ");
  }

  /** The very step, not one that equals it. */
  static int indexOf(List<Mapping> steps, Mapping step) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).span().equals(step.span())) {
        return i;
      }
    }
    return -1;
  }

  /** In a Dockerfile, or a shell script that runs from top to bottom. */
  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    boolean docker = isDockerfile(diff.path());
    if (!docker && !diff.path().endsWith(".sh")) {
      return;
    }
    if (!docker || !OFFICIAL.matcher(diff.after()).find()) {
      diff.hunks().stream()
          .filter(hunk ->
              AptUpdate.isAdded(String.join("\n", hunk.before()), String.join("\n", hunk.after()))
                  || isNewLine(diff, hunk))
          .forEach(hunk -> claims.ask(
              hunk, "apt-get update runs first", "where its packages come from is not known"));
      return;
    }
    if (isOneInstruction(diff)) {
      diff.hunks()
          .forEach(hunk -> claims.claim(hunk, "apt-get update runs first, nothing else changes"));
      return;
    }
    for (Hunk hunk : diff.hunks()) {
      String before = String.join("\n", hunk.before());
      String after = String.join("\n", hunk.after());
      if (hunk.isOneLine()
          && before.startsWith("RUN ")
          && isAlone(diff, hunk)
          && AptUpdate.isAdded(before, after)) {
        claims.claim(hunk, "apt-get update runs first, nothing else changes");
      }
    }
  }

  /** One RUN over several lines, which gets nothing but the update. */
  private static boolean isOneInstruction(TextDiff diff) {
    List<String> before = instructions(diff.before());
    List<String> after = instructions(diff.after());
    boolean plain = !diff.after().contains("<<")
        && !diff.after().toLowerCase(java.util.Locale.ROOT).matches("(?s)\\s*#\\s*escape.*");
    if (!plain || before.size() != after.size()) {
      return false;
    }
    int added = 0;
    for (int i = 0; i < before.size(); i++) {
      boolean same = before.get(i).equals(after.get(i));
      boolean update = !same
          && before.get(i).startsWith("RUN ")
          && !after.get(i).contains("#")
          && AptUpdate.isAdded(before.get(i), after.get(i));
      if (!same && !update) {
        return false;
      }
      added += update ? 1 : 0;
    }
    return added == 1;
  }

  private static List<String> instructions(String text) {
    return List.of(text.replaceAll("[ \\t]*\\\\[ \\t]*\\r?\\n[ \\t]*", " ").split("\n", -1));
  }

  /** The line above it does not go on in this one, and no here-document is open. */
  private static boolean isAlone(TextDiff diff, Hunk hunk) {
    List<String> above =
        diff.after().lines().limit(Math.max(0, hunk.line() - 1)).toList();
    boolean continues = !above.isEmpty()
        && above.get(above.size() - 1).stripTrailing().matches(".*(?:\\\\|&&|\\|)");
    return !continues && above.stream().noneMatch(line -> line.contains("<<"));
  }

  private static boolean isNewLine(TextDiff diff, Hunk hunk) {
    if (!hunk.before().isEmpty() || hunk.after().size() != 1 || !isAlone(diff, hunk)) {
      return false;
    }
    String next = diff.after().lines().skip(hunk.line()).findFirst().orElse("");
    return AptUpdate.isOnlyUpdate(hunk.after().get(0))
        && AptUpdate.isAdded(next, hunk.after().get(0) + "\n" + next);
  }
}
