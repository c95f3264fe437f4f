package io.github.cicdmonitor.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kind of root cause that the log lets one see; each belongs to one class. */
public enum Category {
  INFRASTRUCTURE(FailureClass.DEVOPS),
  CI_CONFIGURATION(FailureClass.DEVOPS),
  DEPENDENCY(FailureClass.DEVOPS),
  TIMEOUT(FailureClass.DEVOPS),
  ENVIRONMENT(FailureClass.DEVOPS),
  DOCKER_KUBERNETES(FailureClass.DEVOPS),
  CODE_BUG(FailureClass.DEVELOPER),
  TEST_FAILURE(FailureClass.DEVELOPER),
  LINT(FailureClass.DEVELOPER),
  COMPILATION(FailureClass.DEVELOPER),
  LOGIC_ERROR(FailureClass.DEVELOPER);

  private static final Map<String, Category> BY_WORD = Arrays.stream(values())
      .collect(Collectors.toUnmodifiableMap(Category::word, Function.identity()));

  private final FailureClass failureClass;
  private final String word;

  Category(FailureClass failureClass) {
    this.failureClass = failureClass;
    this.word = name().toLowerCase(Locale.ROOT);
  }

  public FailureClass failureClass() {
    return failureClass;
  }

  /** The spelling of JSON and tables: {@code docker_kubernetes}. */
  public String word() {
    return word;
  }

  public static Optional<Category> ofWord(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }
}
