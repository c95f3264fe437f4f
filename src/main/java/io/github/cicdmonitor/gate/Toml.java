package io.github.cicdmonitor.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import io.github.cicdmonitor.workflow.Yaml.Sequence;
import io.github.cicdmonitor.workflow.Yaml.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TOML as the same tree as YAML and JSON; where a value stands it does not tell. */
final class Toml {
  private static final TomlMapper MAPPER = new TomlMapper();

  private Toml() {}

  static Mapping read(String text) throws StrictYaml.Refused {
    try {
      return Reach.mapping(tree(MAPPER.readTree(text)));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new StrictYaml.Refused("not readable as TOML", Math.max(0, line));
    }
  }

  private static Yaml tree(JsonNode node) {
    if (node.isObject()) {
      Map<String, Yaml> entries = new LinkedHashMap<>();
      node.properties().forEach(e -> entries.put(e.getKey(), tree(e.getValue())));
      return new Mapping(entries, Map.of(), 0, Span.NONE);
    }
    if (node.isArray()) {
      List<Yaml> items = new ArrayList<>();
      node.forEach(item -> items.add(tree(item)));
      return new Sequence(items, 0, Span.NONE);
    }
    String text = node.asText();
    Yaml.Type type =
        node.isBoolean() ? Yaml.Type.BOOLEAN : node.isNumber() ? Yaml.Type.NUMBER : Yaml.Type.TEXT;
    return new Scalar(text, text, type, false, 0, Span.NONE);
  }
}
