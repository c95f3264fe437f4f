package io.github.cicdmonitor.store;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

@AddLifecycleHook(AuditLogOnPostgresPropertyTest.WhereThereIsAServer.class)
final class AuditLogOnPostgresPropertyTest extends AuditLogPropertyTest {
  private final List<String> urls = new ArrayList<>();

  @Override
  Database open() {
    urls.add(TestPostgres.freshUrl());
    return TestStates.open(TestStates.at(urls.get(urls.size() - 1)), CLOCK);
  }

  @AfterProperty
  void drop() {
    urls.forEach(TestPostgres::drop);
  }

  /** Else they are left out. */
  static final class WhereThereIsAServer implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
      return TestPostgres.isThere()
          ? SkipResult.doNotSkip()
          : SkipResult.skip(TestPostgres.MISSING);
    }
  }
}
