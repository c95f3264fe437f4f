package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code on:}: what starts the workflow, and with what rights. */
final class TriggerChange {
  /** Events that strangers cause and that run with the repository's own token and secrets. */
  static final Set<String> DANGEROUS = WordLists.of("workflow").set("dangerous events");

  private TriggerChange() {}

  static Map<String, Yaml> events(Mapping workflow) {
    Map<String, Yaml> events = new LinkedHashMap<>();
    workflow.get("on").ifPresent(on -> {
      on.scalar().ifPresent(s -> events.put(s.text(), Mapping.EMPTY));
      on.sequence()
          .ifPresent(list -> list.items()
              .forEach(i -> events.put(i.scalar().map(Scalar::text).orElse("?"), Mapping.EMPTY)));
      on.mapping()
          .ifPresent(m -> m.entries()
              .forEach((k, v) -> events.put(
                  k, v.scalar().isPresent() && v.toString().isEmpty() ? Mapping.EMPTY : v)));
    });
    return events;
  }

  static void compare(Mapping before, Mapping after, WorkflowPlace place) {
    Map<String, Yaml> old = events(before);
    Map<String, Yaml> now = events(after);
    Map<String, Integer> lines = lines(after);
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    for (String event : names) {
      Optional<Yaml> from = Optional.ofNullable(old.get(event));
      Optional<Yaml> to = Optional.ofNullable(now.get(event));
      int line = lines.getOrDefault(event, after.lineOf("on"));
      if (from.equals(to)) {
        continue;
      }
      if (from.isEmpty()) {
        place.add(ChangeKind.K16, line, "trigger " + Shown.quoted(event) + " is new");
        if (DANGEROUS.contains(event.strip().toLowerCase(java.util.Locale.ROOT))) {
          place
              .found()
              .block(
                  "B-TRIG",
                  line,
                  "strangers could start it with the repository's rights: " + event);
        }
      } else if (to.isEmpty()) {
        place.add(ChangeKind.K16, line, "trigger " + Shown.quoted(event) + " is gone");
        place.add(ChangeKind.K22, line, "no longer runs on " + Shown.quoted(event));
      } else {
        place.add(ChangeKind.K16, line, "filters of " + event);
        if (!runsAsOften(from.get(), to.get())) {
          place.add(ChangeKind.K22, line, "may run less often on " + event);
        }
      }
    }
  }

  private static boolean runsAsOften(Yaml from, Yaml to) {
    Mapping old = from.mapping().orElse(Mapping.EMPTY);
    Mapping now = to.mapping().orElse(Mapping.EMPTY);
    return from.mapping().isPresent()
        && to.mapping().isPresent()
        && old.entries().keySet().equals(now.entries().keySet())
        && old.entries().keySet().stream()
            .allMatch(key -> key.endsWith("-ignore")
                ? items(old, key).containsAll(items(now, key))
                : items(now, key).containsAll(items(old, key))
                    && items(now, key).stream().noneMatch(i -> i.startsWith("!")));
  }

  private static List<String> items(Mapping filters, String key) {
    List<String> items = new ArrayList<>();
    filters
        .get(key)
        .flatMap(Yaml::sequence)
        .ifPresent(s -> s.items().forEach(i -> items.add(i.toString())));
    filters.get(key).flatMap(Yaml::scalar).ifPresent(s -> items.add(s.text()));
    return items;
  }

  private static Map<String, Integer> lines(Mapping workflow) {
    Map<String, Integer> lines = new HashMap<>();
    workflow.get("on").ifPresent(on -> {
      on.sequence().ifPresent(s -> s.items().forEach(i -> lines.put(i.toString(), i.line())));
      on.mapping().ifPresent(m -> m.entries().keySet().forEach(k -> lines.put(k, m.lineOf(k))));
    });
    return lines;
  }
}
