package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.shell.Shell.Script;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import io.github.cicdmonitor.workflow.Shown;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A script, parsed once, and what each judge reads in it.
 *
 * @param masks its commands of weight: what they guard, what swallows their failure
 * @param fetched code that is fetched or decoded and then run
 * @param doubts why it is not certain what it runs
 */
record ScriptReading(
    MaskedFailures.Reading masks, List<FetchAndRun.Found> fetched, Set<String> doubts) {
  private static final Set<String> DOUBTFUL = WordLists.of("shell").set("doubtful");

  /**
   * Never fails.
   *
   * @param line of the file on which the script begins
   * @param pipefail the step's shell already fails when any part of a pipe does
   */
  static ScriptReading of(String text, int line, boolean pipefail) {
    Script script = ShellReader.read(text, line);
    return new ScriptReading(
        MaskedFailures.read(script, pipefail), FetchAndRun.in(script), doubts(script));
  }

  static Set<String> doubts(Script script) {
    Set<String> doubts = new TreeSet<>(script.opaque());
    script.eachCommand(command -> {
      List<Word> argv = Interpreters.unwrapped(command.arguments());
      if (argv.isEmpty()) {
        return;
      }
      Word first = argv.get(0);
      if (first.dynamic() || first.assembled() || first.text().matches(".*[*?\\[].+")) {
        doubts.add("a command whose name is put together: " + Shown.quoted(first.text()));
      }
      String program = Shell.program(first.text());
      if (DOUBTFUL.contains(program)) {
        doubts.add("the command " + program);
      }
    });
    return doubts;
  }
}
