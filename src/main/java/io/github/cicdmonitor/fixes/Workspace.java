package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether the files at the root of the workspace are those of the commit when a step runs: checked
 * out before, and touched by nothing that is not known to leave them alone.
 */
final class Workspace {
  private static final Set<String> LEAVE_FILES_ALONE = Set.of(
      "actions/checkout",
      "actions/cache",
      "actions/cache/restore",
      "pnpm/action-setup",
      "oven-sh/setup-bun",
      "ruby/setup-ruby",
      "shivammathur/setup-php",
      "step-security/harden-runner",
      "docker/setup-buildx-action",
      "docker/setup-qemu-action",
      "gradle/actions/setup-gradle",
      "gradle/actions/wrapper-validation",
      "gradle/wrapper-validation-action",
      "dorny/paths-filter");
  // prints, asks for a version, installs a package of the system; nothing that is given a file
  private static final Pattern HARMLESS = Pattern.compile(
      "(?:echo [A-Za-z0-9 .:_-]*|corepack enable(?: [a-z]+)?|[a-z0-9]+ --version|env|pwd|ls(?: -[a-z]+)?"
          + "|(?:sudo )?apt(?:-get)?(?: -[a-z]+)* (?:update|install)(?: [a-z0-9.+-]+)*"
          + "|git config --global [a-z.]+ [A-Za-z0-9\"$_/.-]+)");

  private Workspace() {}

  /** Why a file at the root may be another one than that of the commit; empty where it is that. */
  static Optional<String> doubt(Mapping step, WorkflowFile.Job job) {
    if (!Folders.areCheckedOutBefore(step, job)) {
      return Optional.of("the file is not checked out before that step");
    }
    boolean out = false;
    for (Mapping earlier : job.steps()) {
      if (earlier.span().equals(step.span())) {
        return Optional.empty();
      }
      out |= Steps.uses(earlier, "actions/checkout");
      if (out && !leavesAlone(earlier)) {
        return Optional.of("a step before may write that file: " + Steps.title(earlier));
      }
    }
    return Optional.empty();
  }

  private static boolean leavesAlone(Mapping step) {
    Optional<ActionRef> action = Steps.action(step);
    if (action.isPresent()) {
      String name = action.get().name() + action.get().path();
      return LEAVE_FILES_ALONE.contains(name) || name.matches("actions/setup-[a-z]+");
    }
    return step.get("uses").isEmpty()
        && step.text("run").orElse("").lines().allMatch(line -> isHarmless(line.strip()));
  }

  private static boolean isHarmless(String line) {
    return line.isEmpty() || line.startsWith("#") || HARMLESS.matcher(line).matches();
  }
}
