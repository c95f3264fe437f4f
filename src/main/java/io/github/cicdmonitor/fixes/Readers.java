package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What in a workflow looks at a value that a fix changes: a condition that compares it can switch off
 * a step, and a script that reads it can leave early.
 */
final class Readers {
  private Readers() {}

  /** Why a variable is more than what the tool it is made for listens to. */
  static Optional<String> ofVariable(WorkflowFile file, String name) {
    Pattern word = Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])");
    Pattern all = whole("env");
    for (Leaves.Leaf leaf : Leaves.of(file.root())) {
      boolean reads = word.matcher(leaf.text()).find()
          || Expressions.in(leaf.text()).stream().anyMatch(e -> reads(e, name, all))
          || (leaf.key().equals("if") && reads(Expressions.normal(leaf.text()), name, all));
      if (reads) {
        return Optional.of("the workflow itself reads " + name);
      }
    }
    return Optional.empty();
  }

  private static boolean reads(String expression, String name, Pattern all) {
    return expression.contains("env." + name.toLowerCase(Locale.ROOT))
        || all.matcher(expression).find();
  }

  /** Why {@code strategy.fail-fast} and its like are more than a setting of the matrix. */
  static Optional<String> ofStrategy(WorkflowFile.Job job) {
    Pattern reads = Pattern.compile(
        "strategy\\s*\\.\\s*(?:fail-fast|max-parallel)|" + whole("strategy").pattern());
    for (Leaves.Leaf leaf : Leaves.of(job.body())) {
      List<String> expressions = leaf.key().equals("if")
          ? List.of(Expressions.normal(leaf.text()))
          : Expressions.in(leaf.text());
      if (expressions.stream().anyMatch(e -> reads.matcher(e).find())) {
        return Optional.of("an expression looks at it");
      }
    }
    return Optional.empty();
  }

  /** A whole context at once, or a key of it that is computed. */
  private static Pattern whole(String context) {
    return Pattern.compile(
        "(?:tojson\\(\\s*" + context + "\\s*\\)|(?<![\\w.])" + context + "\\s*(?:\\[|\\.\\s*\\*))");
  }

  /**
   * Whether something in the job can fail without failing it, so that less work, or less right, need
   * not be seen.
   */
  static boolean mayFailUnseen(WorkflowFile.Job job) {
    return job.body().get("continue-on-error").isPresent()
        || job.steps().stream()
            .anyMatch(step -> step.get("continue-on-error").isPresent()
                || step.text("run").filter(Readers::swallows).isPresent());
  }

  private static boolean swallows(String script) {
    return Pattern.compile(
            "\\|\\||\\bset \\+e|\\bexit 0\\b|;\\s*true\\b|(?m)^\\s*(?:if|until|while)\\b")
        .matcher(script)
        .find();
  }

  private static final int LONGEST = 4000; // characters of a script that is looked through
  private static final String PROBE =
      "(?:command -v|which |type |hash |grep|git |ls |stat |dpkg |python3? -c|node -[ep]"
          + "|gcc|cc |ldd|uname|\\$\\(|`|\\[\\[? +(?:! +)?-[a-z] )";
  private static final String CHECK =
      "\\b(?:make|tests?|pytest|jest|vitest|lint|[a-z]*lint|audit|scan|verify|check|tox|nox|mvnw?"
          + "|gradlew?|rspec|ctest|vet|clippy|npm (?:run|test)|yarn|pnpm|mypy|tsc)\\b";
  private static final Pattern GUARDED = Pattern.compile("(?s)\\b(?:if|elif|while|case)\\b[^\\n]*?"
      + PROBE
      + "[^\\n]*?(?:;|\\n)\\s*(?:then|do|in)\\b(?:(?!\\bfi\\b|\\bdone\\b|\\besac\\b).)*?" + CHECK
      + "|\\b(?:if|elif|while|case)\\b[^\\n]*?" + PROBE + "[^\\n]*?(?:then|do|in)\\b[^\\n]*?"
      + CHECK
      + "|" + PROBE + "[^\\n]*(?:&&|\\|\\|)[^\\n]*" + CHECK);

  /** Whether a script checks something only where it finds the machine, or the checkout, as it is now. */
  static Optional<String> conditionalCheck(WorkflowFile.Job job) {
    return job.steps().stream()
            .flatMap(step -> step.text("run").stream())
            .filter(script -> script.contains("&&")
                || script.contains("||")
                || script.contains("if ")
                || script.contains("case "))
            .anyMatch(
                script -> script.length() > LONGEST || GUARDED.matcher(script).find())
        ? Optional.of("a script checks something only under a condition on what it finds")
        : Optional.empty();
  }

  /** Whether another job goes on, or decides, by how this one ended. */
  static boolean isJudgedByOthers(WorkflowFile file, WorkflowFile.Job job) {
    Pattern needs = Pattern.compile(
        "needs\\s*(?:\\.|\\[\\s*')\\s*" + Pattern.quote(job.id().toLowerCase(Locale.ROOT))
            + "(?![\\w-])|" + whole("needs").pattern());
    return file.jobs().stream()
        .filter(other -> !other.id().equals(job.id()) && isNeededBy(other, job.id()))
        .anyMatch(other -> other.body().get("if").isPresent()
            || Leaves.of(other.body()).stream()
                .flatMap(leaf -> Expressions.in(leaf.text()).stream())
                .anyMatch(e -> needs.matcher(e).find()));
  }

  static boolean isNeededBy(WorkflowFile.Job other, String id) {
    Optional<Yaml> needs = other.body().get("needs");
    return needs.flatMap(Yaml::scalar).filter(s -> s.text().equals(id)).isPresent()
        || needs.flatMap(Yaml::sequence).stream()
            .flatMap(s -> s.items().stream())
            .anyMatch(item -> item.scalar().filter(s -> s.text().equals(id)).isPresent());
  }
}
