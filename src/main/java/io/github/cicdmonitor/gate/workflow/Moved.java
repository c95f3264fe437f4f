package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Delta;
import io.github.cicdmonitor.workflow.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a fix moves in a job: by which names it can be read, and what it was.
 *
 * @param axes of the matrix, in lower case
 * @param variables names of environment variables, in lower case
 * @param values texts before and after
 * @param versions finds a version that was there before, however it is spelt: {@code 3.7}, {@code
 *     37}, {@code 20.04}; fits nothing where no version moves
 * @param names finds the name that its vendor gave a system that was there before
 */
record Moved(
    Set<String> axes, Set<String> variables, Set<String> values, Pattern versions, Pattern names) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)*");
  private static final Map<String, String> CODENAMES = Map.of(
      "18.04", "bionic",
      "20.04", "focal",
      "22.04", "jammy",
      "24.04", "noble",
      "12", "monterey",
      "13", "ventura",
      "14", "sonoma");
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  static Moved of(List<Delta> deltas) {
    Set<String> axes = new HashSet<>();
    Set<String> variables = new HashSet<>();
    Set<String> values = new HashSet<>();
    Set<String> numbers = new TreeSet<>();
    for (Delta delta : deltas) {
      List<String> before = new ArrayList<>();
      delta.before().ifPresent(value -> texts(value, before));
      values.addAll(before);
      delta.after().ifPresent(value -> texts(value, values));
      List<String> keys = delta.keys();
      int env = keys.indexOf("env");
      if (env >= 0 && env + 1 < keys.size()) {
        variables.add(keys.get(env + 1).toLowerCase(Locale.ROOT));
      } else if (env >= 0) {
        names(delta).forEach(variables::add);
      } else if (isInMatrix(delta)) {
        axes.addAll(axes(delta));
      }
      delta
          .before()
          .flatMap(Yaml::mapping)
          .ifPresent(gone -> gone.entries().forEach((key, value) -> {
            if (key.contains("version")) {
              List<String> versions = new ArrayList<>();
              texts(value, versions);
              versions.forEach(text -> numbers.addAll(numbers(text)));
            }
          }));
      if (holdsVersion(delta)) {
        before.forEach(text -> numbers.addAll(numbers(text)));
      }
    }
    return new Moved(axes, variables, values, pattern(numbers), names(numbers));
  }

  boolean hasVersions() {
    return versions != NOTHING;
  }

  private static boolean isInMatrix(Delta delta) {
    List<String> keys = delta.keys();
    return delta.job().isPresent()
        && delta.step().isEmpty()
        && keys.size() > 2
        && keys.subList(0, 2).equals(List.of("strategy", "matrix"));
  }

  /** The axis, or the keys of the legs that are listed one by one. */
  private static Set<String> axes(Delta delta) {
    List<String> keys = delta.keys();
    boolean listed = Set.of("include", "exclude").contains(keys.get(2));
    Set<String> axes = new LinkedHashSet<>();
    if (!listed) {
      axes.add(keys.get(2));
    } else if (keys.size() > 4) {
      axes.add(keys.get(4));
    } else {
      axes.addAll(names(delta));
    }
    return axes.stream().map(axis -> axis.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private static Set<String> names(Delta delta) {
    Set<String> names = new HashSet<>();
    delta.before().ifPresent(value -> names(value, names));
    delta.after().ifPresent(value -> names(value, names));
    return names;
  }

  private static void names(Yaml value, Set<String> names) {
    value.sequence().ifPresent(s -> s.items().forEach(item -> names(item, names)));
    value
        .mapping()
        .ifPresent(m -> m.entries().keySet().forEach(k -> names.add(k.toLowerCase(Locale.ROOT))));
  }

  private static void texts(Yaml value, java.util.Collection<String> texts) {
    value.scalar().ifPresent(s -> texts.add(s.text()));
    value.sequence().ifPresent(s -> s.items().forEach(item -> texts(item, texts)));
    value.mapping().ifPresent(m -> m.entries().values().forEach(item -> texts(item, texts)));
  }

  /** Where the place says that it is one: of a runner, an image, a language or a tool. */
  private static boolean holdsVersion(Delta delta) {
    String last = delta.keys().isEmpty() ? "" : delta.keys().get(delta.keys().size() - 1);
    String key = last.toLowerCase(Locale.ROOT);
    return delta.isInJob("runs-on")
        || isInMatrix(delta)
        || key.equals("image")
        || delta.isInJob("container")
        || key.contains("version");
  }

  private static Set<String> numbers(String text) {
    Set<String> numbers = new TreeSet<>();
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      numbers.add(number.group());
    }
    return numbers;
  }

  private static Pattern pattern(Set<String> numbers) {
    if (numbers.isEmpty()) {
      return NOTHING;
    }
    String any = numbers.stream()
        .flatMap(n ->
            Stream.of(n, n.replace(".", ""), n.replace(".", "-"), n.replace(".", "_"), "1." + n))
        .distinct()
        .map(Pattern::quote)
        .collect(Collectors.joining("|"));
    return Pattern.compile(
        "(?i)(?<![0-9])(?<![0-9]\\.)(?:" + any + ")(?![0-9]|\\.[0-9])|" + names(numbers));
  }

  private static Pattern names(Set<String> numbers) {
    String names = numbers.stream()
        .flatMap(n -> Optional.ofNullable(CODENAMES.get(n)).stream())
        .collect(Collectors.joining("|"));
    return names.isEmpty() ? NOTHING : Pattern.compile("(?i)" + names);
  }
}
