package io.github.cicdmonitor;

import picocli.CommandLine;

/** Placeholder. */
@CommandLine.Command(name = "cicd-monitor")
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println(CommandLine.VERSION);
  }
}
