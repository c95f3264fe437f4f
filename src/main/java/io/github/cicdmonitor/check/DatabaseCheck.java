package io.github.cicdmonitor.check;

import io.github.cicdmonitor.config.ServerAddress;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ServerState;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the state can be used: writable, whole, of a version this program knows. */
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
    if (state.place().server().isPresent()) {
      return onServer(state.place().server().get(), state.server().orElseThrow());
    }
    StateFacts.OnDisk disk = state.disk();
    if (!disk.writable()) {
      return CheckResult.fails(
          name(),
          state.file() + " is not writable",
          "Make the file and its folder writable for this user, or set DATABASE_URL");
    }
    if (state.contents().isEmpty()) {
      return CheckResult.holds(name(), state.file() + ": the first scan creates it");
    }
    StateFacts.Contents contents = state.contents().get();
    if (!contents.integrity().equals("ok")) {
      return CheckResult.fails(
          name(), state.file() + " is damaged: " + contents.integrity(), "Restore a copy of it");
    }
    if (disk.mode().length() == 9 && !disk.mode().endsWith("------")) {
      return CheckResult.fails(
          name(),
          state.file() + " may be read or changed by others (" + disk.mode() + ")",
          "Run: chmod 600 " + state.file());
    }
    String found = state.file() + ": writable, whole, " + version(contents);
    return NETWORKED.matcher(disk.fileSystem()).matches()
        ? CheckResult.warns(
            name(),
            found + ", on " + disk.fileSystem() + ", where locks and syncs may not hold",
            "Keep it on a local disk")
        : CheckResult.holds(name(), found);
  }

  private static String version(StateFacts.Contents contents) {
    return "schema version " + contents.version()
        + (contents.version() < Database.newestVersion()
            ? ", the next scan brings it to " + Database.newestVersion()
            : "");
  }

  private CheckResult onServer(ServerAddress server, ServerState found) {
    String tls = found.encrypted() ? "TLS" : "no TLS";
    String about = server.shown() + ": PostgreSQL " + found.version() + ", " + tls;
    if (found.major() < ServerState.OLDEST_MAJOR) {
      return CheckResult.fails(
          name(), about + ": too old", "Use PostgreSQL " + ServerState.OLDEST_MAJOR + " or newer");
    }
    Optional<String> notNew = ServerState.whyNotIn(found.encoding());
    if (state.contents().isEmpty() && notNew.isPresent()) {
      return CheckResult.fails(name(), about + ": " + notNew.get(), ServerState.NEXT_FOR_ENCODING);
    }
    if (!found.writable()) {
      return CheckResult.fails(
          name(),
          about + ": " + server.user() + " may not change it",
          "Make " + server.user() + " the owner of the schema " + server.schema()
              + ", on a server that takes changes");
    }
    String whole = about + ", "
        + state
            .contents()
            .map(contents -> "writable, " + version(contents))
            .orElse("the first scan creates the state");
    return found.encrypted() || server.isLocal()
        ? CheckResult.holds(name(), whole)
        : CheckResult.warns(
            name(),
            whole + ": what goes over the network can be read there",
            "Switch TLS on at the server and say sslmode=verify-full in DATABASE_URL");
  }
}
