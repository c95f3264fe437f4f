package io.github.cicdmonitor;

import io.github.cicdmonitor.cli.CicdMonitor;
import io.github.cicdmonitor.cli.World;

/** The process: builds the world from it, runs the command, exits with its code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(CicdMonitor.run(World.ofProcess(), args));
  }
}
