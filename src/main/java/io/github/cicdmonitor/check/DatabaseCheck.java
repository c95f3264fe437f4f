package io.github.cicdmonitor.check;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.store.Database;

/** Whether the state file can be used: writable, whole, of a version this program knows. */
record DatabaseCheck(StateFacts state) implements SetUpCheck {
  @Override
  public String name() {
    return "database";
  }

  @Override
  public CheckResult run() {
    if (state.refusal().isPresent()) {
      Explanation refusal = state.refusal().get();
      return CheckResult.fails(name(), refusal.what() + ": " + refusal.why(), refusal.next());
    }
    if (!state.writable()) {
      return CheckResult.fails(
          name(),
          state.file() + " is not writable",
          "Make the file and its folder writable for this user, or set DATABASE_URL");
    }
    if (!state.exists()) {
      return CheckResult.holds(name(), state.file() + ": the first scan will make it");
    }
    if (!state.integrity().equals("ok")) {
      return CheckResult.fails(
          name(), state.file() + " is damaged: " + state.integrity(), "Restore a copy of it");
    }
    String upgrade = state.version() < Database.newestVersion()
        ? ", the next scan brings it to " + Database.newestVersion()
        : "";
    return CheckResult.holds(
        name(), state.file() + ": writable, whole, schema version " + state.version() + upgrade);
  }
}
