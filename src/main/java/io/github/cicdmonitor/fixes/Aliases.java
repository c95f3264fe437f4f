package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where aliases stand in for values. One that takes the place of the same value changes nothing as
 * long as its anchor stays as it is, and not every reader of workflows knows aliases: each that is new
 * or gone is a difference that no kind of fix claims.
 */
final class Aliases {
  private static final Pattern ANCHOR = Pattern.compile("(?<=[\\s\\[{,])(&[^\\s,\\[\\]{}&]+)");

  /** First key of a difference of aliases; the keys that lead to it follow, joined by dots. */
  static final String KEY = "*";

  /** @param where the keys that lead to it, without the places in lists, which move with each step */
  private record Alias(String where, Yaml value) {}

  private Aliases() {}

  static void compare(WorkflowFile before, WorkflowFile after, List<Delta> deltas) {
    List<Alias> gone = in(before);
    for (Alias alias : in(after)) {
      Optional<Alias> same =
          gone.stream().filter(old -> old.where().equals(alias.where())).findFirst();
      if (same.isPresent()) {
        gone.remove(same.get());
      } else {
        deltas.add(delta(before, alias, Optional.empty(), Optional.of(alias.value())));
      }
    }
    for (Alias alias : gone) {
      deltas.add(delta(before, alias, Optional.of(alias.value()), Optional.empty()));
    }
    if (!anchors(before).equals(anchors(after))) {
      Alias anchor = new Alias("an anchor", after.root());
      deltas.add(delta(before, anchor, Optional.of(before.root()), Optional.of(after.root())));
    }
  }

  /** Names of anchors in their order, also of those that no alias uses. */
  private static List<String> anchors(WorkflowFile file) {
    if (file.text().indexOf('&') < 0) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    Matcher matcher = ANCHOR.matcher(file.text());
    BitSet values = new BitSet();
    while (matcher.find()) {
      values = values.isEmpty() ? Comments.values(file) : values;
      if (!values.get(matcher.start(1))) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  private static Delta delta(
      WorkflowFile file, Alias alias, Optional<Yaml> before, Optional<Yaml> after) {
    return new Delta(
        file.path(),
        Optional.empty(),
        Optional.empty(),
        List.of(KEY, alias.where()),
        before,
        after);
  }

  private static List<Alias> in(WorkflowFile file) {
    List<Alias> found = new ArrayList<>();
    collect(file.root(), "", found);
    return found;
  }

  private static void collect(Yaml value, String where, List<Alias> found) {
    value.mapping().ifPresent(mapping -> inMapping(mapping, where, found));
    value.sequence().ifPresent(sequence -> inSequence(sequence, where, found));
  }

  private static void inMapping(Mapping mapping, String where, List<Alias> found) {
    mapping.entries().forEach((key, value) -> {
      String here = where.isEmpty() ? key : where + "." + key;
      if (mapping.isAlias(key)) {
        found.add(new Alias(here, value));
      } else {
        collect(value, here, found);
      }
    });
  }

  /** Items stand one behind the other; an alias has the place of its anchor, which is earlier. */
  private static void inSequence(Sequence sequence, String where, List<Alias> found) {
    int last = sequence.span().start() - 1;
    for (Yaml item : sequence.items()) {
      if (item.span().start() <= last) {
        found.add(new Alias(where, item));
      } else {
        last = item.span().start();
        collect(item, where, found);
      }
    }
  }
}
