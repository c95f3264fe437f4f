package io.github.cicdmonitor.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

  private final FailureClass failureClass;

  Category(FailureClass failureClass) {
    this.failureClass = failureClass;
  }

  public FailureClass failureClass() {
    return failureClass;
  }

  /** The spelling of JSON and tables: {@code docker_kubernetes}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Category> ofWord(String word) {
    return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
  }
}
