package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The job's JDK is older than the build or one of its plugins needs. The number of a class file tells
 * the JDK (JVMS 4.1: JDK + 44). {@link RuntimeVersion} recognises it.
 */
final class JavaVersionFromBuild implements Fix {
  private static final String ACTION = "actions/setup-java";
  private static final String INPUT = "java-version";
  private static final About ABOUT = About.of(
          "java-version-from-build", "Installs the JDK that the build needs")
      .mending(Category.ENVIRONMENT)
      .askedBy(
          "requires at least JVM runtime version ([0-9]+)",
          "tasks? requirements: \\{languageVersion=([0-9]+)",
          "Android Gradle plugin requires Java ([0-9]+) to run",
          "invalid (?:target|source) release: (?:1\\.)?([0-9]+)",
          "release version (?:1\\.)?([0-9]+) not supported",
          "Unsupported class file major version ([0-9]+)",
          "class file version ([0-9]+)(?:\\.[0-9]+)?\\), this version",
          "class file has wrong version ([0-9]+)\\.[0-9]+, should be");

  private static final Pattern DISTRIBUTION = Pattern.compile(
      "(?m)^distributionUrl=\\S*/gradle-([0-9]+(?:\\.[0-9]+){1,2})-(?:bin|all)\\.zip");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    int asked = Integer.parseInt(fault.group(1));
    if (fault.line().contains("Unsupported class file major version")) {
      return forGradle(fault, files);
    }
    OptionalInt needed = fault.line().contains("class file")
        ? fault.facts().tools().jdkOfClassFile(asked)
        : OptionalInt.of(asked);
    Set<Integer> named = named(files);
    if (needed.isEmpty() || named.size() > 1) {
      return Proposed.no("the build files name no one version of Java");
    }
    int least = Math.max(
        needed.getAsInt(), named.stream().mapToInt(Integer::intValue).max().orElse(0));
    Optional<String> target = fault.facts().runtimes().offered("java").stream()
        .filter(version -> Integer.parseInt(version) >= least)
        .findFirst();
    if (target.isEmpty() || !fault.isFresh(FactsSection.RUNTIMES)) {
      return Proposed.no("no supported JDK " + least + " is known");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(ACTION)) {
      for (WorkflowFile.Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          Optional<Scalar> literal = step.sub("with")
              .get(INPUT)
              .flatMap(Yaml::scalar)
              .filter(s -> s.text().matches("[0-9]{1,2}"))
              .filter(s -> Integer.parseInt(s.text()) < least);
          if (Steps.uses(step, ACTION) && literal.isPresent()) {
            editor.replace(file, literal.get(), target.get());
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Build with JDK " + target.get(),
        "The build needs JDK " + least + " or newer, and the job installs an older one.",
        editor);
  }

  private static Set<Integer> named(Checkout files) {
    Set<Integer> named = new TreeSet<>();
    for (String name : JavaBuild.FILES) {
      files
          .named(name)
          .forEach(
              path -> named.addAll(JavaBuild.versions(name, files.text(path).orElse(""))));
    }
    return named;
  }

  /** Gradle is older than the job's JDK: the newest JDK that it runs on. */
  private static Proposed forGradle(Fault fault, Checkout files) {
    Optional<String> gradle = files
        .text("gradle/wrapper/gradle-wrapper.properties")
        .flatMap(text -> NamedVersions.first(DISTRIBUTION, text));
    OptionalInt highest = gradle
        .map(version -> fault.facts().tools().highestJdk(version))
        .orElse(OptionalInt.empty());
    int least = named(files).stream().mapToInt(Integer::intValue).max().orElse(0);
    Optional<String> target = fault.facts().runtimes().offered("java").stream()
        .filter(version -> highest.isPresent()
            && Integer.parseInt(version) <= highest.getAsInt()
            && Integer.parseInt(version) >= least)
        .reduce((first, second) -> second);
    if (target.isEmpty() || !fault.isFresh(FactsSection.JDK_GRADLE)) {
      return Proposed.no("no JDK is known on which the Gradle of the wrapper runs");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(ACTION)) {
      for (WorkflowFile.Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          step.sub("with")
              .get(INPUT)
              .flatMap(Yaml::scalar)
              .filter(s -> Steps.uses(step, ACTION) && s.text().matches("[0-9]{1,2}"))
              .filter(s -> Integer.parseInt(s.text()) > highest.getAsInt())
              .ifPresent(literal -> editor.replace(file, literal, target.get()));
        }
      }
    }
    return Proposed.edits(
        "ci: Build with JDK " + target.get(),
        "Gradle " + gradle.orElse("") + " runs on JDK " + highest.getAsInt()
            + " at most, and the job installs a newer one. A newer Gradle would be the lasting remedy.",
        editor);
  }
}
