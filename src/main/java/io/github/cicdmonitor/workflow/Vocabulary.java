package io.github.cicdmonitor.workflow;

import java.util.List;
import java.util.Set;

/**
 * The keys of a workflow file, and which contexts an expression may use: "Workflow syntax for GitHub
 * Actions" and "Contexts reference" (context availability) of GitHub's documentation.
 */
final class Vocabulary {
  static final List<String> FILE_KEYS =
      List.of("name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs");
  static final List<String> JOB_KEYS = List.of(
      "name",
      "permissions",
      "needs",
      "if",
      "runs-on",
      "snapshot",
      "environment",
      "concurrency",
      "outputs",
      "env",
      "defaults",
      "steps",
      "timeout-minutes",
      "strategy",
      "continue-on-error",
      "container",
      "services",
      "uses",
      "with",
      "secrets");
  static final List<String> STEP_KEYS = List.of(
      "id",
      "if",
      "name",
      "uses",
      "run",
      "working-directory",
      "shell",
      "with",
      "env",
      "continue-on-error",
      "timeout-minutes");
  static final Set<String> ANYWHERE = Set.of(
      "github",
      "env",
      "vars",
      "job",
      "jobs",
      "steps",
      "runner",
      "secrets",
      "strategy",
      "matrix",
      "needs",
      "inputs",
      "true",
      "false",
      "null",
      "nan",
      "infinity");
  static final Set<String> IN_IF_OF_A_JOB =
      Set.of("github", "needs", "vars", "inputs", "true", "false", "null");
  static final Set<String> IN_IF_OF_A_STEP = Set.of(
      "github",
      "needs",
      "strategy",
      "matrix",
      "job",
      "runner",
      "env",
      "vars",
      "steps",
      "inputs",
      "true",
      "false",
      "null");

  private Vocabulary() {}
}
