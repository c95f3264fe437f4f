package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import io.github.cicdmonitor.workflow.Yaml.Sequence;
import java.util.stream.Collectors;

/** Ways to write one YAML meaning down. */
enum Spelling {
  BLOCK,
  DEEPER_BLOCK,
  SINGLE_QUOTES,
  DOUBLE_QUOTES,
  FLOW;

  String write(String yaml) {
    try {
      Yaml root = StrictYaml.read(yaml);
      return this == FLOW ? flow(root) + "\n" : "# written " + this + "\n" + block(root, 0);
    } catch (StrictYaml.Refused e) {
      throw new IllegalArgumentException(e.reason(), e);
    }
  }

  private String block(Yaml value, int depth) {
    String indent = (this == DEEPER_BLOCK ? "    " : "  ").repeat(depth);
    if (value instanceof Mapping map && !map.entries().isEmpty()) {
      return map.entries().entrySet().stream()
          .map(e -> indent + e.getKey() + ":" + nested(e.getValue(), depth))
          .collect(Collectors.joining());
    }
    if (value instanceof Sequence list && !list.items().isEmpty()) {
      return list.items().stream()
          .map(i -> indent + "-" + nested(i, depth))
          .collect(Collectors.joining());
    }
    return flow(value) + "\n";
  }

  private String nested(Yaml value, int depth) {
    if (value instanceof Scalar scalar) {
      return " " + scalar(scalar) + "\n";
    }
    boolean empty = value.size() == 1;
    return empty ? " " + flow(value) + "\n" : "\n" + block(value, depth + 1);
  }

  private String flow(Yaml value) {
    if (value instanceof Mapping map) {
      return map.entries().entrySet().stream()
          .map(e -> quoted(e.getKey()) + ": " + flow(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Sequence list) {
      return list.items().stream().map(this::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    return quoted(((Scalar) value).text());
  }

  private String scalar(Scalar scalar) {
    String text = scalar.text();
    if (this == SINGLE_QUOTES && !text.contains("\n")) {
      return "'" + text.replace("'", "''") + "'";
    }
    if (this == BLOCK && text.matches("[a-z][a-z0-9]*")) {
      return text;
    }
    return quoted(text);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
