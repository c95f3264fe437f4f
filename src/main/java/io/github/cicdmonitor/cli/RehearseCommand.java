package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.store.SampleState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * What {@code prepare-start} runs, so that the JVM learns which classes the commands need and keeps
 * them in an archive: one command after the other over a state of made-up failures. What they print
 * and how they end does not matter.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  private final World world;

  @Parameters(index = "0", paramLabel = "STATE", description = "made where it is missing")
  private Path state = Path.of("sample.db");

  @Parameters(index = "1", paramLabel = "FAILURES", description = "how many are made up")
  private long failures;

  @Parameters(
      index = "2..*",
      paramLabel = "COMMAND",
      description = "its words with one space between them")
  private List<String> commands = new ArrayList<>();

  RehearseCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Path file = world.workingDirectory().resolve(state);
    if (!Files.exists(file)) {
      SampleState.create(file, failures, world.clock());
    }
    for (String command : commands) {
      CicdMonitor.run(world, command.split(" "));
    }
    return ExitCode.DONE.code();
  }
}
