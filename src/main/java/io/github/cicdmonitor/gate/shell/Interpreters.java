package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Programs that run other programs, or the text that they are given. */
final class Interpreters {
  private static final WordLists WORDS = WordLists.of("shell");
  private static final Set<String> WRAPPERS = WORDS.set("wrappers");
  private static final Pattern INTERPRETER = WORDS.whole("interpreters");

  private Interpreters() {}

  static boolean isInterpreter(String program) {
    return INTERPRETER.matcher(program).matches();
  }

  /** Without {@code sudo}, {@code env A=b}, {@code timeout 5} and the like. */
  static List<Word> unwrapped(List<Word> argv) {
    int first = 0;
    while (first < argv.size()
        && WRAPPERS.contains(Shell.program(argv.get(first).text()))) {
      int next = first + 1;
      while (next < argv.size()
          && (argv.get(next).text().startsWith("-")
              || argv.get(next).isAssignment()
              || argv.get(next).text().matches("[0-9.]+[smhd]?|\\{\\}|root"))) {
        next++;
      }
      if (next >= argv.size()) {
        break;
      }
      first = next;
    }
    return argv.subList(first, argv.size());
  }

  static boolean isAwk(List<Word> argv) {
    return Shell.program(argv.get(0).text()).endsWith("awk")
        && argv.stream().noneMatch(w -> w.text().contains("system"));
  }

  /** {@code python -m json.tool}, {@code node script.js}: the input is data for a known program. */
  static boolean hasOwnCode(List<Word> argv) {
    if (argv.size() < 2) {
      return false;
    }
    String program = Shell.program(argv.get(0).text());
    boolean shell = program.endsWith("sh") || program.equals("eval") || program.equals("source");
    String first = argv.get(1).text();
    if (first.equals("-m") || first.equals("-c") || first.equals("-e") || first.equals("-ne")) {
      return !shell
          && argv.size() > 2
          && !argv.get(2).text().matches("(?s).*(?:exec|eval|system).*");
    }
    return !shell
        && !first.startsWith("-")
        && !first.startsWith("/dev/")
        && !first.startsWith("/proc/");
  }
}
