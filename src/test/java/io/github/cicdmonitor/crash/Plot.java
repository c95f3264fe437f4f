package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What happens in a life, from the first scan to the end. */
@SuppressWarnings("ImmutableEnumChecker") // the list of the steps cannot be changed
enum Plot {
  /** The re-run passes, a person approves, the fixes are merged. */
  MENDED(
      Step.SCAN,
      Step.ANALYZE,
      Step.APPROVE,
      Step.SCAN_AGAIN,
      Step.ANALYZE_AGAIN,
      Step.METRICS,
      Step.EXPORT),
  /** It begins with a file of the first release; nobody decides in time; long afterwards what is over is forgotten. */
  EXPIRED(Step.UPGRADE, Step.ANALYZE, Step.EXPIRE, Step.FORGET),
  /** Two repositories get other names, one with a request for approval that is answered afterwards. */
  RENAMED(Step.SCAN, Step.ANALYZE, Step.RENAME, Step.APPROVE, Step.ANALYZE_AGAIN);

  /** One command, repeated until it comes to its end by itself. */
  enum Step {
    SCAN,
    ANALYZE,
    APPROVE,
    SCAN_AGAIN,
    ANALYZE_AGAIN,
    METRICS,
    EXPORT,
    EXPIRE,
    FORGET,
    UPGRADE,
    RENAME;

    /** What becomes of the world before it, once. */
    void prepare(Life life) throws Exception {
      switch (this) {
        case SCAN_AGAIN -> {
          assertThat(life.world().finishReruns()).isEqualTo(1);
          assertThat(life.world().mergePulls()).isEqualTo(4);
        }
        case EXPIRE ->
          assertThat(life.change("UPDATE approval SET expires_at = requested_at"))
              .isEqualTo(1);
        case FORGET ->
          // Years ago, and over: whatever the retention is.
          assertThat(life.change("UPDATE incident SET changed_at = 86400000, over = 1"
                  + " WHERE repository = 'acme/web' AND state = 'expired'"))
              .as(life.told() + life.list("SELECT repository || ' ' || state FROM incident"))
              .isEqualTo(1);
        case UPGRADE -> {
          if (life.serverFaults().isEmpty()) {
            OlderState.writeTo(life.state());
          }
        }
        case RENAME -> {
          life.rename("web");
          life.rename("api");
        }
        case SCAN, ANALYZE, APPROVE, ANALYZE_AGAIN, METRICS, EXPORT -> {}
      }
    }

    String[] command(Life life) throws Exception {
      return switch (this) {
        // One repository after the other: a named point needs to know what stands before it.
        case SCAN, SCAN_AGAIN, UPGRADE, RENAME -> new String[] {"scan", "--jobs", "1"};
        case ANALYZE, ANALYZE_AGAIN, EXPIRE, FORGET -> new String[] {"analyze"};
        case APPROVE ->
          // Once the word is given, what it leads to is the next analysis's to carry out.
          life.ask("SELECT state FROM approval").equals("waiting")
              ? new String[] {
                "approve", life.ask("SELECT incident FROM approval"), "--as", "dev-anna"
              }
              : new String[] {"analyze"};
        case METRICS ->
          new String[] {"report", "--format", "prometheus", "--output", "report.prom"};
        case EXPORT -> new String[] {"report", "--audit", "--json", "--output", "report.audit"};
      };
    }
  }

  /**
   * What a life leaves behind that nobody disturbed.
   *
   * @param afterAnalyze the effects when the first analysis was over
   * @param causes as {@link Causes#of} tells them before anything is forgotten
   * @param outbox the same at the end
   */
  record Ending(
      List<String> afterAnalyze,
      int requestsUntilThen,
      List<String> effects,
      List<String> causes,
      List<String> outbox,
      List<String> incidents,
      List<String> requests,
      List<String> operations) {}

  private static final Map<Plot, Ending> UNDISTURBED = new ConcurrentHashMap<>();

  private final List<Step> steps;

  Plot(Step... steps) {
    this.steps = List.of(steps);
  }

  List<Step> steps() {
    return steps;
  }

  /** Lived once in each JVM of tests. */
  synchronized Ending undisturbed() {
    return UNDISTURBED.computeIfAbsent(this, plot -> {
      try {
        Path folder = Files.createTempDirectory("undisturbed");
        try (Life life = new Life(folder, program(), new Blows(0))) {
          List<String> causes = List.of();
          List<String> afterAnalyze = List.of();
          int requestsUntilThen = 0;
          for (Step step : steps) {
            if (step == Step.FORGET || step == Step.METRICS) {
              Causes.assertEachEffectHasOne(life);
              causes = Causes.of(life);
            }
            step.prepare(life);
            life.runUntilDone(step.command(life));
            if (step == Step.ANALYZE) {
              afterAnalyze = life.effects();
              requestsUntilThen = life.blows().requests();
            }
          }
          assertThat(life.effects()).doesNotHaveDuplicates();
          return new Ending(
              afterAnalyze,
              requestsUntilThen,
              life.effects(),
              causes,
              Causes.of(life),
              life.list("SELECT count(*) FROM incident"),
              life.blows().names(),
              life.faults().log());
        }
      } catch (Exception e) {
        throw new IllegalStateException("the undisturbed life went wrong", e);
      }
    });
  }

  /** Class data of one start kept for the later ones, which are done in half the time. */
  private static final class Classes {
    private static final Path ARCHIVE = archive();

    static Program program() {
      return Program.packaged("-XX:SharedArchiveFile=" + ARCHIVE);
    }

    private static Path archive() {
      try {
        Path folder = Files.createTempDirectory("classes");
        Path archive = folder.resolve("classes.jsa");
        Program making = Program.packaged("-XX:ArchiveClassesAtExit=" + archive);
        try (Life life = new Life(folder.resolve("life"), making, new Blows(0))) {
          // The last one's classes stand: it has to come as far as the later ones.
          life.runUntilDone("scan");
          life.runUntilDone("analyze");
        }
        return archive;
      } catch (Exception e) {
        throw new IllegalStateException("could not keep the classes", e);
      }
    }
  }

  static Program program() {
    return Classes.program();
  }
}
