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
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Decide and act: logs to diagnoses, diagnoses to decisions, decisions to effects. */
final class AnalyzeCommand implements Command {
  private final World world;
  private final CommandSpec spec;
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

  AnalyzeCommand(World world) {
    this.world = world;
    Syntax syntax = new Syntax(
            this,
            "analyze",
            "Diagnose new failures; re-run, repair, ask or notify, as the safety gate allows.")
        .number("--limit N", "analyse at most N failures, oldest first", given -> limit = given)
        .incident("--id INCIDENT", "analyse this incident again", given -> incident = given)
        .texts(
            "--repo OWNER/NAME",
            "only failures of this repository; may be repeated",
            given -> only = given)
        .flag(
            "--dry-run",
            "show what would be done; change nothing outside, use nothing up",
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
        .text(
            "--max-wait SPAN",
            "60s",
            "how long to wait for rate limits in all (default: ${DEFAULT-VALUE})",
            given -> maxWait = given)
        .text(
            "--before-effects COMMAND",
            "run COMMAND before each change outside; if it fails, nothing more is sent",
            given -> beforeEffects = given);
    common = new CommonOptions(syntax);
    replay = new ReplayOptions(syntax);
    spec = syntax.spec();
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    if (spec.commandLine().getParseResult().hasMatchedOption("--limit") && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit takes a number from 1");
    }
    if (dryRun && spec.commandLine().getParseResult().hasMatchedOption("--id")) {
      throw new ParameterException(spec.commandLine(), "--id and --dry-run exclude each other");
    }
    if (repositoryFolder.isEmpty() && !(workflow.isEmpty() && job.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--workflow and --job go with --log FILE --repo-dir DIR");
    }
    if (!only.isEmpty()
        && (!log.isEmpty() || spec.commandLine().getParseResult().hasMatchedOption("--id"))) {
      throw new ParameterException(spec.commandLine(), "--repo goes with neither --id nor --log");
    }
    checkReplay();
    if (!log.isEmpty()) {
      if (log.equals("-") && green.equals("-")) {
        throw new ParameterException(
            spec.commandLine(), "--log and --green cannot both be standard input");
      }
      LogFile.Asked asked = new LogFile.Asked(log, green, explain, repositoryFolder, workflow, job);
      return new LogFile(world, common).explain(asked).code();
    }
    if (!repositoryFolder.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--repo-dir goes with --log FILE");
    }
    if (!green.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--green goes with --log FILE");
    }
    if (explain) {
      throw new ParameterException(spec.commandLine(), "--explain goes with --log FILE");
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
      throw new ParameterException(
          spec.commandLine(), "--model, --rules and --since go with --replay");
    }
    boolean others = dryRun
        || !log.isEmpty()
        || !beforeEffects.isEmpty()
        || spec.commandLine().getParseResult().hasMatchedOption("--id");
    if (replay.replay && others) {
      throw new ParameterException(
          spec.commandLine(),
          "--replay goes with none of --id, --dry-run, --log, --before-effects");
    }
    if (replay.replay && offline && !replay.model.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--model and --offline exclude each other");
    }
  }

  private ExitCode run(Pipeline pipeline, Scope scope) {
    if (spec.commandLine().getParseResult().hasMatchedOption("--id")
        && !pipeline.reopen(incident)) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "could not analyse incident " + incident,
          "there is no such incident",
          "'cicd-monitor report' lists the open ones, with --all those of the last 30 days");
    }
    return pipeline.run(scope);
  }
}
