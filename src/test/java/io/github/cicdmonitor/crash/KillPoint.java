package io.github.cicdmonitor.crash;

import static io.github.cicdmonitor.sandbox.Watch.Moment.ANNOUNCED;
import static io.github.cicdmonitor.sandbox.Watch.Moment.ARRIVED;
import static io.github.cicdmonitor.sandbox.Watch.Moment.HALF_ANSWERED;
import static io.github.cicdmonitor.sandbox.Watch.Moment.PROCESSED;

import io.github.cicdmonitor.crash.Plot.Step;
import io.github.cicdmonitor.crash.ServerFaults.Point;
import io.github.cicdmonitor.crash.ServerFaults.Side;
import io.github.cicdmonitor.sandbox.Watch.Moment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The named points at which a kill must do no harm, and how each is struck: at a request (the stand-ins kill), at an operation on a file (the
 * layer below kills), or at the n-th operation after a request was processed, whose answer the program is still waiting for. Where a point
 * does not exist in this program it says why. In the order in which a life comes to them.
 *
 * <p>A transaction of SQLite's rollback journal is committed when its journal is unlinked; the folder is synced twice, before and after.
 */
@SuppressWarnings("ImmutableEnumChecker") // a record of strings
enum KillPoint {
  K01("lock taken, schema unread", Step.SCAN, file(Files.OWNER_WRITTEN, 1)),
  K02("migration begun, not committed", Step.SCAN, file(Files.NEW_FILE_WRITTEN, 20)),
  K03("migration committed, no audit row", Step.SCAN, file(Files.NEW_FILE_THERE, 1)),
  K04("runs page 1 requested, no reply", Step.SCAN, at(ARRIVED, runs("shop"))),
  K05("half of page 1 received", Step.SCAN, at(HALF_ANSWERED, runs("shop"))),
  K06("page 1 stored, page 2 not asked", Step.SCAN, behind(runs("web"), committed(), 1 * 2)),
  K07("rows inserted, not committed", Step.SCAN, behind(runs("api"), uncommitted(), 1)),
  K08("all pages committed, watermark not", Step.SCAN, behind(runs("tools"), uncommitted(), 2)),
  K09("watermark committed", Step.SCAN, behind(runs("core"), committed(), 2 * 2)),
  K10(
      "jobs list received, not stored",
      Step.SCAN,
      behind(runs("tasks") + "/\\d+/attempts/1/jobs", Files.JOURNAL_MADE, 1)),

  K15("item claimed", Step.ANALYZE, at(ARRIVED, get("shop/actions/jobs/\\d+/logs"))),
  K11("302 for the log received, blob not asked", Step.ANALYZE, at(ANNOUNCED, log(2))),
  K12("half of the log received", Step.ANALYZE, at(HALF_ANSWERED, log(3))),
  K13("excerpt built, not stored", Step.ANALYZE, behind(log(4), Files.JOURNAL_MADE, 1)),
  K14("excerpt committed", Step.ANALYZE, behind(log(5), committed(), 1 * 2)),
  K18("model request headers sent", Step.ANALYZE, at(ANNOUNCED, "gateway POST .*")),
  K19("model request body sent", Step.ANALYZE, at(ARRIVED, model("web"))),
  K16(
      "file fetched for the model",
      Step.ANALYZE,
      at(PROCESSED, get("api/contents/.github/workflows/ci.yml"))),
  K17(
      "budget reserved, nothing sent",
      Step.ANALYZE,
      behind(get("api/contents/.github/workflows/ci.yml"), committed(), 1 * 2)),
  K20("half of the reply received", Step.ANALYZE, at(HALF_ANSWERED, model("deploy"))),
  K21("reply received, not stored", Step.ANALYZE, behind(model("deploy"), uncommitted(), 1)),
  K22("reply stored, not validated", Step.ANALYZE, behind(model("web"), committed(), 1 * 2)),
  K23(
      "diagnosis committed",
      Step.ANALYZE,
      behind(get("deploy/contents/.github/workflows/release.yml"), committed(), 1 * 2)),
  K38(
      "Slack intent committed",
      Step.ANALYZE,
      behind(get("web/git/ref/heads/main"), committed(), 1 * 2)),
  K24("gate decided, not committed", Step.ANALYZE, behind(get("api/pulls"), uncommitted(), 1)),
  K25("K24 and K26 are one transaction: the decision is never without its intent"),
  K26("PR intent committed", Step.ANALYZE, behind(get("api/pulls"), committed(), 1 * 2)),
  K37("K38 is the same transaction: a request for approval is never without its message's intent"),
  K39(
      "Slack request sent, no reply",
      Step.ANALYZE,
      at(ARRIVED, message(".*")).leaving("message", 0)),
  K27(
      "tree created, reply lost",
      Step.ANALYZE,
      at(PROCESSED, post("api/git/trees")).leaving("branch acme/api cicd-monitor", 0)),
  K28("commit object created, reply lost", Step.ANALYZE, at(PROCESSED, post("api/git/commits"))),
  K29(
      "ref request sent, no reply",
      Step.ANALYZE,
      at(ARRIVED, post("api/git/refs")).leaving("branch acme/api cicd-monitor", 0)),
  K30(
      "ref created, not recorded",
      Step.ANALYZE,
      at(PROCESSED, post("api/git/refs")).leaving("branch acme/api cicd-monitor", 1)),
  K33(
      "PR created, reply lost",
      Step.ANALYZE,
      at(PROCESSED, post("api/pulls")).leaving("pull request acme/api", 1)),
  K34(
      "PR reply received, not recorded",
      Step.ANALYZE,
      at(ANNOUNCED, post("api/issues/1/labels")).leaving("pull request acme/api", 1)),
  K40("Slack posted, reply lost", Step.ANALYZE, at(PROCESSED, message(".*"))),
  K41(
      "Slack reply received, its timestamp not recorded",
      Step.ANALYZE,
      behind(message(".*"), uncommitted(), 1)),
  K42(
      "timestamp and audit row recorded in one transaction",
      Step.ANALYZE,
      behind(message(".*"), committed(), 1 * 2)),

  K43(
      "approval row inserted, not committed",
      Step.APPROVE,
      behind(get("web/git/ref/heads/main"), uncommitted(), 1)),
  K44(
      "approval and intent committed, base not re-read",
      Step.APPROVE,
      behind(get("web/git/ref/heads/main"), committed(), 1 * 2)),
  K45("base re-read, nothing made", Step.APPROVE, at(PROCESSED, get("web/pulls"))),
  K31(
      "ref known, PR not asked",
      Step.APPROVE,
      at(ANNOUNCED, post("web/pulls")).leaving("branch acme/web cicd-monitor", 1)),
  K32(
      "PR request sent, no reply",
      Step.APPROVE,
      at(ARRIVED, post("web/pulls")).leaving("pull request acme/web", 0)),
  K35("labels not set", Step.APPROVE, at(ARRIVED, post("web/issues/1/labels"))),
  K36(
      "labels set, not recorded",
      Step.APPROVE,
      behind(post("web/issues/1/labels"), Files.JOURNAL_MADE, 1)
          .leaving("pull request acme/web", 1)),
  K46(
      "PR of the approval created, not recorded",
      Step.APPROVE,
      at(PROCESSED, post("web/pulls")).leaving("pull request acme/web", 1)),
  K47(
      "PR of the approval known, its message not planned",
      Step.APPROVE,
      behind(post("web/issues/1/labels"), uncommitted(), 1)),
  K48(
      "Slack message of the approval sent, no reply",
      Step.APPROVE,
      at(ARRIVED, "slack POST /api/chat\\.(postMessage|update).*")),
  K49("expiry sweep half done", Step.EXPIRE, file(uncommitted(), 1)),

  K50("command intent committed, nothing started: the same row as K51"),
  K51("command running, parent killed: CommandKilledIT, by both signals"),
  K52("command ended, result not stored: the same row as K51"),
  K53("what a command changed and its audit row are one transaction"),

  K54("retention not committed", Step.FORGET, file(uncommitted(), 1)),
  K55("copy of an older file half made", Step.UPGRADE, file("rename state.db.v1", 1)),
  K02_OLDER("migration of an older file not committed", Step.UPGRADE, file(uncommitted(), 1)),
  K56("metrics written to a temporary file, not renamed", Step.METRICS, file("rename report", 1)),
  K57("audit export written, not durable", Step.EXPORT, file("fsync .cicd-monitor-", 1)),
  K58("the state is a file, not a branch: nothing is pushed"),
  K59("the state is a file, not a branch: nothing is pushed"),
  K60(
      "lock about to be released",
      Step.ANALYZE_AGAIN,
      behind("slack POST /api/chat\\.(postMessage|update).*", committed(), 2 * 2)),

  K61("new name known, nothing moved", Step.RENAME, at(PROCESSED, get("web2"))),
  K62("all moved, not committed", Step.RENAME, behind(get("web2"), uncommitted(), 1)),
  K63("move committed, not scanned", Step.RENAME, behind(get("api2"), committed(), 1 * 2)),
  K64(
      "runs read under the new name, not stored",
      Step.RENAME,
      behind(runs("api2"), uncommitted(), 1));

  /** What is done to the files of a state, as {@link FileFaults} writes it. */
  private static final class Files {
    private static final String OWNER_WRITTEN = "write state.db.owner";
    private static final String NEW_FILE_WRITTEN = "pwrite state.db.new ";
    private static final String NEW_FILE_THERE = "rename state.db ";
    private static final String JOURNAL_MADE = "create state.db-journal";
    private static final String JOURNAL_GONE = "unlink state.db-journal";
    private static final String FOLDER_SYNCED = "fsync . ";
  }

  /**
   * How a point is found.
   *
   * @param request the kill itself, or what has to have been processed before the operations are counted
   * @param operation what the layer below strikes at, and at the how manieth
   * @param leaving how many effects begin like this at that instant, as {@link LastingEffects} tells them
   */
  record Strike(
      Optional<String> request,
      Moment moment,
      Optional<String> operation,
      int nth,
      String leaving,
      long count) {
    Strike leaving(String effect, int expected) {
      return new Strike(request, moment, operation, nth, effect, expected);
    }

    /** Arms the next process of this life. */
    void arm(Life life) {
      if (request.isPresent() && operation.isPresent()) {
        life.blows().when(request.get(), PROCESSED, program -> armOperation(life));
      } else if (request.isPresent()) {
        life.blows().killAt(request.get(), moment);
      } else {
        armOperation(life);
      }
    }

    private void armOperation(Life life) {
      Optional<Point> there = life.serverFaults().flatMap(server -> onServer());
      if (there.isPresent()) {
        life.serverFaults().get().arm(there.get());
      } else {
        life.faults().kill(operation.orElseThrow(), nth);
      }
    }

    /**
     * The same instant where the state is on a server; empty for what is done to another file than the
     * state, and for what there is only with a file.
     */
    Optional<Point> onServer() {
      return switch (operation.orElse("")) {
        case Files.JOURNAL_MADE -> Optional.of(new Point(Side.ASKED, "pg_advisory_xact_lock", nth));
        case Files.JOURNAL_GONE -> Optional.of(new Point(Side.ASKED, "COMMIT", nth));
        case Files.FOLDER_SYNCED -> Optional.of(new Point(Side.DONE, "COMMIT", nth / 2));
        // It is looked for before the lock, too, to see which lock is wanted.
        case Files.OWNER_WRITTEN -> Optional.of(new Point(Side.ASKED, "to_regclass", nth + 1));
        case Files.NEW_FILE_WRITTEN -> Optional.of(new Point(Side.ASKED, "CREATE TABLE", 2));
        case Files.NEW_FILE_THERE -> Optional.of(new Point(Side.DONE, "COMMIT", nth));
        default -> Optional.empty();
      };
    }
  }

  private final String what;
  private final Optional<Step> step;
  private final Optional<Strike> strike;

  KillPoint(String what, Step step, Strike strike) {
    this.what = what;
    this.step = Optional.of(step);
    this.strike = Optional.of(strike);
  }

  KillPoint(String whyNot) {
    this.what = whyNot;
    this.step = Optional.empty();
    this.strike = Optional.empty();
  }

  /** Those that there are where the state is on a server. */
  static List<KillPoint> struckOnServer() {
    return struck().stream().filter(point -> point.whyNotOnServer().isEmpty()).toList();
  }

  /** Empty where the engine makes no difference, or another instant that is the same. */
  Optional<String> whyNotOnServer() {
    return switch (this) {
      case K55 -> Optional.of("a server's state is not copied: a backup of it is its owner's");
      case K02_OLDER ->
        Optional.of(
            "there is no older state on a server yet, and its steps are one transaction as K02's are");
      default -> Optional.empty();
    };
  }

  static List<KillPoint> struck() {
    return Arrays.stream(values()).filter(KillPoint::isStruck).toList();
  }

  boolean isStruck() {
    return strike.isPresent();
  }

  Step step() {
    return step.orElseThrow();
  }

  Strike strike() {
    return strike.orElseThrow();
  }

  /** The plot in which it comes. */
  Plot plot() {
    return Arrays.stream(Plot.values())
        .filter(plot -> plot.steps().contains(step()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Whose attempts a kill here uses up, of which each has three: the log of one job, the diagnosis of one incident, one effect.
   */
  String subject() {
    String request = strike().request().orElse("");
    if (request.startsWith("slack") || request.isEmpty()) {
      return name(); // each time another message, or none
    }
    String repository = request.replaceAll(".*acme/(\\w+).*|.*", "$1");
    if (request.startsWith("blobs")) {
      return request;
    }
    if (request.startsWith("gateway") || request.contains("/contents/")) {
      return "diagnosis of " + (repository.isEmpty() ? "web" : repository);
    }
    return step() + (request.contains("POST") ? " changes " : " reads ") + repository;
  }

  @Override
  public String toString() {
    return name() + " " + what;
  }

  private static String uncommitted() {
    return Files.JOURNAL_GONE;
  }

  /** Twice for each transaction. */
  private static String committed() {
    return Files.FOLDER_SYNCED;
  }

  private static Strike at(Moment moment, String request) {
    return new Strike(Optional.of(request), moment, Optional.empty(), 0, "", 0);
  }

  private static Strike behind(String request, String operation, int nth) {
    return new Strike(Optional.of(request), PROCESSED, Optional.of(operation), nth, "", 0);
  }

  private static Strike file(String operation, int nth) {
    return new Strike(Optional.empty(), PROCESSED, Optional.of(operation), nth, "", 0);
  }

  private static String get(String path) {
    return "github GET /repos/acme/" + path;
  }

  private static String post(String path) {
    return "github POST /repos/acme/" + path;
  }

  private static String runs(String repository) {
    return get(repository + "/actions/runs");
  }

  /** Of the how manieth failure. */
  private static String log(int nth) {
    return "blobs GET /logs/" + (48600000000L + 211L * nth);
  }

  private static String model(String repository) {
    return "gateway POST .* about acme/" + repository;
  }

  private static String message(String key) {
    return "slack POST /api/chat\\.postMessage" + key;
  }
}
