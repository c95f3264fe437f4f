package io.github.cicdmonitor.redact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.UnaryOperator;

/** The strings of a JSON document, each as what it says: escaped, a line's end hides half a token. */
public final class JsonStrings {
  private JsonStrings() {}

  /** The same document, changed where it stands; names of members stay. */
  public static JsonNode each(JsonNode node, UnaryOperator<String> redaction) {
    if (node.isTextual()) {
      return TextNode.valueOf(redaction.apply(node.asText()));
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, each(array.get(i), redaction));
      }
    } else if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(each(field.getValue(), redaction)));
    }
    return node;
  }
}
