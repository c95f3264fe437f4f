package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import io.github.cicdmonitor.workflow.Yaml.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The comments of a YAML text. A comment may speak to a tool, and it speaks about the line it stands
 * on or above: its words and that line both count.
 */
final class Comments {
  /** First key of a difference of comments; the lines before and after follow it. */
  static final String KEY = "#";

  /** @param line what stands on its line, else on the next line that holds more than a comment */
  record Comment(String text, String line, int number) {}

  private Comments() {}

  static void compare(WorkflowFile before, WorkflowFile after, List<Delta> deltas) {
    List<Comment> old = in(before);
    List<Comment> now = in(after);
    Set<String> linesBefore = lines(before.text());
    Set<String> linesAfter = lines(after.text());
    for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
      Optional<Comment> from = i < old.size() ? Optional.of(old.get(i)) : Optional.empty();
      Optional<Comment> to = i < now.size() ? Optional.of(now.get(i)) : Optional.empty();
      boolean stays = from.isPresent()
          && to.isPresent()
          && from.get().text().equals(to.get().text())
          && isSamePlace(from.get(), to.get(), linesBefore, linesAfter);
      if (!stays) {
        deltas.add(delta(before.path(), from, to));
      }
    }
  }

  /** The line is the same, or it is the one that was edited. */
  private static boolean isSamePlace(
      Comment from, Comment to, Set<String> before, Set<String> after) {
    boolean edited = !after.contains(from.line())
        && !before.contains(to.line())
        && key(from.line()).equals(key(to.line()));
    return from.line().equals(to.line()) || edited;
  }

  private static String key(String line) {
    int colon = line.indexOf(':');
    return colon < 0 ? "" : line.substring(0, colon);
  }

  private static Delta delta(String path, Optional<Comment> from, Optional<Comment> to) {
    return new Delta(
        path,
        Optional.empty(),
        Optional.empty(),
        List.of(KEY, from.map(Comment::line).orElse(""), to.map(Comment::line).orElse("")),
        from.map(Comments::scalar),
        to.map(Comments::scalar));
  }

  private static Yaml scalar(Comment comment) {
    return new Scalar(
        comment.text(), comment.text(), Yaml.Type.TEXT, false, comment.number(), Span.NONE);
  }

  private static Set<String> lines(String text) {
    return text.lines().map(Comments::withoutComment).collect(Collectors.toSet());
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("(?:^|\\s)#.*$", "").strip();
  }

  /** In the order of the text. */
  static List<Comment> in(WorkflowFile file) {
    BitSet values = new BitSet(file.text().length());
    cover(file.root(), file.text(), values);
    List<Comment> found = new ArrayList<>();
    String[] lines = file.text().split("\n", -1);
    int offset = 0;
    for (int number = 0; number < lines.length; number++) {
      String line = lines[number];
      for (int i = 0; i < line.length(); i++) {
        boolean starts = i == 0 || Character.isWhitespace(line.charAt(i - 1));
        if (line.charAt(i) == '#' && starts && !values.get(offset + i)) {
          String before = line.substring(0, i).strip();
          String about = before.isEmpty() ? nextLine(lines, number + 1) : before;
          found.add(new Comment(line.substring(i).strip(), about, number + 1));
          break;
        }
      }
      offset += line.length() + 1;
    }
    return found;
  }

  private static String nextLine(String[] lines, int from) {
    for (int i = from; i < lines.length; i++) {
      String line = withoutComment(lines[i]);
      if (!line.isEmpty()) {
        return line;
      }
    }
    return "";
  }

  private static void cover(Yaml value, String text, BitSet covered) {
    value.scalar().ifPresent(scalar -> {
      int start = scalar.span().start();
      if (scalar.isBlock()) {
        int header = text.indexOf('\n', start); // a comment may stand behind the sign of a block
        start = header < 0 ? scalar.span().end() : header;
      }
      covered.set(Math.min(start, scalar.span().end()), scalar.span().end());
    });
    value.sequence().ifPresent(s -> s.items().forEach(item -> cover(item, text, covered)));
    value
        .mapping()
        .ifPresent(m -> m.entries().forEach((name, item) -> {
          m.key(name)
              .ifPresent(key -> covered.set(key.span().start(), key.span().end()));
          cover(item, text, covered);
        }));
  }
}
