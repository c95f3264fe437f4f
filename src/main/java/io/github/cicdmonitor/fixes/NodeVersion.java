package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.NamedVersions.Named;
import io.github.cicdmonitor.fixes.VersionRange.Dialect;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A package needs a newer Node.js than the job installs. Taken is the version that a file of the
 * repository names, else the lowest even major that the package and package.json allow and that is
 * still supported (endoflife.date). {@link RuntimeVersion} recognises it.
 */
final class NodeVersion implements Fix {
  private static final String ACTION = "actions/setup-node";
  private static final String LITERAL = "node-version";
  private static final String FILE = "node-version-file";
  private static final List<String> FILES = List.of(".nvmrc", ".node-version");
  private static final About ABOUT = About.of(
          "node-version", "Moves to a Node.js version that the packages allow")
      .mending(Category.ENVIRONMENT)
      .askedBy(
          "The engine \"node\" is incompatible with this module\\. Expected version \"([^\"]+)\"",
          "(?:ERR!|error) notsup Required:\\s*\\{[^}]*\"node\":\\s*\"([^\"]+)\"",
          "Node\\.js version \"([^\"]+)\" is required",
          "Node\\.js version (>?= ?v?[0-9][0-9.]*) is required",
          "requires (?:a minimum |at least )?Node\\.?[jJ][sS](?: version)?(?: of)? ?(>?=? ?v?[0-9][0-9.]*)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String asked =
        fault.group(1).replaceFirst("^v?([0-9][0-9.]*)$", ">=$1").replaceFirst("\\.$", "");
    Optional<VersionRange> range = VersionRange.parse(asked, Dialect.NPM);
    if (range.isEmpty() || !fault.isFresh(FactsSection.RUNTIMES)) {
      return Proposed.no("which versions of Node.js will do is not understood");
    }
    Optional<String> target = target(fault, range.get(), files);
    if (target.isEmpty()) {
      return Proposed.no("no supported even version of Node.js satisfies " + asked);
    }
    Editor editor = new Editor(files);
    Optional<String> file = FILES.stream().filter(files::has).findFirst();
    boolean satisfied = file.flatMap(path -> version(path, files))
        .filter(version -> range.get().allows(version))
        .isPresent();
    for (WorkflowFile workflow : files.workflowsWith(ACTION)) {
      for (WorkflowFile.Job job : workflow.jobs()) {
        for (Mapping step : job.steps()) {
          Optional<Scalar> literal = step.sub("with")
              .get(LITERAL)
              .flatMap(Yaml::scalar)
              .filter(s -> isTooOld(s, range.get()));
          if (Steps.uses(step, ACTION) && literal.isEmpty()) {
            VersionVariable.of(workflow, job, step, LITERAL)
                .filter(value -> isTooOld(value, range.get()))
                .ifPresent(
                    value -> editor.replace(workflow, value, styled(value.text(), target.get())));
          }
          if (!Steps.uses(step, ACTION) || literal.isEmpty()) {
            continue;
          }
          if (satisfied && Folders.areCheckedOutBefore(step, job)) {
            editor.rename(workflow, step.sub("with"), LITERAL, FILE, file.orElseThrow());
          } else {
            editor.replace(workflow, literal.get(), styled(literal.get().text(), target.get()));
          }
        }
      }
    }
    FILES.forEach(path -> version(path, files)
        .filter(version -> !range.get().allows(version))
        .ifPresent(
            version -> raise(path, version, files.text(path).orElseThrow(), target.get(), editor)));
    return Proposed.edits(
        "ci: Use a version of Node.js that the packages allow",
        "A package asks for Node.js " + asked + ", and the job has an older one"
            + (satisfied
                ? "; the version comes from " + file.orElseThrow() + " now."
                : "; " + target.get() + " is the lowest supported even version that satisfies it."),
        editor);
  }

  private static Optional<String> version(String path, Checkout files) {
    return files.text(path).flatMap(text -> NamedVersions.versionIn("node", path, text));
  }

  private static Optional<String> target(Fault fault, VersionRange range, Checkout files) {
    List<Named> engines = NamedVersions.of("node", Set.of(""), "", files::text).stream()
        .filter(named -> !named.exact())
        .toList();
    return fault.facts().runtimes().offered("node").stream()
        .filter(major -> Integer.parseInt(major) % 2 == 0 && range.allows(major))
        .filter(major -> engines.stream()
            .allMatch(e -> e.range().filter(r -> r.allows(major)).isPresent()))
        .filter(major -> fault
            .facts()
            .runtimes()
            .end("node", major)
            .filter(end -> end.isBefore(fault.today()))
            .isEmpty())
        .findFirst();
  }

  private static boolean isTooOld(Scalar literal, VersionRange range) {
    String number = literal.text().replaceFirst("^v", "").replaceFirst("(?:\\.[x*])+$", "");
    return !Expressions.any(literal.text())
        && number.matches("[0-9]{1,4}(?:\\.[0-9]{1,4}){0,2}")
        && !range.allows(number)
        && VersionFile.isOlder(number, range.lowest(3));
  }

  /** {@code 22.x} for {@code 16.x}; the newest release of the line where the old one was exact. */
  private static String styled(String old, String major) {
    return (old.startsWith("v") ? "v" : "") + major + (old.matches(".*\\.[x*]$") ? ".x" : "");
  }

  /** Five parameters: one replacement, in a text whose path the editor needs. */
  private static void raise(
      String path, String version, String text, String target, Editor editor) {
    int at = text.indexOf(version);
    editor.replace(path, at, at + version.length(), target);
  }
}
