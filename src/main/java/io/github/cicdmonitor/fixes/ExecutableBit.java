package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.FileChange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A script in the tree that lacks its executable bit. The mode is set where it is kept, in the tree;
 * a {@code chmod} in the workflow would have to be repeated in every job.
 */
final class ExecutableBit implements Fix {
  static final ExecutableBit INSTANCE = new ExecutableBit();

  private static final String PATH = "([A-Za-z0-9_@+][A-Za-z0-9_.@+/-]*)";
  private static final About ABOUT = About.of(
          "executable-bit", "Makes a script of the repository executable, in the tree")
      .askedBy(
          "(?:^|[\\s:'\"])(?:\\./|/)?" + PATH + ": (?:cannot execute: )?Permission denied",
          "\\[Errno 13\\] Permission denied: '(?:\\./|/)?" + PATH + "'",
          "spawn (?:\\./|/)?" + PATH + " EACCES",
          "exec: \"(?:\\./|/)?" + PATH + "\": permission denied",
          "(?:permission denied|EACCES)[^\\n]*?[ '\"](?:\\./)([A-Za-z0-9_.@+/-]+)['\"]?$");

  private static final Pattern INTERPRETER = Pattern.compile(
      "#! ?/(?:usr/)?(?:local/)?bin/(?:env (?:-S )?)?"
          + "(?:ba|da|z|k|fi|pw)?sh(?:\\s|$)|#! ?/(?:usr/)?(?:local/)?bin/(?:env (?:-S )?)?"
          + "(?:python[0-9.]*|node|deno|bun|ruby|perl|php|make|awk|tclsh|lua|Rscript|julia)(?:\\s|$)");
  private static final Pattern NAME = Pattern.compile(
      "(?:.*/)?[^/.]+(?:\\.(?:sh|bash|zsh|ksh|fish|ps1|py|rb|pl|php|js|mjs|cjs|ts|awk|tcl|lua|R|jl|command))?");
  // folders of which a tool runs whatever is executable: there the bit is a switch
  private static final Pattern RUN_AS_A_WHOLE =
      Pattern.compile("(?i)(?:^|/)(?:[^/]*hooks?|\\.husky|[^/]*\\.d|cron[^/]*|[^/]*initdb[^/]*)/");

  private ExecutableBit() {}

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String named = fault.group(1);
    List<String> candidates = candidates(named, fault, files);
    if (candidates.size() != 1) {
      return Proposed.no("no one file of the repository is meant by " + named);
    }
    String path = candidates.get(0);
    Optional<String> text = files.text(path);
    if (FileChange.EXECUTABLE.equals(files.modes().get(path))) {
      return Proposed.no(path + " is executable already");
    }
    if (text.isEmpty() || !text.get().startsWith("#!")) {
      return Proposed.no(path + " does not say by #! what runs it");
    }
    Editor editor = new Editor(files);
    editor.makeExecutable(path);
    return Proposed.edits(
        "ci: Make " + path + " executable",
        path + " is run as a program, but its mode in the tree is "
            + files.modes().getOrDefault(path, "100644") + ".",
        editor);
  }

  /** The log names it from where the step runs, or from the root of the machine. */
  private static List<String> candidates(String named, Fault fault, Checkout files) {
    List<String> all = files.named(named.substring(named.lastIndexOf('/') + 1)).stream()
        .filter(
            path -> path.equals(named) || named.endsWith("/" + path) || path.endsWith("/" + named))
        .toList();
    List<String> lacking = all.stream()
        .filter(path -> !FileChange.EXECUTABLE.equals(files.modes().get(path)))
        .toList();
    if (lacking.size() < 2) {
      return lacking.isEmpty() ? all : lacking;
    }
    List<String> here = FailedJob.candidates(fault, files).stream()
        .flatMap(found -> Folders.of(found.file(), found.job()).stream())
        .map(folder -> Folders.join(folder, named))
        .distinct()
        .filter(lacking::contains)
        .toList();
    return here.size() == 1 ? here : all;
  }

  /** A script that says what runs it, and was an ordinary file. */
  static boolean isRight(FileChange change) {
    return change.mode().equals("100644")
        && change.modeAfter().equals(FileChange.EXECUTABLE)
        && NAME.matcher(change.path()).matches()
        && !RUN_AS_A_WHOLE.matcher(change.path()).find()
        && change.before().filter(text -> INTERPRETER.matcher(text).lookingAt()).isPresent();
  }
}
