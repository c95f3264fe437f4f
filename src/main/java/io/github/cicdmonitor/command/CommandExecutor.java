package io.github.cicdmonitor.command;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Checkouts;
import io.github.cicdmonitor.model.ChangedFile;
import io.github.cicdmonitor.model.RepositoryName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs one allowed command in a fresh checkout and says what it changed there. The checkout is gone
 * when this returns; whatever the command did elsewhere is the operator's trust in it.
 */
public final class CommandExecutor {
  /** Long enough to resolve a large lock file, short enough for a cron job. */
  public static final Duration LIMIT = Duration.ofMinutes(5);

  private final Checkouts checkouts;
  private final Path stateFile;
  private final Duration limit;
  private final Isolation isolation;
  private final Executables executables = new Executables();

  /**
   * @param stateFile beside which the checkout is made
   * @param secret files and folders that a command must not see, where the system can hide them
   */
  public CommandExecutor(Checkouts checkouts, Path stateFile, List<Path> secret, Duration limit) {
    this.isolation = new Isolation(secret);
    this.checkouts = checkouts;
    this.stateFile = stateFile;
    this.limit = limit;
  }

  /** How it ended. */
  enum End {
    /** It changed files, and these can be judged. */
    CHANGED,
    /** It did what it does, and nothing of that can be proposed. */
    UNFIT,
    /** It was not started, failed, or had to be ended. */
    FAILED
  }

  /**
   * @param reason our words; file names in it are the command's
   * @param output the end of what it printed, raw
   */
  record Ran(End end, long seconds, List<ChangedFile> changes, String reason, String output) {
    Ran {
      changes = List.copyOf(changes);
    }

    static Ran failed(String reason) {
      return new Ran(End.FAILED, 0, List.of(), reason, "");
    }
  }

  /** Deletes what killed runs have left. */
  void clear() {
    CommandWorkspace.clear(stateFile);
  }

  /**
   * @param aboutToStart called once, after all that can be repeated and before the first thing that
   *     cannot
   */
  Ran run(RepositoryName repository, String commit, List<String> argv, Runnable aboutToStart) {
    Executables.Found program = executables.find(argv.get(0));
    if (program.path().isEmpty()) {
      return Ran.failed(program.misfit());
    }
    try (CommandWorkspace workplace = workplace(argv)) {
      checkouts.fetch(repository, commit, workplace.tree());
      TreeState before = state(argv, workplace);
      aboutToStart.run();
      BoundedProcess.Ended ended;
      try {
        ended = new BoundedProcess(workplace, isolation, limit)
            .run(program.path().get(), argv.subList(1, argv.size()));
      } catch (IOException e) {
        return Ran.failed("it could not be started");
      }
      return ran(workplace, before, ended);
    } catch (BoundedProcess.Stopping e) {
      throw notRun(argv, "this program is being ended");
    }
  }

  private CommandWorkspace workplace(List<String> argv) {
    try {
      return CommandWorkspace.create(stateFile);
    } catch (IOException e) {
      throw notRun(argv, "no folder for it can be made beside " + stateFile);
    }
  }

  private static TreeState state(List<String> argv, CommandWorkspace workplace) {
    try {
      return TreeState.of(workplace.tree());
    } catch (IOException e) {
      throw notRun(argv, "its checkout cannot be read");
    }
  }

  private static MonitorException notRun(List<String> argv, String why) {
    return MonitorException.of(
        MonitorException.Kind.UNAVAILABLE,
        "did not run the command " + argv.get(0),
        why,
        "Run 'cicd-monitor analyze' again");
  }

  private Ran ran(CommandWorkspace workplace, TreeState before, BoundedProcess.Ended ended) {
    long seconds = ended.took().toSeconds();
    Optional<String> failure = failure(ended);
    if (failure.isPresent()) {
      return new Ran(End.FAILED, seconds, List.of(), failure.get(), ended.output());
    }
    try {
      TreeState.Difference difference = before.to(TreeState.of(workplace.tree()), workplace.tree());
      if (!difference.misfit().isEmpty()) {
        return unfit(seconds, "it changed files that cannot be proposed: " + difference.misfit());
      }
      return difference.changes().isEmpty()
          ? unfit(seconds, "it changed nothing")
          : new Ran(End.CHANGED, seconds, difference.changes(), "", "");
    } catch (IOException e) {
      return unfit(seconds, "what it left cannot be read, or is too much");
    }
  }

  private static Ran unfit(long seconds, String reason) {
    return new Ran(End.UNFIT, seconds, List.of(), reason, "");
  }

  private Optional<String> failure(BoundedProcess.Ended ended) {
    if (ended.exitCode().isEmpty()) {
      return Optional.of("it did not end within " + limit.toSeconds() + " s and was ended");
    }
    int code = ended.exitCode().get();
    if (code == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "it ended with exit code " + code + (code > 128 ? " (signal " + (code - 128) + ")" : ""));
  }
}
