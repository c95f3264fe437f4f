package io.github.cicdmonitor.store;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The tests of a class with their states on a server; left out where there is none. */
public final class OnPostgres implements ExecutionCondition, BeforeEachCallback, AfterEachCallback {
  private static final ThreadLocal<String> URL = new ThreadLocal<>();

  /** Set to try all tests that take their state from here on a server. */
  private static final boolean ALWAYS = Boolean.getBoolean("cicd-monitor.test.on-postgres");

  /** Where the present test has its state; empty for a file. */
  public static Optional<String> url() {
    return ALWAYS && URL.get() == null
        ? Optional.of(TestPostgres.freshUrl())
        : Optional.ofNullable(URL.get());
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return TestPostgres.isThere()
        ? ConditionEvaluationResult.enabled("there is a server")
        : ConditionEvaluationResult.disabled(TestPostgres.MISSING);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    URL.set(TestPostgres.freshUrl());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestPostgres.drop(URL.get());
    URL.remove();
  }
}
