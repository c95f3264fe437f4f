package io.github.cicdmonitor.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads typed fields and collects everything that does not fit, each with its path. */
final class JsonFields {
  static final int MOST_ITEMS = 50;
  private static final int LONGEST_TEXT = 64 * 1024;
  private static final int MOST_FAULTS = 8;
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");

  private final List<String> faults = new ArrayList<>();
  private int unsaid;

  void fault(String what) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(what);
    } else {
      unsaid++;
    }
  }

  boolean fits() {
    return faults.isEmpty();
  }

  String faults() {
    return String.join("; ", faults) + (unsaid == 0 ? "" : "; and " + unsaid + " more");
  }

  /** Whether it is an object; also complains of what it has too much and too little. */
  boolean isObject(JsonNode node, String at, Set<String> wanted) {
    if (!node.isObject()) {
      fault((at.isEmpty() ? "the answer" : at) + ": must be an object");
      return false;
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!wanted.contains(name)) {
        String said = PLAIN_NAME.matcher(name).matches() ? name : "(a name of other characters)";
        fault(under(at, said) + ": the schema does not have this field");
      }
    }
    for (String name : new TreeSet<>(wanted)) {
      if (!node.has(name)) {
        fault(under(at, name) + ": missing");
      }
    }
    return true;
  }

  /** Empty where it does not fit; one that is missing has been complained of. */
  String text(JsonNode node, String at, String field) {
    JsonNode value = node.path(field);
    boolean fits = value.isTextual() && value.textValue().length() <= LONGEST_TEXT;
    if (!fits && !value.isMissingNode()) {
      fault(under(at, field) + ": must be a string of at most " + LONGEST_TEXT + " characters");
    }
    return fits ? value.textValue() : "";
  }

  /** The items of a list that is not too long. */
  List<JsonNode> items(JsonNode node, String at, String field) {
    JsonNode array = node.path(field);
    if (!array.isArray() || array.size() > MOST_ITEMS) {
      if (!array.isMissingNode()) {
        fault(under(at, field) + ": must be an array of at most " + MOST_ITEMS);
      }
      return List.of();
    }
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  List<String> strings(JsonNode node, String at, String field) {
    List<String> values = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(node, at, field)) {
      if (!item.isTextual() || item.textValue().length() > LONGEST_TEXT) {
        fault(under(at, field) + "[" + index + "]: must be a string");
      }
      values.add(item.asText());
      index++;
    }
    return values;
  }

  static String under(String at, String field) {
    return at.isEmpty() ? field : at + "." + field;
  }
}
