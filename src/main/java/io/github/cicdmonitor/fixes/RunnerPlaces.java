package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.Leaves.Leaf;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a job says on which runner it runs: {@code runs-on}, the values of the matrix that it takes
 * from there, and the conditions that compare such a value.
 *
 * @param axis what {@code runs-on} takes, such as {@code matrix.os}, in lower case; empty where it is
 *     a label
 * @param labels the labels as they stand in the file
 */
record RunnerPlaces(Job job, String axis, List<Scalar> labels) {
  /** What the runner's name may be part of; anything else may decide by it. */
  private static final List<String> NAMES =
      List.of("runs-on", "name", "key", "restore-keys", "path", "flags", "prefix-key");

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{.*?\\}\\}", Pattern.DOTALL);
  private static final Pattern BARE =
      Pattern.compile("\\s*\\$\\{\\{\\s*(matrix(?:\\.[A-Za-z_][A-Za-z0-9_-]*)+)\\s*\\}\\}\\s*");

  static RunnerPlaces of(Job job) {
    Optional<Yaml> runsOn = job.body().get("runs-on");
    List<Yaml> items = runsOn.flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
    Optional<Scalar> only =
        (items.size() == 1 ? Optional.of(items.get(0)) : runsOn).flatMap(Yaml::scalar);
    if (only.isEmpty()) {
      return new RunnerPlaces(job, "", List.of());
    }
    Matcher bare = BARE.matcher(only.get().text());
    if (bare.matches()) {
      String axis = bare.group(1).toLowerCase(Locale.ROOT);
      return new RunnerPlaces(job, axis, inMatrix(job.matrix(), axis));
    }
    boolean literal = !Expressions.any(only.get().text());
    return new RunnerPlaces(job, "", literal ? List.of(only.get()) : List.of());
  }

  private static List<Scalar> inMatrix(Mapping matrix, String axis) {
    List<String> path = List.of(axis.split("\\.", -1));
    List<Scalar> found = new ArrayList<>();
    items(get(matrix, path.get(1)))
        .forEach(item -> at(item, path.subList(2, path.size())).ifPresent(found::add));
    for (String list : List.of("include", "exclude")) {
      items(matrix.get(list))
          .forEach(item -> at(item, path.subList(1, path.size())).ifPresent(found::add));
    }
    return found;
  }

  private static List<Yaml> items(Optional<Yaml> list) {
    return list.flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
  }

  private static Optional<Scalar> at(Yaml value, List<String> path) {
    Optional<Yaml> at = Optional.of(value);
    for (String key : path) {
      at = at.flatMap(Yaml::mapping).flatMap(m -> get(m, key));
    }
    return at.flatMap(Yaml::scalar);
  }

  /** Keys of a matrix compare without case. */
  static Optional<Yaml> get(Mapping in, String key) {
    return in.entries().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(key))
        .map(java.util.Map.Entry::getValue)
        .findFirst();
  }

  /** Whether that value, at its place in the file, is one of the labels. */
  boolean isLabel(Optional<Yaml> value) {
    return labels.stream().anyMatch(l -> value.map(Yaml::span).equals(Optional.of(l.span())));
  }

  /**
   * Whether two legs would be one if a label were another: where the labels are an axis of their own,
   * or two items of {@code include} differ in nothing else.
   */
  boolean wouldMerge(String from, String to) {
    String key = axis.replaceFirst("^matrix\\.", "");
    boolean listed =
        get(job.matrix(), key).isPresent() || axis.indexOf('.') != axis.lastIndexOf('.');
    if (listed || axis.isEmpty()) {
      return holds(to);
    }
    List<Yaml> legs = items(job.matrix().get("include"));
    List<String> moved = legs.stream()
        .map(leg -> others(leg, key) + (label(leg, key).equals(from) ? to : label(leg, key)))
        .toList();
    boolean alone = legs.stream().allMatch(leg -> !label(leg, key).isEmpty());
    return moved.stream().distinct().count() < moved.size() || (!alone && holds(to));
  }

  /** Whether anything but {@code runs-on} is made of the axis, such as the name of an artifact. */
  boolean isTold(Job after) {
    return !axis.isEmpty()
        && after.body().entries().entrySet().stream()
            .filter(entry -> !entry.getKey().equals("runs-on"))
            .flatMap(entry -> Leaves.of(entry.getValue()).stream())
            .anyMatch(
                leaf -> Pattern.compile("(?i)" + operand()).matcher(leaf.text()).find());
  }

  private static String label(Yaml leg, String key) {
    return leg.mapping()
        .flatMap(m -> get(m, key))
        .flatMap(Yaml::scalar)
        .map(Scalar::text)
        .orElse("");
  }

  private static String others(Yaml leg, String key) {
    Map<String, String> others = new TreeMap<>();
    leg.asMapping().entries().forEach((name, value) -> {
      if (!name.equalsIgnoreCase(key)) {
        others.put(name, value.toString());
      }
    });
    return others + " ";
  }

  boolean holds(String label) {
    return labels.stream().anyMatch(l -> l.text().equals(label));
  }

  /** The text with the label moved where an expression compares it with the runner's axis. */
  String move(Leaf leaf, String from, String to) {
    if (axis.isEmpty()) {
      return leaf.text();
    }
    return move(leaf.text(), leaf.key().equals("if"), from, to);
  }

  String move(String text, boolean isCondition, String from, String to) {
    if (axis.isEmpty()) {
      return text;
    }
    if (isCondition && !Expressions.any(text)) {
      return compared(text, from, to);
    }
    return EXPRESSION
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(compared(m.group(), from, to)));
  }

  private String compared(String expression, String from, String to) {
    String operand = operand();
    String label = Pattern.quote(from);
    String now = Pattern.compile("(?i)(" + operand + "\\s*[=!]=\\s*')" + label + "(?=')")
        .matcher(expression)
        .replaceAll("$1" + Matcher.quoteReplacement(to));
    return Pattern.compile("(?i)(?<=')" + label + "('\\s*[=!]=\\s*" + operand + ")")
        .matcher(now)
        .replaceAll(Matcher.quoteReplacement(to) + "$1");
  }

  private String operand() {
    return "(?<![\\w.-])" + axis.replace(".", "\\s*\\.\\s*") + "(?![\\w.-]|\\s*\\[)";
  }

  /**
   * Why a job would do something else with another label of the same system: an expression that takes
   * the axis for more than comparing it. Empty where each has the same outcome.
   *
   * @param after the job as it is afterwards
   */
  Optional<String> disturbs(Job after, String from, String to) {
    for (Leaf leaf : Leaves.of(job.body())) {
      boolean label =
          labels.stream().anyMatch(l -> l.span().equals(leaf.scalar().span()));
      if (!label && Leaves.holdsWord(leaf.text(), to)) {
        return Optional.of("the job names " + to + " already");
      }
    }
    if (axis.isEmpty()) {
      return Optional.empty();
    }
    for (Leaf leaf : Leaves.of(after.body())) {
      List<String> expressions = leaf.key().equals("if") && !Expressions.any(leaf.text())
          ? List.of(Expressions.normal(leaf.text()))
          : Expressions.in(leaf.text());
      for (String expression : expressions) {
        boolean decides = !NAMES.contains(leaf.key());
        if (isOther(expression, decides, from, to)) {
          return Optional.of("an expression depends on " + axis);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isOther(String expression, boolean decides, String from, String to) {
    String operand = operand();
    String rest =
        Pattern.compile(operand + "\\s*[=!]=\\s*'[^']*'").matcher(expression).replaceAll("");
    rest = Pattern.compile("'[^']*'\\s*[=!]=\\s*" + operand).matcher(rest).replaceAll("");
    Matcher calls = Pattern.compile(
            "(startswith|endswith|contains)\\(\\s*" + operand + "\\s*,\\s*'([^']*)'\\s*\\)")
        .matcher(rest);
    StringBuilder other = new StringBuilder();
    while (calls.find()) {
      if (is(calls.group(1), from, calls.group(2)) != is(calls.group(1), to, calls.group(2))) {
        return true;
      }
      calls.appendReplacement(other, "");
    }
    rest = calls.appendTail(other).toString();
    boolean whole =
        Pattern.compile("(?<![\\w.-])matrix(?!\\s*[.\\w-])").matcher(rest).find();
    boolean uses = Pattern.compile(operand).matcher(rest).find() || rest.contains("matrix.*");
    boolean bare = rest.strip().equals(axis);
    return (uses && (decides || !bare)) || (whole && decides);
  }

  private static boolean is(String function, String text, String part) {
    return switch (function) {
      case "startswith" -> text.startsWith(part);
      case "endswith" -> text.endsWith(part);
      default -> text.contains(part);
    };
  }
}
