package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes of texts that leave everything else as it is: quotes, comments, layout. Changes are kept
 * as ranges of the text as it was; two that overlap are a mistake of the caller, and the file is left
 * alone.
 */
public final class Editor {
  /** As many files as one proposal may change. */
  public static final int MOST_FILES = 5;

  private record Change(int start, int end, String text) {}

  private final Checkout files;
  private final Map<String, List<Change>> changes = new LinkedHashMap<>();
  private final Set<String> executable = new LinkedHashSet<>();
  private final Set<String> givenUp = new LinkedHashSet<>();

  public Editor(Checkout files) {
    this.files = files;
  }

  /** Puts other characters into a range. */
  public void replace(String path, int start, int end, String text) {
    changes.computeIfAbsent(path, p -> new ArrayList<>()).add(new Change(start, end, text));
  }

  /** Another value for a text, in the quotes that it has, or in quotes where it needs some. */
  public void replace(WorkflowFile file, Scalar old, String value) {
    if (old.isBlock()) {
      givenUp.add(file.path());
      return;
    }
    String written = file.text().substring(old.span().start(), old.span().end());
    char quote = written.isEmpty() ? ' ' : written.charAt(0);
    String text = switch (quote) {
      case '\'' -> YamlText.quoted(value);
      case '"' -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      default ->
        old.type() == Yaml.Type.TEXT || YamlText.isSafe(value)
            ? YamlText.plain(value)
            : YamlText.quoted(value);
    };
    replace(file.path(), old.span().start(), old.span().end(), text);
  }

  /** An input of a step: another value, or a new one. Gives the file up where it cannot be done. */
  public void input(WorkflowFile file, Mapping step, String name, String value) {
    Mapping with = step.sub("with");
    Optional<Scalar> old = with.get(name).flatMap(Yaml::scalar);
    Optional<Yaml.Key> uses = step.key("uses");
    if (old.isPresent() && isOwn(with, name)) {
      replace(file, old.get(), value);
    } else if (step.isAlias("with") || old.isPresent()) {
      givenUp.add(file.path());
    } else if (!with.entries().isEmpty() && !YamlText.isFlow(file, with)) {
      insertBefore(file, YamlText.first(with), name + ": " + YamlText.plain(value));
    } else if (step.get("with").isEmpty() && uses.isPresent() && !YamlText.isFlow(file, step)) {
      String indent = " ".repeat(uses.get().column());
      int end = YamlText.endOfLine(
          file.text(),
          Math.max(
              uses.get().span().end(),
              step.get("uses").map(u -> YamlText.endOf(file, u)).orElse(0)));
      replace(
          file.path(),
          end,
          end,
          YamlText.lineBreak(file) + indent + "with:" + YamlText.lineBreak(file) + indent + "  "
              + name + ": " + YamlText.plain(value));
    } else {
      givenUp.add(file.path());
    }
  }

  /** Takes an input out, and {@code with:} where nothing is left under it. */
  public void removeInput(WorkflowFile file, Mapping step, String name) {
    Mapping with = step.sub("with");
    remove(
        file, with.entries().size() == 1 ? step : with, with.entries().size() == 1 ? "with" : name);
  }

  /** Takes a key and its value out of a mapping in block style. */
  public void remove(WorkflowFile file, Mapping from, String name) {
    Optional<Yaml.Key> key = from.key(name);
    Optional<Yaml> value = from.get(name);
    if (key.isEmpty()
        || value.isEmpty()
        || YamlText.isFlow(file, from)
        || YamlText.isFirstOfItem(file, key.get())) {
      givenUp.add(file.path());
      return;
    }
    int start = YamlText.startOfLine(file.text(), key.get().span().start());
    int end = Math.max(key.get().span().end(), YamlText.endOf(file, value.get()));
    int lineBreak = file.text().indexOf('\n', end);
    replace(file.path(), start, lineBreak < 0 ? file.text().length() : lineBreak + 1, "");
  }

  /**
   * A key under another name with another value: {@code go-version: 1.24} to {@code
   * go-version-file: go.mod}. Five parameters, for in two calls one half could be given up.
   */
  public void rename(WorkflowFile file, Mapping in, String name, String newName, String value) {
    Optional<Yaml.Key> key = in.key(name);
    Optional<Scalar> old = in.get(name).flatMap(Yaml::scalar);
    if (key.isEmpty() || old.isEmpty() || old.get().isBlock() || !isOwn(in, name)) {
      givenUp.add(file.path());
      return;
    }
    replace(file.path(), key.get().span().start(), key.get().span().end(), newName);
    replace(file.path(), old.get().span().start(), old.get().span().end(), YamlText.plain(value));
  }

  /** A new first key of a mapping in block style. */
  public void addKey(WorkflowFile file, Mapping to, String name, String value) {
    if (to.entries().isEmpty() || YamlText.isFlow(file, to)) {
      givenUp.add(file.path());
      return;
    }
    insertBefore(file, YamlText.first(to), name + ": " + YamlText.plain(value));
  }

  /** Lines above a key, at its column; each is given without indent. */
  public void insertBefore(WorkflowFile file, Yaml.Key key, String... lines) {
    if (YamlText.isFirstOfItem(file, key)) {
      // "- uses: x": the new lines follow the sign, the old key comes below them
      String indent = " ".repeat(key.column());
      StringBuilder text = new StringBuilder();
      for (String line : lines) {
        text.append(line).append(YamlText.lineBreak(file)).append(indent);
      }
      replace(file.path(), key.span().start(), key.span().start(), text.toString());
      return;
    }
    int ownLine = YamlText.startOfLine(file.text(), key.span().start());
    String indent = file.text().substring(ownLine, key.span().start());
    int start = aboveComments(file.text(), ownLine, indent);
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(indent).append(line).append(YamlText.lineBreak(file));
    }
    replace(file.path(), start, start, text.toString());
  }

  /** A new step above another one; the lines stand without indent and without the sign of an item. */
  public void addStepBefore(WorkflowFile file, Mapping step, String... lines) {
    Yaml.Key key = YamlText.first(step);
    int start = YamlText.startOfLine(file.text(), key.span().start());
    String head = file.text().substring(start, key.span().start());
    if (!head.matches(" *- +")) {
      givenUp.add(file.path());
      return;
    }
    StringBuilder text = new StringBuilder();
    String next = head;
    for (String line : lines) {
      text.append(next).append(line).append(YamlText.lineBreak(file));
      next = " ".repeat(head.length());
    }
    int above = aboveComments(file.text(), start, head.substring(0, head.indexOf('-')));
    replace(file.path(), above, above, text.toString());
  }

  /** Comments above a line speak about it, so that what is new stands above them. */
  private static int aboveComments(String text, int line, String indent) {
    int start = line;
    while (start > 0) {
      int previous = YamlText.startOfLine(text, start - 1);
      if (!text.startsWith(indent + "#", previous)) {
        return start;
      }
      start = previous;
    }
    return start;
  }

  /** Whether the value is written where its key is, and is not another's by an alias. */
  private static boolean isOwn(Mapping in, String name) {
    return in.key(name).isPresent() && !in.isAlias(name);
  }

  /** The mode 100755. */
  public void makeExecutable(String path) {
    executable.add(path);
  }

  /** A file's text as it would be; the text as it is where nothing changes it, or nothing can. */
  public String after(String path) {
    String text = files.text(path).orElse("");
    if (givenUp.contains(path)) {
      return text;
    }
    String after = changed(path, text);
    boolean yaml = WorkflowFile.isWorkflow(path) || WorkflowFile.isAction(path);
    boolean broken = yaml && WorkflowFile.read(path, after).isEmpty();
    return broken ? text : after;
  }

  /** A part that an alias repeats may be edited more than once, in the same way. */
  private String changed(String path, String text) {
    List<Change> sorted =
        new ArrayList<>(new LinkedHashSet<>(changes.getOrDefault(path, List.of())));
    sorted.sort(Comparator.comparingInt(Change::start).thenComparingInt(Change::end));
    StringBuilder after = new StringBuilder();
    int at = 0;
    for (Change change : sorted) {
      if (change.start() < at) {
        return text;
      }
      after.append(text, at, change.start()).append(change.text());
      at = change.end();
    }
    return after.append(text.substring(at)).toString();
  }

  /** Whether nothing was to be changed so far. */
  boolean isUntouched() {
    return changes.isEmpty() && executable.isEmpty();
  }

  /**
   * Each {@code find} occurs exactly once when its turn comes. At most {@link #MOST_FILES} files, the
   * one that failed first: what is left shows itself again when it fails.
   */
  public List<Edit> edits() {
    List<String> paths = new ArrayList<>(changes.keySet());
    if (paths.remove(files.first())) {
      paths.add(0, files.first());
    }
    List<Edit> edits = new ArrayList<>();
    int changed = executable.size();
    for (String path : paths) {
      String before = files.text(path).orElse("");
      String after = changed < MOST_FILES ? after(path) : before;
      if (!before.equals(after) && !before.isEmpty()) {
        edits.addAll(EditHunks.of(path, before, after));
        changed++;
      }
    }
    executable.forEach(path -> edits.add(Edit.executable(path)));
    return edits;
  }

  /** How many files hold what is to be changed, beyond those that {@link #edits} changes. */
  int left() {
    return Math.max(0, changes.size() + executable.size() - MOST_FILES);
  }
}
