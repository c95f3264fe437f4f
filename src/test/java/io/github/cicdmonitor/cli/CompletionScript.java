package io.github.cicdmonitor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;

/** Completion for bash, as picocli makes it of the command tree; {@code scripts/completions} writes it. */
final class CompletionScript {
  static final Path FILE = Path.of("scripts/completion/cicd-monitor.bash");

  private CompletionScript() {}

  static String text() {
    return AutoComplete.bash("cicd-monitor", CicdMonitor.commandLine(World.ofProcess()));
  }

  public static void main(String[] arguments) throws IOException {
    Files.writeString(FILE, text());
  }
}
