package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.effects.BeforeEffects;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The operator's command of {@code --before-effects}, run by {@code sh} in the working directory with
 * this process's environment. What it prints goes to standard error. It has five minutes.
 */
final class EffectHook implements BeforeEffects {
  private static final int MINUTES = 5;

  private final World world;
  private final String command;
  private final Optional<Path> stateFile;

  private EffectHook(World world, String command, Optional<Path> stateFile) {
    this.world = world;
    this.command = command;
    this.stateFile = stateFile;
  }

  /** None where no command is given. */
  static BeforeEffects of(Session session, String command) {
    return command.isBlank()
        ? BeforeEffects.NOTHING
        : new EffectHook(
            session.world(),
            command,
            session.place().server().isPresent()
                ? Optional.empty()
                : Optional.of(session.stateFile()));
  }

  @Override
  public void keep() {
    ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", "exec >&2\n" + command));
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(world.variables());
    stateFile.ifPresent(
        file -> variables.put("CICD_MONITOR_STATE_FILE", file.toAbsolutePath().toString()));
    builder.directory(world.workingDirectory().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        throw refused("it took more than " + MINUTES + " minutes", null);
      }
      if (process.exitValue() != 0) {
        throw refused("it ended with exit code " + process.exitValue(), null);
      }
    } catch (IOException e) {
      throw refused("it could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("it was interrupted", e);
    }
  }

  private static MonitorException refused(String why, @Nullable Throwable cause) {
    Explanation explanation = new Explanation(
        "sent nothing more because of the command of --before-effects",
        why,
        "Nothing is lost: the next run goes on from here");
    return cause == null
        ? new MonitorException(MonitorException.Kind.STATE, explanation)
        : new MonitorException(MonitorException.Kind.STATE, explanation, cause);
  }
}
