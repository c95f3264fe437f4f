package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** All texts under a value, with the keys that lead to each. */
final class Leaves {
  /** @param key the last key above it; empty where there is none */
  record Leaf(String key, Scalar scalar) {
    String text() {
      return scalar.text();
    }
  }

  private Leaves() {}

  static List<Leaf> of(Yaml value) {
    List<Leaf> leaves = new ArrayList<>();
    collect("", value, leaves);
    return leaves;
  }

  private static void collect(String key, Yaml value, List<Leaf> leaves) {
    value.scalar().ifPresent(scalar -> leaves.add(new Leaf(key, scalar)));
    value.sequence().ifPresent(s -> s.items().forEach(item -> collect(key, item, leaves)));
    value.mapping().ifPresent(m -> m.entries().forEach((k, item) -> collect(k, item, leaves)));
  }

  /** Whether a text holds a word that is no part of a longer name. */
  static boolean holdsWord(String text, String word) {
    return Pattern.compile(
            "(?<![A-Za-z0-9_.-])" + Pattern.quote(word) + "(?![A-Za-z0-9_-]|\\.[A-Za-z0-9])",
            Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .find();
  }
}
