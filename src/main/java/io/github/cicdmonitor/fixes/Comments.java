package io.github.cicdmonitor.fixes;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import io.github.cicdmonitor.workflow.Yaml.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The comments of a YAML text. A comment may speak to a tool, and it speaks about the line it stands
 * on or above: its words and that line both count.
 */
final class Comments {
  /** First key of a difference of comments; the lines before and after follow it. */
  static final String KEY = "#";

  /**
   * @param about what stands on its line, else on the next line that holds more than a comment
   * @param beside whether it stands behind something
   * @param index of the line that it is about, among all lines
   */
  record Comment(String text, String about, boolean beside, int index, int number) {}

  private Comments() {}

  static void compare(WorkflowFile before, WorkflowFile after, List<Delta> deltas) {
    List<Comment> old = in(before);
    List<Comment> now = in(after);
    if (old.isEmpty() && now.isEmpty()) {
      return;
    }
    List<Integer> moved = LineMap.of(lines(before.text()), lines(after.text()));
    List<Kept> from = old.stream().map(c -> Kept.of(c, moved.get(c.index()))).toList();
    List<Kept> to = now.stream().map(c -> Kept.of(c, c.index())).toList();
    for (AbstractDelta<Kept> differs : DiffUtils.diff(from, to).getDeltas()) {
      int gone = differs.getSource().size();
      int added = differs.getTarget().size();
      for (int i = 0; i < Math.max(gone, added); i++) {
        int one = differs.getSource().getPosition() + i;
        int other = differs.getTarget().getPosition() + i;
        deltas.add(delta(
            before.path(),
            i < gone ? Optional.of(old.get(one)) : Optional.empty(),
            i < added ? Optional.of(now.get(other)) : Optional.empty()));
      }
    }
  }

  /** Equal where the words are the same, and the line that they are about is the same or was edited. */
  private record Kept(String text, boolean beside, int line, String key) {
    static Kept of(Comment comment, int line) {
      return new Kept(comment.text(), comment.beside(), line, Comments.key(comment.about()));
    }
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
        List.of(KEY, from.map(Comment::about).orElse(""), to.map(Comment::about).orElse("")),
        from.map(Comments::scalar),
        to.map(Comments::scalar));
  }

  private static Yaml scalar(Comment comment) {
    return new Scalar(
        comment.text(), comment.text(), Yaml.Type.TEXT, false, comment.number(), Span.NONE);
  }

  private static List<String> lines(String text) {
    return Stream.of(text.split("\n", -1)).map(Comments::withoutComment).toList();
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("(?:^|\\s)#.*$", "").strip();
  }

  /**
   * In the order of the text. Every # outside of keys and values counts, also one without a blank in
   * front: readers differ in whether that starts a comment.
   */
  static List<Comment> in(WorkflowFile file) {
    BitSet values = values(file);
    List<Comment> found = new ArrayList<>();
    String[] lines = file.text().split("\n", -1);
    int offset = 0;
    for (int number = 0; number < lines.length; number++) {
      String line = lines[number];
      int sign = line.indexOf('#');
      while (sign >= 0 && values.get(offset + sign)) {
        sign = line.indexOf('#', sign + 1);
      }
      if (sign >= 0) {
        String before = line.substring(0, sign).strip();
        int about = before.isEmpty() ? nextLine(lines, number + 1) : number;
        String words = before.isEmpty() ? withoutComment(lines[about]) : before;
        found.add(
            new Comment(line.substring(sign).strip(), words, !before.isEmpty(), about, number + 1));
      }
      offset += line.length() + 1;
    }
    return found;
  }

  /** The characters of a text that are keys and values. */
  static BitSet values(WorkflowFile file) {
    BitSet values = new BitSet(file.text().length());
    cover(file.root(), file.text(), values);
    return values;
  }

  /** The last line where nothing but comments follows. */
  private static int nextLine(String[] lines, int from) {
    for (int i = from; i < lines.length; i++) {
      if (!withoutComment(lines[i]).isEmpty()) {
        return i;
      }
    }
    return lines.length - 1;
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
