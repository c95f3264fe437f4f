package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.store.SampleState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What {@code prepare-start} runs, so that the JVM learns which classes the commands need and keeps
 * them in an archive: one command after the other over a state of made-up failures. What they print
 * and how they end does not matter.
 */
final class RehearseCommand implements Callable<Integer> {
  private final World world;

  private Path state = Path.of("sample.db");
  private long failures;
  private List<String> commands = new ArrayList<>();

  RehearseCommand(World world, Syntax syntax) {
    this.world = world;
    syntax
        .hidden()
        .required("STATE", "made where it is missing", given -> state = Path.of(given))
        .required("FAILURES", "how many are made up", given -> failures = Long.parseLong(given))
        .rest("COMMAND", "its words with one space between them", given -> commands = given);
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
