package io.github.cicdmonitor.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * JSON inside columns: records as objects with their component names, written and read by the same
 * mapper. What a record does not know, and what it lacks, makes the row a {@link BadRow}; only a list
 * or an optional value may be missing, as rows of earlier versions have fewer of them.
 */
final class JsonColumn {
  private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
  private static final ObjectMapper JSON = mapper();

  private JsonColumn() {}

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
    return read(json, JsonNode.class);
  }

  static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new BadRow("a column does not hold " + type.getSimpleName(), e);
    }
  }

  static <T> T read(JsonNode node, Class<T> type) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new BadRow("a column does not hold " + type.getSimpleName(), e);
    }
  }

  /** Adds to an object what rows of earlier versions lack. */
  static void complete(JsonNode object, String name, JsonNode otherwise) {
    if (object instanceof ObjectNode fields && !fields.has(name)) {
      fields.set(name, otherwise);
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
    SimpleModule ours = new SimpleModule();
    ours.addSerializer(Instant.class, ToStringSerializer.instance);
    ours.addDeserializer(Instant.class, new InstantReader());
    ours.addSerializer(new OptionalWriter());
    ours.addDeserializer(Optional.class, new OptionalReader(TypeFactory.unknownType()));
    return JsonMapper.builder()
        .addModule(ours)
        .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
        .enable(
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .withConfigOverride(List.class, list -> list.setSetterInfo(EMPTY))
        .withConfigOverride(Set.class, set -> set.setSetterInfo(EMPTY))
        .build();
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      try {
        return Instant.parse(in.getText());
      } catch (DateTimeParseException e) {
        return (Instant)
            context.handleWeirdStringValue(Instant.class, in.getText(), "not an instant");
      }
    }
  }

  private static final class OptionalWriter extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OptionalWriter() {
      super(Optional.class, false);
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      if (value.isPresent()) {
        serializers.defaultSerializeValue(value.get(), out);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class OptionalReader extends StdDeserializer<Optional<?>>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private final JavaType content;

    OptionalReader(JavaType content) {
      super(Optional.class);
      this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      return new OptionalReader(context.getContextualType().containedTypeOrUnknown(0));
    }

    @Override
    public Optional<?> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return Optional.of(context.<Object>readValue(in, content));
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
