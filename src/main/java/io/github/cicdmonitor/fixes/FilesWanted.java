package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which files of the repository a kind of fix would look at to recognise a change: to be fetched
 * beforehand, and passed as {@link FixEvidence}. Many will not exist. What is not fetched counts as not
 * there only for kinds that ask for it here.
 */
public final class FilesWanted {
  private static final int MOST_FOLDERS = 5; // each file is a request
  private static final Map<String, String> RUNTIMES = Map.of(
      "actions/setup-node", "node",
      "actions/setup-python", "python",
      "actions/setup-java", "java",
      "actions/setup-go", "go",
      "actions/setup-dotnet", "dotnet",
      "ruby/setup-ruby", "ruby",
      "shivammathur/setup-php", "php");

  /** Which of these {@code make} reads, the first that is there (GNU make, "What Name to Give"). */
  public static final List<String> MAKEFILES = List.of("GNUmakefile", "makefile", "Makefile");

  /** A pattern of the path of a script in a command, without {@code ./} before it. */
  public static final String SCRIPT_PATH = "(?:[\\w-]+/)*[\\w.-]+\\.(?:ba)?sh|(?:[\\w-]+/)+[\\w-]+";

  /** What commands of a job run, see {@code gate.workflow.OwnScripts}. */
  private static final Map<String, List<String>> RUN =
      Map.of("npm|pnpm|yarn|bun", List.of("package.json"), "make", MAKEFILES);

  private static final Pattern SCRIPT =
      Pattern.compile("(?m)(?:^|[ \\t])(?:\\./)?(" + SCRIPT_PATH + ")(?=\\s|$)");

  /** Files that may speak of what changes, by what stands there or where it stands. */
  private static final Map<String, List<String>> SPEAKING = Map.of(
      "runs-on", List.of(".github/actionlint.yaml", ".github/actionlint.yml"),
      "docker-compose",
          List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"),
      "install", List.of(".gitignore", ".npmrc"));

  private FilesWanted() {}

  /** Paths, none of them outside of the repository. */
  public static Set<String> of(ParsedChange change) {
    Set<String> paths = new LinkedHashSet<>();
    boolean yaml = WorkflowFile.isWorkflow(change.path()) || WorkflowFile.isAction(change.path());
    if (yaml) {
      WorkflowDiff.of(change).ifPresent(diff -> ofWorkflow(diff, paths));
    } else {
      String name = change.path().substring(change.path().lastIndexOf('/') + 1);
      Optional.ofNullable(RuntimeVersion.TOOL_FILES.get(name)).ifPresent(runtime -> {
        for (String file : RuntimeVersion.DEPLOYED) {
          paths.add(file);
          paths.add(Folders.join(Folders.parent(change.path()), file));
        }
        for (String file : NamedVersions.files(runtime)) {
          paths.add(file);
          paths.add(Folders.join(Folders.parent(change.path()), file));
        }
      });
    }
    if (change
            .change()
            .before()
            .filter(t -> t.contains("FROM ") || t.contains("image:"))
            .isPresent()
        || change.change().before().filter(t -> t.contains("container:")).isPresent()) {
      paths.addAll(OfficialImagePatch.PLACES);
    }
    paths.remove(change.path());
    return paths;
  }

  private static void ofWorkflow(WorkflowDiff diff, Set<String> paths) {
    RUNTIMES.forEach((action, runtime) -> {
      for (ChangedInput input : ChangedInput.of(diff, action)) {
        List<String> names = NamedVersions.files(runtime);
        Folders.of(diff.after(), input.job()).stream()
            .limit(MOST_FOLDERS)
            .forEach(folder -> names.forEach(name -> paths.add(Folders.join(folder, name))));
        if (input.is("cache")) {
          paths.addAll(SetupCache.files(action));
        }
        if (!input.is("cache") && RuntimeVersion.READ.contains(runtime)) {
          paths.addAll(RuntimeVersion.DEPLOYED);
          paths.addAll(RuntimeVersion.TOLD);
        }
        input.from().ifPresent(value -> named(value, paths));
        input.to().ifPresent(value -> named(value, paths));
      }
    });
    diff.deltas().stream()
        .flatMap(delta -> VersionVariable.runtime(delta).stream())
        .forEach(runtime -> paths.addAll(NamedVersions.files(runtime)));
    for (Delta delta : diff.deltas()) {
      SPEAKING.forEach((text, files) -> {
        if (delta.isInJob("runs-on")
            ? text.equals("runs-on")
            : delta.textBefore().contains(text)) {
          paths.addAll(files);
        }
      });
    }
    for (WorkflowFile.Job job : diff.after().jobs()) {
      String runs = job.steps().stream()
          .flatMap(step -> step.text("run").stream())
          .collect(java.util.stream.Collectors.joining("\n"));
      for (String folder : Folders.of(diff.after(), job)) {
        RUN.forEach((program, files) -> {
          if (Pattern.compile("\\b(?:" + program + ")\\b").matcher(runs).find()) {
            files.forEach(name -> paths.add(Folders.join(folder, name)));
          }
        });
        SCRIPT
            .matcher(runs)
            .results()
            .forEach(found -> paths.add(Folders.join(folder, found.group(1))));
      }
    }
    if (diff.deltas().stream().anyMatch(FilesWanted::isPlaywright)) {
      paths.addAll(PlaywrightImage.LOCKS);
    }
  }

  private static boolean isPlaywright(Delta delta) {
    return delta.textAfter().startsWith("mcr.microsoft.com/playwright:");
  }

  private static void named(String value, Set<String> paths) {
    String path = Folders.plain(value);
    if (path.matches(
            "(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/){0,8}[A-Za-z0-9_.-]*[A-Za-z_][A-Za-z0-9_.-]*")
        && path.contains(".")) {
      paths.add(path);
    }
  }
}
