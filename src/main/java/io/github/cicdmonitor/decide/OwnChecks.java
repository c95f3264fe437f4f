package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.gate.PathRules;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether the checks of a pull request run the job that failed. A release, a schedule or a deployment
 * first shows after the merge whether its fix holds, and people ought to know that beforehand.
 *
 * @param base branch that the pull request goes to
 * @param head branch of the pull request
 * @param changed paths that it changes
 */
record OwnChecks(String base, String head, Set<String> changed) {
  private static final Pattern NOT_OF_A_PULL_REQUEST =
      Pattern.compile("github\\.event_name\\s*==\\s*'(?!pull_request')"
          + "|github\\.event_name\\s*!=\\s*'pull_request'"
          + "|github\\.ref\\s*==\\s*'refs/(?:heads|tags)/"
          + "|github\\.ref_name\\s*==|github\\.ref_type\\s*==\\s*'tag'"
          + "|startswith\\(\\s*github\\.ref\\s*,\\s*'refs/(?:heads|tags)/"
          + "|github\\.event\\.(?:release|schedule|inputs|workflow_run)\\b");

  /**
   * Why they do not run it, one clause; empty where they do, or where the file does not tell.
   *
   * @param workflow that failed, as the pull request has it
   * @param job name of the failed job as GitHub shows it
   */
  Optional<String> whyNot(WorkflowFile workflow, String job) {
    Optional<Yaml> on = workflow.root().get("on");
    if (on.isEmpty()) {
      return Optional.empty();
    }
    List<String> events = events(on.get());
    Mapping filters = on.get().mapping().orElse(Mapping.EMPTY);
    boolean pull = events.contains("pull_request")
        && isForNewOnes(filters.sub("pull_request"))
        && fits(filters.sub("pull_request"), base);
    Mapping push = filters.sub("push");
    boolean pushed = events.contains("push")
        && (push.get("tags").isEmpty() || push.get("branches").isPresent())
        && fits(push, head);
    if (!pull && !pushed) {
      return Optional.of("the workflow does not run for this pull request (on: "
          + String.join(", ", events.subList(0, Math.min(4, events.size()))) + ")");
    }
    return condition(workflow, job)
        .filter(
            text -> NOT_OF_A_PULL_REQUEST.matcher(text.toLowerCase(Locale.ROOT)).find())
        .map(text -> "the job does not run for pull requests (if: " + oneLine(text) + ")");
  }

  private static List<String> events(Yaml on) {
    List<String> events = new ArrayList<>();
    on.scalar().ifPresent(one -> events.add(one.text()));
    on.sequence()
        .ifPresent(list ->
            list.items().forEach(item -> item.scalar().map(Scalar::text).ifPresent(events::add)));
    on.mapping().ifPresent(map -> events.addAll(map.entries().keySet()));
    return events;
  }

  private static boolean isForNewOnes(Mapping filter) {
    List<String> types = texts(filter, "types");
    return types.isEmpty() || types.contains("opened") || types.contains("synchronize");
  }

  private boolean fits(Mapping filter, String branch) {
    List<String> branches = texts(filter, "branches");
    List<String> paths = texts(filter, "paths");
    List<String> ignored = texts(filter, "branches-ignore");
    List<String> ignoredPaths = texts(filter, "paths-ignore");
    return (branches.isEmpty() || anyFits(branches, branch))
        && (ignored.isEmpty() || !anyFits(ignored, branch))
        && (paths.isEmpty() || changed.stream().anyMatch(path -> anyFits(paths, path)))
        && (ignoredPaths.isEmpty()
            || !changed.stream().allMatch(path -> anyFits(ignoredPaths, path)));
  }

  /** The last pattern that fits decides; one with {@code !} excludes. */
  private static boolean anyFits(List<String> patterns, String name) {
    boolean fits = false;
    for (String pattern : patterns) {
      boolean not = pattern.startsWith("!");
      if (isBeyondUs(pattern) || PathRules.fits(not ? pattern.substring(1) : pattern, name)) {
        fits = !not;
      }
    }
    return fits;
  }

  /** GitHub's patterns know more than ours; such a one is taken to fit. */
  private static boolean isBeyondUs(String pattern) {
    return pattern.matches(".*[\\[\\]+].*|.*[^/!]\\*\\*.*|.*\\*\\*[^/].*");
  }

  private static List<String> texts(Mapping filter, String key) {
    List<String> texts = new ArrayList<>();
    filter.get(key).ifPresent(value -> {
      value.scalar().map(Scalar::text).ifPresent(texts::add);
      value
          .sequence()
          .ifPresent(list ->
              list.items().forEach(item -> item.scalar().map(Scalar::text).ifPresent(texts::add)));
    });
    return texts;
  }

  /** Of the job with that id or name; a matrix adds its values in brackets. */
  private static Optional<String> condition(WorkflowFile workflow, String job) {
    String plain = job.replaceFirst(" \\(.*\\)$", "").replaceFirst(" / .*$", "");
    return workflow.jobs().stream()
        .filter(candidate -> candidate.id().equals(plain)
            || candidate.body().text("name").filter(plain::equals).isPresent())
        .findFirst()
        .flatMap(found -> found.body().text("if"));
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 79) + "…";
  }
}
