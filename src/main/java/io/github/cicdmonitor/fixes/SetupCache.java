package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cache of a setup action is for a package manager that the repository does not use: its lock
 * file is not found. The cache goes to the manager whose file is there (READMEs of setup-node,
 * setup-python and setup-java, "caching").
 */
final class SetupCache implements Fix {
  private static final String INPUT = "cache";
  private static final String PATH = "cache-dependency-path";

  /** Files by which each action knows the manager, at the root; the first manager found is no choice. */
  private static final Map<String, Map<String, List<String>>> MANAGERS = Map.of(
      "actions/setup-node",
      Map.of(
          "npm", List.of("package-lock.json", "npm-shrinkwrap.json"),
          "yarn", List.of("yarn.lock"),
          "pnpm", List.of("pnpm-lock.yaml")),
      "actions/setup-python",
      Map.of(
          "pip", List.of("requirements.txt", "pyproject.toml"),
          "pipenv", List.of("Pipfile.lock"),
          "poetry", List.of("poetry.lock")),
      "actions/setup-java",
      Map.of(
          "maven", List.of("pom.xml"),
          "gradle", List.of("build.gradle", "build.gradle.kts"),
          "sbt", List.of("build.sbt")),
      "actions/setup-go",
      Map.of("true", List.of("go.sum")));

  /** Commands that need the file by which the action knows the manager. */
  private static final Map<String, Pattern> COMMANDS = Map.of(
      "npm", Pattern.compile("\\bnpm ci\\b"),
      "yarn", Pattern.compile("\\byarn (?:install|--frozen-lockfile|--immutable)\\b"),
      "pnpm", Pattern.compile("\\bpnpm (?:install|i)\\b"),
      "pip",
          Pattern.compile(
              "\\bpip3? install (?:(?:-e|--editable) )?\\.(?:\\[|\\s|$)|\\bpip3? install -r requirements\\.txt"),
      "pipenv", Pattern.compile("\\bpipenv (?:install|sync)\\b"),
      "poetry", Pattern.compile("\\bpoetry (?:install|sync)\\b"),
      "maven", Pattern.compile("\\bmvnw? "),
      "gradle", Pattern.compile("\\bgradlew? "));

  private static final About ABOUT = About.of(
          "setup-cache",
          "Sets the cache of a setup action to the package manager that the repository uses")
      .with(Trait.OTHER_BUILD)
      .askedBy(
          "unknown package manager specified",
          "Caching for '[^']*' is not supported",
          "Dependencies lock file is not found in",
          "No file in \\S+ matched to \\[[^\\]]*\\], make sure you have checked out");

  /** By which a manager is known to an action. */
  static List<String> files(String action) {
    return MANAGERS.getOrDefault(action, Map.of()).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(MANAGERS.keySet().toArray(String[]::new))) {
      for (WorkflowFile.Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          MANAGERS.keySet().stream()
              .filter(action -> !action.equals("actions/setup-go") && Steps.uses(step, action))
              .forEach(action -> edit(file, job, step, action, files, editor));
        }
      }
    }
    return Proposed.edits(
        "ci: Cache what the repository's package manager uses",
        "The cache is set to a package manager of which the repository has no lock file; it is set"
            + " to the one whose file is there, or left out where there is none.",
        editor);
  }

  /** Six parameters: a step in its job and file, and what the repository holds beside it. */
  private static void edit(
      WorkflowFile file,
      WorkflowFile.Job job,
      Mapping step,
      String action,
      Checkout files,
      Editor editor) {
    Mapping with = step.sub("with");
    Optional<String> cache = with.text(INPUT).filter(text -> !text.contains("${{"));
    if (cache.isEmpty() || with.get(PATH).isPresent()) {
      return;
    }
    Map<String, List<String>> managers = MANAGERS.getOrDefault(action, Map.of());
    List<String> own = managers.getOrDefault(cache.get(), List.of());
    List<String> used = managers.keySet().stream()
        .filter(manager -> managers.getOrDefault(manager, List.of()).stream().anyMatch(files::has))
        .toList();
    List<String> deeper =
        own.stream().flatMap(name -> files.named(name).stream()).toList();
    if (used.contains(cache.get())) {
      return;
    }
    if (deeper.size() == 1) {
      editor.input(file, step, PATH, deeper.get(0));
    } else if (used.size() == 1 && deeper.isEmpty() && isInstalled(used.get(0), step, job)) {
      editor.input(file, step, INPUT, used.get(0));
    } else if (used.isEmpty() && deeper.isEmpty()) {
      editor.removeInput(file, step, INPUT);
    }
  }

  /** setup-node asks pnpm where its store is, so it must be there; the others are on the image. */
  private static boolean isInstalled(String manager, Mapping step, WorkflowFile.Job job) {
    return !manager.equals("pnpm")
        || job.steps().stream()
            .takeWhile(earlier -> !earlier.span().equals(step.span()))
            .anyMatch(earlier -> Steps.uses(earlier, "pnpm/action-setup"));
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    if (!WorkflowFile.isWorkflow(diff.after().path())) {
      return;
    }
    MANAGERS
        .keySet()
        .forEach(action -> ChangedInput.of(diff, action).stream()
            .filter(change -> change.is(INPUT) || change.is(PATH))
            .filter(change -> isOff(change))
            .forEach(change -> off(diff, change, claims)));
    MANAGERS.forEach((action, managers) -> ChangedInput.of(diff, action).stream()
        .filter(change -> change.to().isPresent())
        .forEach(change -> {
          String manager = change.inputs().text(INPUT).orElse("");
          if (change.is(INPUT)) {
            cache(change, managers, evidence, claims);
          } else if (change.is(PATH)) {
            path(change, managers.getOrDefault(manager, List.of()), evidence, claims);
          }
        }));
  }

  /** No cache is read afterwards, so that every file comes from where it was made. */
  private static boolean isOff(ChangedInput change) {
    Optional<String> cache = change.inputs().text(INPUT);
    boolean go = Steps.uses(change.step(), "actions/setup-go");
    boolean none = go ? cache.filter("false"::equals).isPresent() : cache.isEmpty();
    return none && (change.isGone() || (go && change.is(INPUT)));
  }

  private static void off(WorkflowDiff diff, ChangedInput change, Claims claims) {
    String why = "without a cache the same is downloaded again";
    if (diff.after().text().contains("cache-hit")) {
      claims.ask(change.delta(), why, "the workflow looks at whether the cache was found");
    } else {
      claims.claim(change.delta(), why);
    }
  }

  private static void cache(
      ChangedInput change,
      Map<String, List<String>> managers,
      FixEvidence evidence,
      Claims claims) {
    String now = change.to().orElseThrow();
    Map<String, String> there = new LinkedHashMap<>();
    managers.forEach((manager, names) -> names.stream()
        .filter(name -> evidence.file(name).isPresent())
        .findFirst()
        .ifPresent(name -> there.put(manager, name)));
    managers.keySet().stream()
        .filter(manager -> runs(manager, change.job()))
        .forEach(manager -> there.putIfAbsent(manager, "what the job's " + manager + " needs"));
    if (!there.containsKey(now) || !isInstalled(now, change.step(), change.job())) {
      return;
    }
    String why = there.get(now) + " is there";
    boolean off =
        change.from().filter(old -> old.isBlank() || old.equals("false")).isPresent();
    if (off) {
      claims.ask(change.delta(), why, "somebody switched the cache off");
      return;
    }
    boolean plain = change.inputs().get(PATH).isEmpty()
        && Folders.areCheckedOutBefore(change.step(), change.job());
    if (!plain || there.containsKey(change.from().orElse(""))) {
      claims.ask(change.delta(), why, "the repository may mean the other package manager");
    } else if (change.from().isEmpty()) {
      claims.claimWithin(change.delta(), why, Surroundings.CHOSEN);
    } else {
      claims.claim(change.delta(), why);
    }
  }

  private static void path(
      ChangedInput change, List<String> names, FixEvidence evidence, Claims claims) {
    String path = Folders.plain(change.to().orElseThrow());
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean other = change
        .from()
        .filter(old ->
            old.matches("(?s).*[*?\\n].*") || evidence.file(Folders.plain(old)).isPresent())
        .isPresent();
    if (!names.contains(name) || evidence.file(path).isEmpty() || other) {
      return;
    }
    boolean atRoot = names.stream().anyMatch(file -> evidence.file(file).isPresent());
    if (change.isNew() && atRoot) {
      claims.ask(
          change.delta(),
          path + " is there",
          "the key would no longer depend on the file at the root");
    } else {
      claims.claim(change.delta(), path + " is there");
    }
  }

  private static boolean runs(String manager, WorkflowFile.Job job) {
    return COMMANDS.containsKey(manager)
        && job.steps().stream()
            .anyMatch(step ->
                COMMANDS.get(manager).matcher(step.text("run").orElse("")).find());
  }
}
