package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sections {@code jdk_gradle}, {@code golangci_lint}, {@code kubernetes_api}. */
public final class ToolFacts {
  private static final Pattern TWO_NUMBERS =
      Pattern.compile("([0-9]{1,9})(?:\\.([0-9]{1,9}))?(?:[.-].*)?");

  private final FactTree tree;

  ToolFacts(FactTree tree) {
    this.tree = tree;
  }

  /** The highest JDK that runs a version of Gradle such as {@code 8.5} or {@code 7.6.4}. */
  public OptionalInt highestJdk(String gradle) {
    Optional<Long> wanted = order(gradle);
    OptionalInt found = OptionalInt.empty();
    if (wanted.isEmpty()) {
      return found;
    }
    for (Map.Entry<String, Integer> entry : FactTree.numbersByKey(
            tree.table(FactsSection.JDK_GRADLE, "highest_jdk"))
        .entrySet()) {
      if (order(entry.getKey()).orElseThrow() <= wanted.get()) {
        found = OptionalInt.of(entry.getValue());
      }
    }
    return found;
  }

  /** The JDK whose class files have that major version: 61 is 17. */
  public OptionalInt jdkOfClassFile(int major) {
    JsonNode jdk = tree.table(FactsSection.JDK_GRADLE, "class_file").path(Integer.toString(major));
    return jdk.isInt() ? OptionalInt.of(jdk.intValue()) : OptionalInt.empty();
  }

  /** The major of golangci-lint that a major of its action runs: 1 or 2. */
  public OptionalInt golangciLintMajor(int actionMajor) {
    JsonNode linter = golangciAction(actionMajor).path("linter");
    return linter.isInt() ? OptionalInt.of(linter.intValue()) : OptionalInt.empty();
  }

  /** The lowest release of golangci-lint that a major of its action accepts. */
  public Optional<String> lowestGolangciLint(int actionMajor) {
    return FactTree.text(golangciAction(actionMajor), "lowest");
  }

  /** The last release of a major of golangci-lint that gets no more releases. */
  public Optional<String> lastGolangciLint(int major) {
    return FactTree.text(
        tree.table(FactsSection.GOLANGCI_LINT, "last_releases"), Integer.toString(major));
  }

  /**
   * The {@code apiVersion} to write where Kubernetes serves the old one no more. Only kinds whose
   * manifests stay valid as they are.
   */
  public Optional<String> kubernetesSuccessor(String apiVersion, String kind) {
    for (JsonNode entry : tree.table(FactsSection.KUBERNETES_API, "removed")) {
      if (entry.path("api").asText().equals(apiVersion)
          && entry.path("kind").asText().equals(kind)) {
        return FactTree.text(entry, "successor");
      }
    }
    return Optional.empty();
  }

  private JsonNode golangciAction(int major) {
    return tree.table(FactsSection.GOLANGCI_LINT, "action_majors").path(Integer.toString(major));
  }

  /** A number that grows with the first two numbers of a version; none for other text. */
  private static Optional<Long> order(String version) {
    Matcher form = TWO_NUMBERS.matcher(version);
    if (!form.matches()) {
      return Optional.empty();
    }
    long minor = form.group(2) == null ? 0 : Long.parseLong(form.group(2));
    return Optional.of(Long.parseLong(form.group(1)) * 1_000_000_000L + minor);
  }
}
