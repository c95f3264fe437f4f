package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.shell.Shell.Redirect;
import io.github.cicdmonitor.gate.shell.Shell.Simple;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of files that a script has fetched so far, and whether a command runs one of them. */
final class DownloadedFiles {
  private static final Set<String> INSTALLERS = WordLists.of("shell").set("installers");

  private final Set<String> files = new HashSet<>();

  boolean contains(String name) {
    return files.contains(name);
  }

  /** Where a command that fetches puts it. */
  void remember(String program, List<Word> argv, Simple simple) {
    for (Redirect redirect : simple.redirects()) {
      if (redirect.operator().startsWith(">")) {
        files.add(baseName(redirect.target().text()));
      }
    }
    for (int i = 1; i < argv.size(); i++) {
      String word = argv.get(i).text();
      String previous = argv.get(i - 1).text();
      if (previous.matches(
          "-[a-zA-Z]*[oO]|--output|--output-document|-OutFile|-outfile|--remote-name")) {
        files.add(baseName(word));
      }
      if (word.matches("(?s)https?://.*") || word.matches("(?s)(?:ftp|s3|gs)://.*")) {
        files.add(baseName(word.replaceAll("[?#].*", "")));
      }
      if (word.startsWith("--output=") || word.startsWith("--output-document=")) {
        files.add(baseName(word.substring(word.indexOf('=') + 1)));
      }
      if (word.matches("-[a-zA-Z]*[oO][^a-zA-Z].*")) {
        files.add(baseName(word.substring(2)));
      }
    }
    files.remove("");
    files.remove("-");
    if (program.isEmpty()) {
      files.clear();
    }
  }

  boolean areRun(String program, List<Word> argv) {
    String command = argv.get(0).text();
    boolean byPath = command.indexOf('/') >= 0 && files.contains(baseName(command));
    boolean byInterpreter = Interpreters.isInterpreter(program)
        && argv.stream().skip(1).anyMatch(w -> files.contains(baseName(w.text())));
    boolean madeExecutable = program.equals("chmod")
        && argv.size() > 2
        && argv.get(1).text().matches(".*(?:x|[1357]).*")
        && argv.stream().skip(2).anyMatch(w -> files.contains(baseName(w.text())));
    boolean installed = INSTALLERS.contains(program)
        && argv.stream().skip(1).anyMatch(w -> files.contains(baseName(w.text())));
    return byPath || byInterpreter || madeExecutable || installed;
  }

  private static String baseName(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() ? path : name;
  }
}
