package io.github.cicdmonitor.check;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.store.Database;
import java.util.regex.Pattern;

/** Whether the state file can be used: writable, whole, of a version this program knows. */
record DatabaseCheck(StateFacts state) implements SetUpCheck {
  private static final Pattern NETWORKED = Pattern.compile(
      "(?i)nfs.*|cifs|smb.*|afs|9p|ceph|glusterfs|lustre|fuse\\.(?:sshfs|gluster.*|s3fs|rclone)");

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
    if (state.mode().length() == 9 && !state.mode().endsWith("------")) {
      return CheckResult.fails(
          name(),
          state.file() + " may be read or changed by others (" + state.mode() + ")",
          "Run: chmod 600 " + state.file());
    }
    String upgrade = state.version() < Database.newestVersion()
        ? ", the next scan brings it to " + Database.newestVersion()
        : "";
    String found = state.file() + ": writable, whole, schema version " + state.version() + upgrade;
    return NETWORKED.matcher(state.fileSystem()).matches()
        ? CheckResult.warns(
            name(),
            found + ", on " + state.fileSystem() + ", where locks and syncs may not hold",
            "Keep it on a local disk")
        : CheckResult.holds(name(), found);
  }
}
