package io.github.cicdmonitor.command;

import io.github.cicdmonitor.command.CommandExecutor.End;
import io.github.cicdmonitor.command.CommandExecutor.Ran;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.ChangedFile;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.SecretPresence;
import io.github.cicdmonitor.store.CommandRuns;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.EffectPayload;
import io.github.cicdmonitor.store.Leases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs a command once: it is recorded as started before it is, and its end, however it was, is never
 * followed by another start unless a person asks for it.
 */
public final class CommandRunner {
  private static final int LINES_TOLD = 3;
  private static final int LONGEST_LINE = 200;

  private final CommandExecutor executor;
  private final Function<String, SafeText> redaction;
  private final Database database;
  private final CommandRuns runs;
  private final Leases leases;

  public CommandRunner(
      CommandExecutor executor, Function<String, SafeText> redaction, Database database) {
    this.executor = executor;
    this.redaction = redaction;
    this.database = database;
    this.runs = new CommandRuns(database);
    this.leases = new Leases(database);
  }

  /**
   * Either changes to judge, or what to tell instead.
   *
   * @param told why there are none
   * @param printed the end of its output, for a message only; may be empty
   * @param problem where it failed just now, so that this run says so
   */
  public record Outcome(
      List<ChangedFile> changes, String told, String printed, Optional<MonitorException> problem) {
    public Outcome {
      changes = List.copyOf(changes);
    }

    static Outcome told(String what) {
      return new Outcome(List.of(), what, "", Optional.empty());
    }
  }

  /** Before anything else of a run: what an earlier one left behind when it was killed. */
  public List<MonitorException> settle() {
    executor.clear();
    List<MonitorException> problems = new ArrayList<>();
    for (Effect effect : runs.interrupted()) {
      RepositoryName repository = effect.repository().orElseThrow();
      // Where another process is at the repository, that one may be running it now.
      leases.ifFree(Leases.Piece.incidentsOf(repository), () -> settle(effect, problems));
    }
    return problems;
  }

  private void settle(Effect effect, List<MonitorException> problems) {
    if (runs.find(effect.key()).filter(now -> now.state() == State.SENDING).isEmpty()) {
      return; // it has ended since
    }
    database.change(in -> runs.lost(in, effect));
    long incident = effect.incident().orElse(0L);
    problems.add(MonitorException.of(
        MonitorException.Kind.NO,
        "do not know how the command of incident " + incident + " ended",
        "the run that started it was interrupted",
        again(incident)));
  }

  /** Throws {@code MonitorException} where nothing was started and a later run may. */
  public Outcome run(DiagnosedIncident c) {
    List<String> argv = c.diagnosis().remediation().command();
    String key = key(c, argv);
    Optional<Effect> known = runs.find(key).filter(effect -> effect.state() != State.PLANNED);
    if (known.isPresent()) {
      return recorded(c, known.get());
    }
    String commit = c.newest().headSha();
    Effect effect = runs.plan(
        c.incident(), key, new EffectPayload.RunCommand(commit, AllowedCommands.shown(argv)));
    Ran ran;
    try {
      ran = executor.run(
          c.incident().repository(),
          commit,
          argv,
          () -> database.change(in -> runs.starting(in, effect)));
    } catch (MonitorException e) {
      if (e.kind() != MonitorException.Kind.NO) {
        throw e;
      }
      ran = Ran.failed(e.explanation().why());
    }
    return settled(c, effect, ran);
  }

  private Outcome settled(DiagnosedIncident c, Effect effect, Ran ran) {
    if (ran.end() != End.CHANGED) {
      // One line: the output stands below it in the row.
      String reason = redaction.apply(ran.reason()).value().replaceAll("\\s+", " ");
      String printed = printed(ran.output());
      database.change(in -> runs.refused(in, effect, reason, printed));
      return new Outcome(
          List.of(),
          told(reason),
          printed,
          ran.end() == End.FAILED ? Optional.of(failed(c, reason)) : Optional.empty());
    }
    // A secret in a file must not be copied into the state.
    if (ran.changes().stream().anyMatch(this::holdsSecret)) {
      String secret = "it changed a file that holds what looks like a secret";
      database.change(in -> runs.refused(in, effect, secret, ""));
      return Outcome.told(told(secret));
    }
    database.change(
        in -> runs.changed(in, effect, new CommandRuns.Changes(ran.seconds(), ran.changes())));
    return changed(ran.changes());
  }

  private static Outcome changed(List<ChangedFile> files) {
    return new Outcome(files, "", "", Optional.empty());
  }

  private boolean holdsSecret(ChangedFile file) {
    return SecretPresence.in(file.after().orElse(""), redaction)
        || SecretPresence.in(file.path(), redaction);
  }

  private Outcome recorded(DiagnosedIncident c, Effect effect) {
    return switch (effect.state()) {
      case DONE ->
        (effect.isWhole() ? CommandRuns.read(effect) : Optional.<CommandRuns.Changes>empty())
            .map(kept -> changed(kept.files()))
            .orElseGet(() -> Outcome.told(told("its row in the state file was changed")));
      case REFUSED -> {
        CommandRuns.Refused refused = CommandRuns.refused(effect);
        yield new Outcome(List.of(), told(refused.reason()), refused.printed(), Optional.empty());
      }
      case PLANNED, SENDING, UNKNOWN ->
        Outcome.told("The command was interrupted while it ran, and what it did is gone. "
            + again(c.incident().id()) + ".");
    };
  }

  private static String told(String reason) {
    return "The command produced no fix: " + reason + (reason.endsWith(".") ? "" : ".");
  }

  private static MonitorException failed(DiagnosedIncident c, String reason) {
    return MonitorException.of(
        MonitorException.Kind.NO,
        "got no fix from the command of incident " + c.incident().id(),
        reason,
        again(c.incident().id()));
  }

  private static String again(long incident) {
    return "'cicd-monitor analyze --id " + incident + "' runs it again";
  }

  /** The last lines of it, each fit to be shown. */
  private String printed(String raw) {
    List<String> lines = redaction
        .apply(raw)
        .value()
        .lines()
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…")
        .toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES_TOLD))
        .collect(Collectors.joining(" / "));
  }

  /** Of the failure and the command, not of our rows. */
  static String key(DiagnosedIncident c, List<String> argv) {
    return "command:" + c.incident().repository().key() + ":" + c.key() + ":"
        + Digests.sha256(String.join("\n", argv)).substring(0, 12);
  }
}
