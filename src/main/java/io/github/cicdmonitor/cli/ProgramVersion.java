package io.github.cicdmonitor.cli;

import picocli.CommandLine.IVersionProvider;

/** From the jar's manifest. */
final class ProgramVersion implements IVersionProvider {
  static String text() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"cicd-monitor " + text()};
  }
}
