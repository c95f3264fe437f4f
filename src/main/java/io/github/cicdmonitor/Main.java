package io.github.cicdmonitor;

import io.github.cicdmonitor.cli.CicdMonitor;
import io.github.cicdmonitor.cli.World;
import io.github.cicdmonitor.store.Database;

/** The process: builds the world from it, runs the command, exits with its code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0 && CicdMonitor.opensState(args[0])) {
      Database.warmUp();
    }
    System.exit(CicdMonitor.run(World.ofProcess(), args));
  }
}
