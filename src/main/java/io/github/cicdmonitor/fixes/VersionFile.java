package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.NamedVersions.Named;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Version.Step;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A setup action takes a version from a file of the repository, instead of a literal one in the
 * workflow. The file must be there when the step runs, and must not name an older version.
 *
 * @param action in lower case
 * @param literal input that holds a version
 * @param file input that names a file
 */
record VersionFile(String runtime, String action, String literal, String file) {
  /** The first majors that have the input, by their READMEs. */
  private static final Map<String, Integer> FIRST_MAJORS = Map.of(
      "actions/setup-go", 3,
      "actions/setup-node", 3,
      "actions/setup-python", 4,
      "actions/setup-java", 4,
      "actions/setup-dotnet", 3);

  /** Claims each step in which nothing but this happened. */
  void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (ChangedInput change : ChangedInput.of(diff, action)) {
      if (!change.is(file) || !change.isNew() || change.inputs().get(literal).isPresent()) {
        continue;
      }
      String path = Folders.plain(change.to().orElseThrow());
      Optional<String> version =
          evidence.file(path).flatMap(text -> NamedVersions.versionIn(runtime, path, text));
      if (version.isEmpty()) {
        continue;
      }
      String why = path + " names " + runtime + " " + version.get();
      Optional<String> old = change.inputsBefore().text(literal);
      // an older action does not read the toolchain line of go.mod
      String least = evidence
          .file(path)
          .flatMap(text -> NamedVersions.leastIn(runtime, path, text))
          .orElse(version.get());
      Optional<String> doubt = doubt(diff, evidence, change, path, old, least);
      tell(claims, change.delta(), why, doubt);
      for (ChangedInput other : ChangedInput.of(diff, action)) {
        boolean gone = other.is(literal)
            && other.isGone()
            && other.delta().step().equals(change.delta().step());
        if (gone) {
          tell(claims, other.delta(), why, doubt);
          comments(diff, other, change).forEach(delta -> tell(claims, delta, why, doubt));
        }
      }
    }
  }

  /** Words that stay as they are, on the line that is another one now. */
  private List<Delta> comments(WorkflowDiff diff, ChangedInput gone, ChangedInput now) {
    return diff.deltas().stream()
        .filter(delta -> delta.isComment() && delta.isEdit())
        .filter(delta -> delta.textBefore().equals(delta.textAfter()))
        .filter(delta -> delta.keys().get(1).startsWith(literal + ":")
            && delta.keys().get(1).contains(gone.from().orElseThrow())
            && delta.keys().get(2).startsWith(file + ":")
            && delta.keys().get(2).contains(now.to().orElseThrow()))
        .toList();
  }

  private static void tell(Claims claims, Delta delta, String why, Optional<String> doubt) {
    doubt.ifPresentOrElse(reason -> claims.ask(delta, why, reason), () -> claims.claim(delta, why));
  }

  /** Six parameters: what the caller has read from both files is not read a second time. */
  private Optional<String> doubt(
      WorkflowDiff diff,
      FixEvidence evidence,
      ChangedInput change,
      String path,
      Optional<String> old,
      String version) {
    if (!WorkflowFile.isWorkflow(diff.after().path())) {
      return Optional.of("who calls this action may have no such file");
    }
    if (runtime.equals("java")) {
      return Optional.of("the file may say what one person uses, and not what the classes are for");
    }
    Optional<String> workspace = Workspace.doubt(change.step(), change.job());
    if (workspace.isPresent()) {
      return workspace;
    }
    if (!Folders.of(diff.after(), change.job()).contains(Folders.parent(path))) {
      return Optional.of("no step of the job works in the folder of that file");
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean several = Folders.of(diff.after(), change.job()).stream()
        .map(folder -> Folders.join(folder, name))
        .anyMatch(other -> !other.equals(path) && evidence.file(other).isPresent());
    if (several) {
      return Optional.of("the job works in several folders with such a file");
    }
    if (!knowsFile(change.step())) {
      return Optional.of("whether that version of the action reads such a file is not known");
    }
    boolean hadLiteral = change.inputsBefore().get(literal).isPresent();
    if (hadLiteral && old.filter(this::namesOneLine).isEmpty()) {
      return Optional.of("the old value names no one line of versions");
    }
    Optional<Named> promised =
        NamedVersions.of(runtime, Folders.of(diff.after(), change.job()), "", evidence::file)
            .stream()
            .filter(named -> !named.exact())
            .filter(named -> old.filter(
                    text -> named.range().filter(r -> !r.allows(number(text))).isEmpty())
                .isPresent())
            .findFirst();
    if (promised.isPresent()) {
      return Optional.of(promised.get().path() + " allows the old version, which is tested here");
    }
    if (hadLiteral && old.filter(text -> !isOlder(text, version)).isPresent()) {
      return Optional.of("the file names no newer version than " + old.get());
    }
    if (old.isPresent() && ChangedInput.staysSomewhere(diff, action, literal, old.get())) {
      return Optional.of("another step keeps " + literal + ": " + old.get());
    }
    return Variants.lost(diff, change.job(), literal);
  }

  private static String number(String literal) {
    return literal.strip().replaceFirst("^v", "").replaceFirst("(?:\\.[x*])+$", "");
  }

  private boolean knowsFile(Mapping step) {
    int first = FIRST_MAJORS.getOrDefault(action, 1);
    return Steps.action(step)
        .filter(a -> a.isCommit() || Version.majorsBetween("v0", a.ref()) >= first)
        .isPresent();
  }

  /** {@code go-version: 1} is the newest of all, which no file can be compared with. */
  private boolean namesOneLine(String literal) {
    int numbers = NamedVersions.line(runtime, "1.1").split("\\.", -1).length;
    return literal
        .strip()
        .matches("v?[0-9]+(?:\\.[0-9]+){" + (numbers - 1) + ",2}(?:\\.[x*]){0,2}");
  }

  /** Whether a literal, {@code 1.24} or {@code 1.24.x}, is at most that version. */
  static boolean isOlder(String literal, String version) {
    String number = number(literal);
    if (!number.matches("[0-9]{1,4}(?:\\.[0-9]{1,4}){0,2}")) {
      return false;
    }
    String[] parts = version.split("\\.", -1);
    int length = Math.min(parts.length, number.split("\\.", -1).length);
    String line = String.join(".", java.util.Arrays.copyOf(parts, length));
    Step step = Version.step(number, line);
    return step != Step.DOWN && step != Step.OTHER;
  }
}
