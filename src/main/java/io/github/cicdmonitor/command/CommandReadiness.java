package io.github.cicdmonitor.command;

import java.nio.file.Path;
import java.util.List;

/**
 * Whether the commands that are allowed could be run here. Nothing of them is started.
 *
 * @param misfits why programs would not be run
 * @param apart whether a command is kept away from our own process and from secrets
 */
public record CommandReadiness(List<String> programs, List<String> misfits, boolean apart) {
  public CommandReadiness {
    programs = List.copyOf(programs);
    misfits = List.copyOf(misfits);
  }

  /**
   * @param commands as in {@code remediation.commands}
   * @param secret files and folders that a command must not see
   */
  public static CommandReadiness of(List<List<String>> commands, List<Path> secret) {
    Executables executables = new Executables();
    List<String> programs =
        commands.stream().map(argv -> argv.get(0)).distinct().toList();
    List<String> misfits = programs.stream()
        .map(executables::find)
        .map(Executables.Found::misfit)
        .filter(misfit -> !misfit.isEmpty())
        .toList();
    return new CommandReadiness(programs, misfits, new Isolation(secret).isPossible());
  }
}
