package io.github.cicdmonitor.evaluate;

import io.github.cicdmonitor.workflow.ParsedYaml;
import io.github.cicdmonitor.workflow.Yaml;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How a fix compares with a person's, by what the files mean: layout and comments do not count. */
enum FixEffect {
  /** The files mean the same afterwards. */
  SAME,
  /** Some of what the person changed is changed alike. */
  PARTLY,
  /** The same places, with another value. */
  PLACE,
  /** Something else. */
  OTHER,
  /** A command, which is not run here. */
  COMMAND,
  /** The edit does not fit the files. */
  MISFIT,
  NONE;

  private static final String GONE = "\u0000gone";

  /** All texts by path; a path that is in {@code before} alone was deleted. */
  static FixEffect of(
      Map<String, String> before, Map<String, String> human, Map<String, String> ours) {
    Map<String, String> base = values(before);
    Map<String, String> wanted = changes(base, values(human));
    Map<String, String> made = changes(base, values(ours));
    if (made.isEmpty()) {
      return NONE;
    }
    if (made.equals(wanted)) {
      return SAME;
    }
    Set<Map.Entry<String, String>> common = new HashSet<>(made.entrySet());
    common.retainAll(wanted.entrySet());
    if (!common.isEmpty()) {
      return PARTLY;
    }
    Set<String> places = new HashSet<>(made.keySet());
    places.retainAll(wanted.keySet());
    return places.isEmpty() ? OTHER : PLACE;
  }

  private static Map<String, String> changes(
      Map<String, String> before, Map<String, String> after) {
    Map<String, String> changes = new LinkedHashMap<>();
    Set<String> places = new TreeSet<>(before.keySet());
    places.addAll(after.keySet());
    for (String place : places) {
      String value = after.getOrDefault(place, GONE);
      if (!before.getOrDefault(place, GONE).equals(value)) {
        changes.put(place, value);
      }
    }
    return changes;
  }

  /** Every value of every file by its place. */
  private static Map<String, String> values(Map<String, String> files) {
    Map<String, String> values = new LinkedHashMap<>();
    files.forEach((path, text) -> {
      ParsedYaml parsed = ParsedYaml.of(text);
      if ((path.endsWith(".yml") || path.endsWith(".yaml")) && parsed.refusal().isEmpty()) {
        add(values, path + ":", parsed.root());
      } else {
        lines(text).forEach((line, count) -> values.put(path + ":" + line, "" + count));
      }
    });
    return values;
  }

  /** How often each line occurs, without its indent. */
  private static Map<String, Long> lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.groupingBy(line -> line, LinkedHashMap::new, Collectors.counting()));
  }

  private static void add(Map<String, String> values, String place, Yaml value) {
    value.scalar().ifPresent(scalar -> values.put(place, scalar.text()));
    value
        .mapping()
        .ifPresent(mapping ->
            mapping.entries().forEach((key, part) -> add(values, place + "/" + key, part)));
    value.sequence().ifPresent(sequence -> {
      List<Yaml> items = sequence.items();
      for (int i = 0; i < items.size(); i++) {
        add(values, place + "[" + i + "]", items.get(i));
      }
    });
    if (value.size() == 1 && value.scalar().isEmpty()) {
      values.put(place, "{}");
    }
  }
}
