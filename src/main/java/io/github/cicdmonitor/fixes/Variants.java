package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a job is there to test one version: by what it is called, because something else in it
 * names the version, or because another job runs the same commands on another version. Such a version
 * is a leg of a matrix that is written out.
 */
final class Variants {
  private static final Pattern LOWEST = Pattern.compile(
      "(?i)(?<![a-z])(?:old(?:est|er)?|min(?:imal|imum)?|lowest|legacy|compat(?:ibility)?|back(?:wards?)?[-_ ]?compat"
          + "|msrv|floor|previous|eol|deprecated|lts|supported)(?![a-z])");

  private static final Pattern MENTIONS = Pattern.compile("(?i)version| -v|JAVA_HOME_");
  private static final Pattern OUTPUT =
      Pattern.compile("(?i)outputs\\s*[.\\[]\\s*'?[\\w-]*version");
  private static final String ASKED =
      "(?:(?:node|python3?|go|java|ruby|php|dotnet) (?:-[vV]|--?version|version)\\b|sys\\.version|version_info"
          + "|process\\.versions?\\b|RUBY_VERSION|PHP_VERSION|JAVA_VERSION)";
  private static final Pattern PROBE =
      Pattern.compile("(?m)(?:\\b(?:if|case|test|while|elif)\\b|\\[|\\$\\()[^\\n]*" + ASKED + "|"
          + ASKED + "[^\\n]*(?:\\||&&)|\\bJAVA_HOME_[0-9]+_");

  private Variants() {}

  /**
   * Why another version in a setup step would leave something untested.
   *
   * @param delta the version, an input of the setup step
   * @param runtime such as {@code python}
   * @param input that holds the version, or names the file that does
   */
  static Optional<String> lost(WorkflowDiff diff, Delta delta, String runtime, String input) {
    return lost(diff, delta.job().orElseThrow().after(), runtime, input, delta.textBefore());
  }

  /** As {@link #lost(WorkflowDiff, Delta, String, String)}, for a value that stands elsewhere. */
  static Optional<String> lost(
      WorkflowDiff diff, Job job, String runtime, String input, String old) {
    String title = job.id() + " " + job.body().text("name").orElse("");
    if (LOWEST.matcher(title).find()) {
      return Optional.of("the job may be there for an old version");
    }
    Pattern name = name(runtime, old);
    List<Leaves.Leaf> leaves = Leaves.of(job.body());
    boolean called = name.matcher(title).find()
        || leaves.stream()
            .filter(leaf -> !isVersion(leaf, input))
            .anyMatch(leaf -> name.matcher(leaf.text()).find());
    if (called) {
      return Optional.of("the job is there for " + runtime + " " + old);
    }
    if (asksVersion(diff.after(), job, leaves)) {
      return Optional.of("a step does one or the other by the version that it finds");
    }
    Optional<String> conditional = Readers.conditionalCheck(job);
    if (conditional.isPresent()) {
      return conditional;
    }
    List<String> commands = commands(job);
    boolean twin = diff.after().jobs().stream()
        .filter(other -> !other.id().equals(job.id()) && commands(other).equals(commands))
        .flatMap(other -> other.steps().stream())
        .anyMatch(step -> holdsVersion(step, input));
    return twin && !commands.isEmpty()
        ? Optional.of("another job runs the same commands on another version")
        : Optional.empty();
  }

  /** A condition on the version, of an expression or of a script. */
  private static boolean asksVersion(WorkflowFile file, Job job, List<Leaves.Leaf> leaves) {
    boolean here = leaves.stream()
        .filter(leaf -> MENTIONS.matcher(leaf.text()).find())
        .anyMatch(
            leaf -> (leaf.key().equals("if") && OUTPUT.matcher(leaf.text()).find())
                || PROBE.matcher(leaf.text()).find());
    return here
        || Leaves.of(job.body().sub("outputs")).stream()
            .anyMatch(leaf -> OUTPUT.matcher(leaf.text()).find())
        || file.jobs().stream()
            .flatMap(other -> Stream.concat(Stream.of(other.body()), other.steps().stream()))
            .anyMatch(body ->
                body.text("if").filter(text -> text.contains("-version")).isPresent());
  }

  private static boolean holdsVersion(Mapping step, String input) {
    return step.sub("with").text(input).isPresent()
        || step.sub("with").text(input + "-file").isPresent();
  }

  /** What setup steps install, and what actions are called, is not a use of the version. */
  private static boolean isVersion(Leaves.Leaf leaf, String input) {
    return leaf.key().equals(input) || leaf.key().equals("uses") || leaf.key().equals("runs-on");
  }

  /**
   * {@code py37}, {@code python3.7}, {@code node@16}, {@code jdk-11}, {@code NODE: 16}; a number with
   * a point in it also alone.
   */
  private static Pattern name(String runtime, String version) {
    String words = switch (runtime) {
      case "python" -> "py(?:thon)?|cp|pypy";
      case "node" -> "node(?:\\.?js)?";
      case "java" -> "java|jdk|jre|jvm|release|source|target";
      case "go" -> "go(?:lang)?";
      case "dotnet" -> "(?:dot)?net(?:core|coreapp)?";
      default -> Pattern.quote(runtime);
    };
    String number = version.replaceFirst("^v", "").replaceFirst("(?:\\.[x*])+$", "");
    String digits = Pattern.quote(number) + "|" + Pattern.quote(number.replace(".", ""));
    String named = "(?<![a-z])(?:" + words + ")(?:[-_ .]?version)?[-_ .@=:/'\"]{0,3}v?(?:" + digits
        + ")(?![0-9]|\\.[0-9])";
    String alone =
        number.contains(".") ? "|(?<![0-9.])" + Pattern.quote(number) + "(?![0-9]|\\.[0-9])" : "";
    return Pattern.compile("(?i)" + named + alone);
  }

  private static List<String> commands(Job job) {
    return job.steps().stream().flatMap(step -> step.text("run").stream()).toList();
  }

  /** Whether another job runs the same commands on a runner of that label. */
  static boolean hasTwinOn(WorkflowDiff diff, Job job, String label) {
    List<String> commands = commands(job);
    return !commands.isEmpty()
        && diff.after().jobs().stream()
            .filter(other -> !other.id().equals(job.id()) && commands(other).equals(commands))
            .flatMap(other -> RunnerPlaces.of(other).labels().stream())
            .map(Scalar::text)
            .anyMatch(label::equals);
  }
}
