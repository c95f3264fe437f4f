package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.analyze.LogExplainer;
import io.github.cicdmonitor.analyze.Scope;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Decide and act: logs to diagnoses, diagnoses to decisions, decisions to effects. */
final class AnalyzeCommand implements Callable<Integer> {
  private final World world;
  private final Syntax syntax;
  private final CommonOptions common;
  private int limit = Integer.MAX_VALUE;
  private long incident;
  private List<String> only = new ArrayList<>();
  private boolean dryRun;
  private boolean offline;
  private String log = "";
  private String green = "";
  private String repositoryFolder = "";
  private String workflow = "";
  private String job = "";
  private boolean explain;
  private String maxWait = "60s";
  private String beforeEffects = "";
  private final ReplayOptions replay;

  AnalyzeCommand(World world, Syntax syntax) {
    this.world = world;
    this.syntax = syntax;
    syntax
        .header("Diagnose new failures; re-run, repair, ask or notify, as the safety gate allows.")
        .number("--limit N", "analyse at most N failures, oldest first", given -> limit = given)
        .incident("--id INCIDENT", "analyse this incident again", given -> incident = given)
        .texts(
            "--repo OWNER/NAME",
            "only failures of this repository; may be repeated",
            given -> only = given)
        .flag(
            "--dry-run",
            "show what would be done; change nothing, failures stay unanalysed",
            given -> dryRun = given)
        .flag("--offline", "use the built-in rules only, never the model", given -> offline = given)
        .text(
            "--log FILE",
            "explain one log from a file (or - for standard input); needs no set-up",
            given -> log = given)
        .text(
            "--green FILE",
            "with --log: the job's log from a run that passed; lines in both count less",
            given -> green = given)
        .text(
            "--repo-dir DIR",
            "with --log: the repository's files, for which a fix is computed and judged",
            given -> repositoryFolder = given)
        .text(
            "--workflow PATH",
            "with --repo-dir: the workflow that failed, such as .github/workflows/ci.yml",
            given -> workflow = given)
        .text("--job NAME", "with --repo-dir: name of the job that failed", given -> job = given)
        .flag(
            "--explain",
            "with --log: show which rules matched and why one won",
            given -> explain = given)
        .maxWait(given -> maxWait = given)
        .beforeEffects(given -> beforeEffects = given);
    common = new CommonOptions(syntax);
    replay = new ReplayOptions(syntax);
  }

  @Override
  public Integer call() {
    if (syntax.isGiven("--limit") && limit < 1) {
      throw syntax.mistake("--limit takes a number from 1");
    }
    if (dryRun && syntax.isGiven("--id")) {
      throw syntax.mistake("--id and --dry-run exclude each other");
    }
    if (repositoryFolder.isEmpty() && !(workflow.isEmpty() && job.isEmpty())) {
      throw syntax.mistake("--workflow and --job go with --log FILE --repo-dir DIR");
    }
    if (!only.isEmpty() && (!log.isEmpty() || syntax.isGiven("--id"))) {
      throw syntax.mistake("--repo goes with neither --id nor --log");
    }
    checkReplay();
    if (!log.isEmpty()) {
      if (log.equals("-") && green.equals("-")) {
        throw syntax.mistake("--log and --green cannot both be standard input");
      }
      LogFile.Asked asked = new LogFile.Asked(log, green, explain, repositoryFolder, workflow, job);
      return new LogFile(world, common).explain(asked).code();
    }
    if (!repositoryFolder.isEmpty()) {
      throw syntax.mistake("--repo-dir goes with --log FILE");
    }
    if (!green.isEmpty()) {
      throw syntax.mistake("--green goes with --log FILE");
    }
    if (explain) {
      throw syntax.mistake("--explain goes with --log FILE");
    }
    Duration patience = Span.wait("--max-wait", maxWait);
    Session session = Session.open(world, common);
    Set<RepositoryName> chosen = Repositories.chosen(session, only, "analyse").stream()
        .map(MonitoredRepository::name)
        .collect(Collectors.toSet());
    if (replay.replay) {
      return new Replaying(session, replay).run(limit, chosen, patience).code();
    }
    Scope scope =
        new Scope(limit, offline ? Scope.Thinking.RULES : Scope.Thinking.RULES_AND_MODEL, chosen);
    LogExplainer explainer = Explainers.of(session);
    try (Services services = new Services(session, patience)) {
      if (!services.hasGitHub()) {
        throw Services.noGitHub();
      }
      try (Pipeline pipeline =
          Pipeline.open(session, services, explainer, EffectHook.of(session, beforeEffects))) {
        return (dryRun ? pipeline.preview(scope) : run(pipeline, scope)).code();
      }
    }
  }

  private void checkReplay() {
    if (!replay.replay && replay.hasDetails()) {
      throw syntax.mistake("--model, --rules and --since go with --replay");
    }
    boolean others = dryRun || !log.isEmpty() || !beforeEffects.isEmpty() || syntax.isGiven("--id");
    if (replay.replay && others) {
      throw syntax.mistake("--replay goes with none of --id, --dry-run, --log, --before-effects");
    }
    if (replay.replay && offline && !replay.model.isEmpty()) {
      throw syntax.mistake("--model and --offline exclude each other");
    }
  }

  private ExitCode run(Pipeline pipeline, Scope scope) {
    if (syntax.isGiven("--id") && !pipeline.reopen(incident)) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "could not analyse incident " + incident,
          "there is no such incident",
          "'cicd-monitor report' lists the open ones, with --all those of the last 30 days");
    }
    return pipeline.run(scope);
  }
}
