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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Decide and act: logs to diagnoses, diagnoses to decisions, decisions to effects. */
@Command(
    name = "analyze",
    versionProvider = ProgramVersion.class,
    header = "Diagnose new failures; re-run, repair, ask or notify, as the safety gate allows.")
final class AnalyzeCommand implements Callable<Integer> {
  private final World world;

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions common;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "analyse at most N failures, oldest first")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--id", paramLabel = "INCIDENT", description = "analyse this incident again")
  private long incident;

  @Option(
      names = "--repo",
      paramLabel = "OWNER/NAME",
      description = "only failures of this repository; may be repeated")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "show what would be done; change nothing outside, use nothing up")
  private boolean dryRun;

  @Option(names = "--offline", description = "use the built-in rules only, never the model")
  private boolean offline;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "explain one log from a file (or - for standard input); needs no set-up")
  private String log = "";

  @Option(
      names = "--green",
      paramLabel = "FILE",
      description = "with --log: the job's log from a run that passed; lines in both count less")
  private String green = "";

  @Option(
      names = "--repo-dir",
      paramLabel = "DIR",
      description = "with --log: the repository's files, for which a fix is computed and judged")
  private String repositoryFolder = "";

  @Option(
      names = "--workflow",
      paramLabel = "PATH",
      description = "with --repo-dir: the workflow that failed, such as .github/workflows/ci.yml")
  private String workflow = "";

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "with --repo-dir: name of the job that failed")
  private String job = "";

  @Option(names = "--explain", description = "with --log: show which rules matched and why one won")
  private boolean explain;

  @Option(
      names = "--max-wait",
      paramLabel = "SPAN",
      defaultValue = "60s",
      description = "how long to wait for rate limits in all (default: ${DEFAULT-VALUE})")
  private String maxWait = "60s";

  @Option(
      names = "--before-effects",
      paramLabel = "COMMAND",
      description = "run COMMAND before each change outside; if it fails, nothing more is sent")
  private String beforeEffects = "";

  @Mixin
  private ReplayOptions replay;

  AnalyzeCommand(World world) {
    this.world = world;
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
