package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A newer version of a language in place of one that is out of support, or that the repository's own
 * files no longer allow. What is offered and supported: endoflife.date and the lists of the setup
 * actions, as of the date of the facts.
 *
 * <p>No new code in the sense of the gate: the same action installs a later release of the same
 * vendor, of a line that is known.
 */
final class RuntimeVersion implements Fix {
  private static final About ABOUT = About.of(
          "runtime-version",
          "Moves an outdated version of a language to one that is supported and allowed")
      .with(Trait.OTHER_BUILD);

  /** A setup action and the input that holds the version. */
  record Setup(String runtime, String action, String input) {}

  static final List<Setup> SETUPS = List.of(
      new Setup("node", "actions/setup-node", "node-version"),
      new Setup("python", "actions/setup-python", "python-version"),
      new Setup("java", "actions/setup-java", "java-version"),
      new Setup("ruby", "ruby/setup-ruby", "ruby-version"),
      new Setup("dotnet", "actions/setup-dotnet", "dotnet-version"),
      new Setup("php", "shivammathur/setup-php", "php-version"),
      new Setup("go", "actions/setup-go", "go-version"));
  private static final List<VersionFile> FILES = List.of(
      new VersionFile("node", "actions/setup-node", "node-version", "node-version-file"),
      new VersionFile("python", "actions/setup-python", "python-version", "python-version-file"),
      new VersionFile("java", "actions/setup-java", "java-version", "java-version-file"));
  /** Files that may say which version is meant, and are not read for it. */
  static final List<String> TOLD = List.of(
      "package.json",
      "Pipfile",
      "tox.ini",
      "noxfile.py",
      "environment.yml",
      "mypy.ini",
      ".mise.toml");

  /** Of which it is known where a repository may say that the old version stays. */
  static final Set<String> READ = Set.of("node", "python");

  /** Where one of these is, the platform that runs the program may read the same files. */
  static final List<String> DEPLOYED = List.of(
      "Procfile",
      ".readthedocs.yaml",
      ".readthedocs.yml",
      ".gitlab-ci.yml",
      "azure-pipelines.yml",
      "cloudbuild.yaml",
      ".platform.app.yaml",
      "runtime.txt",
      "netlify.toml",
      "render.yaml",
      "fly.toml",
      "app.yaml",
      "vercel.json",
      "wrangler.toml",
      "wrangler.jsonc",
      "nixpacks.toml",
      "railway.json",
      "railway.toml",
      "heroku.yml",
      "app.json",
      "manifest.yml",
      "amplify.yml",
      "apprunner.yaml",
      "serverless.yml",
      "Capfile",
      "config/deploy.rb",
      "config/deploy.yml",
      "Dockerfile");

  static final Map<String, String> TOOL_FILES = Map.of(
      ".nvmrc", "node",
      ".node-version", "node",
      ".python-version", "python",
      ".ruby-version", "ruby",
      ".java-version", "java",
      ".go-version", "go");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    FILES.forEach(file -> file.recognise(diff, evidence, claims));
    for (Setup setup : SETUPS) {
      for (ChangedInput change : ChangedInput.of(diff, setup.action())) {
        if (change.is(setup.input()) && change.isEdit()) {
          literal(diff, setup, change, evidence, claims);
        }
      }
    }
    VersionVariable.recognise(diff, evidence, claims);
    diff.deltas().stream()
        .filter(delta -> delta.isEdit() && delta.keys().size() == 4)
        .filter(delta -> delta.isInJob(
            "strategy", "matrix", delta.keys().get(2), delta.keys().get(3)))
        .forEach(delta -> leg(delta, evidence, claims));
  }

  /** Five parameters: the three that each kind is given, and which input of which action it is. */
  private static void literal(
      WorkflowDiff diff, Setup setup, ChangedInput change, FixEvidence evidence, Claims claims) {
    String old = change.from().orElseThrow();
    RuntimeMove move = new RuntimeMove(setup.runtime(), old, change.to().orElseThrow());
    Optional<RuntimeMove.Verdict> verdict = move.judge(
        evidence, Folders.of(diff.after(), change.job()), diff.after().path());
    boolean left = ChangedInput.staysSomewhere(diff, setup.action(), setup.input(), old);
    boolean workflow = WorkflowFile.isWorkflow(diff.after().path());
    verdict.ifPresent(v -> {
      if (v.asks().isPresent()) {
        claims.ask(change.delta(), v.why(), v.asks().get());
      } else if (left) {
        claims.ask(change.delta(), v.why(), "another step keeps " + setup.input() + ": " + old);
      } else if (!workflow) {
        claims.ask(change.delta(), v.why(), "who calls this action may need the old version");
      } else {
        Variants.lost(diff, change.job(), setup.input())
            .or(() -> v.demanded() ? Optional.empty() : deployed(setup, evidence))
            .ifPresentOrElse(
                reason -> claims.ask(change.delta(), v.why(), reason),
                () -> claims.claim(change.delta(), v.why()));
      }
    });
  }

  /** Where the program runs on a platform, it may run with the same version as its checks. */
  private static Optional<String> deployed(Setup setup, FixEvidence evidence) {
    if (!READ.contains(setup.runtime())) {
      return Optional.of("no file of the repository asks for it");
    }
    return Stream.concat(DEPLOYED.stream(), TOLD.stream())
        .filter(path -> evidence
            .file(path)
            .filter(text -> !path.equals("package.json")
                || text.contains("volta")
                || text.contains("@types/node"))
            .isPresent())
        .findFirst()
        .map(path -> "the version may be the one that is deployed: there is " + path);
  }

  /** One leg of a matrix: what is tested is the developers' decision. */
  private static void leg(Delta delta, FixEvidence evidence, Claims claims) {
    String axis = delta.keys().get(2);
    Map<String, String> runtimes = new LinkedHashMap<>();
    SETUPS.forEach(setup -> delta.job().orElseThrow().after().steps().stream()
        .filter(step -> Steps.uses(step, setup.action()))
        .filter(step -> step.sub("with")
            .text(setup.input())
            .filter(text -> text.matches("\\$\\{\\{ *matrix\\." + Pattern.quote(axis) + " *\\}\\}"))
            .isPresent())
        .forEach(step -> runtimes.put(setup.runtime(), setup.input())));
    if (runtimes.size() == 1) {
      String runtime = runtimes.keySet().iterator().next();
      new RuntimeMove(runtime, delta.textBefore(), delta.textAfter())
          .judge(evidence, Set.of(""), delta.path())
          .ifPresent(v ->
              claims.ask(delta, v.why(), "which versions are tested is the developers' decision"));
    }
  }

  /** A file that holds one version and nothing else. */
  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    String runtime = TOOL_FILES.getOrDefault(diff.fileName(), "");
    if (runtime.isEmpty() || diff.hunks().size() != 1 || !diff.hunks().get(0).isOneLine()) {
      return;
    }
    Hunk hunk = diff.hunks().get(0);
    String before = hunk.before().get(0);
    String after = hunk.after().get(0);
    if (!diff.before().strip().equals(before) || !diff.after().strip().equals(after)) {
      return;
    }
    Set<String> folders = new LinkedHashSet<>(List.of(Folders.parent(diff.path()), ""));
    Optional<String> platform = folders.stream()
        .flatMap(folder -> DEPLOYED.stream().map(name -> Folders.join(folder, name)))
        .filter(path -> evidence.file(path).isPresent())
        .findFirst();
    if (platform.isPresent()) {
      claims.ask(
          hunk,
          "a newer version",
          "the file may also set the version that is deployed: there is " + platform.get());
      return;
    }
    new RuntimeMove(runtime, before, after)
        .judge(evidence, Set.of(Folders.parent(diff.path())), diff.path())
        .ifPresent(v -> v.asks()
            .or(() -> v.demanded()
                ? Optional.empty()
                : Optional.of("no file of the repository asks for it"))
            .ifPresentOrElse(
                reason -> claims.ask(hunk, v.why(), reason), () -> claims.claim(hunk, v.why())));
  }
}
