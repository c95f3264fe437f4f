package io.github.cicdmonitor.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.util.Map;

/** JSON inside columns: records as objects with their component names. */
final class Columns {
  private static final ObjectMapper JSON = mapper();

  private Columns() {}

  static String object(Map<String, ?> fields) {
    return write(fields);
  }

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own values are JSON", e);
    }
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new BadRow("a column does not hold JSON", e);
    }
  }

  /** A stored value that cannot be what we wrote. */
  static final class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRow(String what, Throwable cause) {
      super(what, cause);
    }
  }

  private static ObjectMapper mapper() {
    return JsonMapper.builder().addModule(new SimpleModule()).build();
  }
}
