package io.github.cicdmonitor.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.SafeText;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** Empty for anything but an instant as it writes itself. */
  static Optional<Instant> time(JsonNode node) {
    try {
      return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Empty in rows of earlier versions, which looked for none. */
  static List<InjectionSignal> signals(JsonNode nodes) {
    List<InjectionSignal> signals = new ArrayList<>();
    for (JsonNode node : nodes) {
      signals.add(new InjectionSignal(
          InjectionSignal.Kind.valueOf(node.path("kind").asText()),
          node.path("where").asText(),
          SafeText.ofRedacted(node.path("quote").path("value").asText())));
    }
    return signals;
  }

  /** A stored value that cannot be what we wrote. */
  static final class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRow(String what, Throwable cause) {
      super(what, cause);
    }
  }

  private static ObjectMapper mapper() {
    SimpleModule ours = new SimpleModule();
    ours.addSerializer(Instant.class, ToStringSerializer.instance);
    ours.addSerializer(new StdSerializer<Optional<?>>(Optional.class, false) {
      private static final long serialVersionUID = 1L;

      @Override
      public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider serializers)
          throws IOException {
        if (value.isPresent()) {
          serializers.defaultSerializeValue(value.get(), out);
        } else {
          out.writeNull();
        }
      }
    });
    return JsonMapper.builder()
        .addModule(ours)
        .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
        .build();
  }
}
