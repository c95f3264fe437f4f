package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Version.Step;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The job installs an older Go than go.mod asks for, and {@code GOTOOLCHAIN=local}, which setup-go
 * sets from v6 on, forbids to fetch the right one. The workflow then takes the version from go.mod
 * (actions/setup-go, README, "go-version-file").
 *
 * <p>No new code in the sense of the gate: the same action installs another release of the same
 * vendor, and the repository itself names which.
 */
final class GoVersionFile implements Fix {
  private static final String ACTION = "actions/setup-go";
  private static final String LITERAL = "go-version";
  private static final String FILE = "go-version-file";
  private static final VersionFile MOVE = new VersionFile("go", ACTION, LITERAL, FILE);
  private static final int FIRST_MAJOR_WITH_FILE = 3;
  private static final About ABOUT = About.of(
          "go-version-file",
          "Takes the Go version from go.mod where a workflow installs an older one")
      .mending(Category.ENVIRONMENT)
      .within(Surroundings.PLAIN)
      .with(Trait.OTHER_BUILD)
      .askedBy(
          "(?:^|\\s)([A-Za-z0-9_./-]*go\\.(?:mod|work)) requires go >= ?v?([0-9][0-9.]*)",
          "([A-Za-z0-9_./-]*go\\.(?:mod|work)):[0-9]+: invalid go version '([0-9][0-9.]*)': must match",
          "note: module (requires) Go ([0-9][0-9.]*)",
          "go: (download) go([0-9][0-9.]*) for \\S+: toolchain not available");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String required = fault.group(2);
    boolean says = fault.group(1).contains("go.");
    String named =
        says ? Folders.plain(fault.group(1)).replaceFirst("^(?:\\.\\./)+", "") : "go.mod";
    List<String> modules = modules(named, required, files);
    if (modules.size() != 1) {
      return Proposed.no("no one " + named + " of the repository asks for go " + required);
    }
    String path = modules.get(0);
    boolean only = modulesNamed(named, files).size() == 1;
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(ACTION)) {
      for (WorkflowFile.Job job : file.jobs()) {
        boolean here = only || Folders.of(file, job).contains(Folders.parent(path));
        for (Mapping step : here ? job.steps() : List.<Mapping>of()) {
          if (Steps.uses(step, ACTION) && Folders.areCheckedOutBefore(step, job)) {
            edit(file, step, path, required, editor);
            VersionVariable.of(file, job, step, LITERAL)
                .filter(value -> isTooOld(value.text(), required))
                .ifPresent(value -> editor.replace(file, value, styled(value.text(), required)));
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Take the Go version from " + path,
        path + " asks for go " + required
            + ", and the job has an older one; the version comes from " + path + " now.",
        editor);
  }

  private static List<String> modulesNamed(String named, Checkout files) {
    return files.named(named.substring(named.lastIndexOf('/') + 1)).stream()
        .filter(path -> !path.matches("(?:.*/)?(?:vendor|testdata|node_modules)/.*"))
        .toList();
  }

  private static List<String> modules(String named, String required, Checkout files) {
    List<String> all = modulesNamed(named, files);
    if (named.contains("/") && all.contains(named)) {
      return List.of(named);
    }
    return all.stream()
        .filter(path -> files
            .text(path)
            .flatMap(text -> NamedVersions.versionIn("go", path, text))
            .filter(version -> VersionFile.isOlder(required, version))
            .isPresent())
        .toList();
  }

  /** Five parameters: a step is edited in its file, by two facts that go.mod told: its path and version. */
  private static void edit(
      WorkflowFile file, Mapping step, String path, String required, Editor editor) {
    Mapping with = step.sub("with");
    Optional<String> literal = with.text(LITERAL);
    boolean knowsFile = Steps.action(step)
        .filter(action -> action.isCommit() || major(action) >= FIRST_MAJOR_WITH_FILE)
        .isPresent();
    if (!knowsFile || with.get(FILE).isPresent()) {
      return;
    }
    if (with.get(LITERAL).isEmpty()) {
      editor.input(file, step, FILE, path);
    } else if (literal.filter(l -> !Expressions.any(l) && isTooOld(l, required)).isPresent()) {
      editor.rename(file, with, LITERAL, FILE, path);
    }
  }

  /** A line such as {@code 1.25} counts as its first release: setup-go may have that one at hand. */
  private static boolean isTooOld(String literal, String required) {
    String number = literal.strip().replaceFirst("(?:\\.[x*])+$", "");
    Step step = Version.step(number, required);
    return Version.isPlain(number) && step != Step.DOWN && step != Step.SAME && step != Step.OTHER;
  }

  /** As many numbers as before, for a line stays a line: {@code 1.24.x} for {@code 1.22.x}. */
  private static String styled(String old, String required) {
    String end = old.matches(".*\\.[x*]") ? old.substring(old.length() - 2) : "";
    int numbers = old.substring(0, old.length() - end.length()).split("\\.", -1).length;
    String[] parts = required.split("\\.", -1);
    return String.join(".", java.util.Arrays.copyOf(parts, Math.min(numbers, parts.length))) + end;
  }

  private static int major(ActionRef action) {
    return Version.majorsBetween("v0", action.ref());
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    MOVE.recognise(diff, evidence, claims);
    for (ChangedInput change : ChangedInput.of(diff, ACTION)) {
      if (change.is(LITERAL) && change.isEdit()) {
        literal(diff, change, evidence, claims);
      }
    }
  }

  /** A literal that becomes exactly what go.mod names, or its line. */
  private static void literal(
      WorkflowDiff diff, ChangedInput change, FixEvidence evidence, Claims claims) {
    String old = change.from().orElseThrow();
    String now = change.to().orElseThrow();
    List<String> named = new ArrayList<>();
    for (String folder : Folders.of(diff.after(), change.job())) {
      for (String name : List.of("go.mod", "go.work")) {
        String path = Folders.join(folder, name);
        evidence
            .file(path)
            .flatMap(text -> NamedVersions.versionIn("go", path, text))
            .ifPresent(named::add);
      }
    }
    boolean one = named.stream().distinct().count() == 1;
    boolean exact = one
        && (named.get(0).equals(now)
            || NamedVersions.line("go", named.get(0)).equals(now.replaceFirst("\\.x$", "")));
    boolean up = VersionFile.isOlder(old, now.replaceFirst("\\.x$", ""))
        && Version.isPlain(now.replaceFirst("\\.x$", ""));
    if (exact && up) {
      String why = "go.mod names go " + named.get(0);
      if (ChangedInput.staysSomewhere(diff, ACTION, LITERAL, old)) {
        claims.ask(change.delta(), why, "another step keeps go-version: " + old);
      } else {
        Variants.lost(diff, change.job(), LITERAL)
            .ifPresentOrElse(
                reason -> claims.ask(change.delta(), why, reason),
                () -> claims.claim(change.delta(), why));
      }
    }
  }
}
