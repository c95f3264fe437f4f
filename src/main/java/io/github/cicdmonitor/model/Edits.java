package io.github.cicdmonitor.model;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Applies edits exactly or not at all: no fuzz, no guess. Only line ends are not told apart: an edit
 * keeps those of the file.
 */
public final class Edits {
  private Edits() {}

  /** A file as it stands, with its git mode. */
  public record BaseFile(String mode, String text) {}

  /** Either all changes, or why one of them does not fit. */
  public record Result(List<FileChange> changes, Optional<String> misfit) {
    public Result {
      changes = List.copyOf(changes);
    }

    static Result misfit(String why) {
      return new Result(List.of(), Optional.of(why));
    }
  }

  /**
   * The edits in order, several of one file building on each other. Files that end up as they were
   * are left out.
   *
   * @param base the file at a path; empty when there is none
   */
  public static Result apply(List<Edit> edits, Function<String, Optional<BaseFile>> base) {
    Map<String, Optional<BaseFile>> before = new LinkedHashMap<>();
    Map<String, String> after = new LinkedHashMap<>();
    Set<String> executable = new HashSet<>();
    for (Edit edit : edits) {
      Optional<BaseFile> file = before.computeIfAbsent(edit.path(), base);
      Optional<String> now =
          Optional.ofNullable(after.get(edit.path())).or(() -> file.map(BaseFile::text));
      if (edit.executable()) {
        if (file.isEmpty()) {
          return Result.misfit(edit.path() + " does not exist");
        }
        executable.add(edit.path());
        after.putIfAbsent(edit.path(), file.get().text());
        continue;
      }
      if (edit.find().isEmpty()) {
        if (now.isPresent()) {
          return Result.misfit(edit.path() + " exists already, so it cannot be created");
        }
        after.put(edit.path(), edit.replace());
        continue;
      }
      if (now.isEmpty()) {
        return Result.misfit(edit.path() + " does not exist");
      }
      Replacing made = Replacing.in(now.get(), edit.find(), edit.replace());
      if (made.found() != 1) {
        return Result.misfit(
            made.found() == 0
                ? "the text to find does not occur in " + edit.path()
                : "the text to find occurs more than once in " + edit.path());
      }
      after.put(edit.path(), made.text());
    }
    List<FileChange> changes = after.entrySet().stream()
        .map(entry -> change(
            entry.getKey(),
            before.getOrDefault(entry.getKey(), Optional.empty()),
            entry.getValue(),
            executable.contains(entry.getKey())))
        .filter(change -> change.changesMode() || !change.before().equals(change.after()))
        .toList();
    return changes.isEmpty()
        ? Result.misfit("the edit leaves every file as it is")
        : new Result(changes, Optional.empty());
  }

  private static FileChange change(
      String path, Optional<BaseFile> before, String after, boolean executable) {
    String mode = before.map(BaseFile::mode).orElse("100644");
    return new FileChange(
        path,
        mode,
        before.map(BaseFile::text),
        Optional.of(after),
        executable ? FileChange.EXECUTABLE : mode);
  }
}
