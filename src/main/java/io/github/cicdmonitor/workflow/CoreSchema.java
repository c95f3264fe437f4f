package io.github.cicdmonitor.workflow;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Which type a plain scalar has, and one spelling for each value: the core schema of YAML 1.2. */
final class CoreSchema {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,30}");
  private static final Pattern BASED = Pattern.compile("0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?");

  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  private static final int LONGEST_NUMBER = 40;

  private CoreSchema() {}

  static Yaml.Type type(String source, String value) {
    if (value.isEmpty()) {
      return Yaml.Type.NULL;
    }
    if (value.equals("true") || value.equals("false")) {
      return Yaml.Type.BOOLEAN;
    }
    return isAnyNumber(source) ? Yaml.Type.NUMBER : Yaml.Type.TEXT;
  }

  /** One spelling for each value of the core schema. */
  static String plain(String text) {
    if (text.isEmpty() || text.equals("~")) {
      return "";
    }
    switch (text) {
      case "null", "Null", "NULL" -> {
        return "";
      }
      case "True", "TRUE" -> {
        return "true";
      }
      case "False", "FALSE" -> {
        return "false";
      }
      default -> {
        return number(text);
      }
    }
  }

  private static boolean isNumber(String text) {
    return text.length() < LONGEST_NUMBER && isFinite(text);
  }

  /** As {@link #isNumber}, also where it is too long to be read, or no finite one. */
  private static boolean isAnyNumber(String text) {
    return isFinite(text) || NOT_FINITE.matcher(text).matches();
  }

  private static boolean isFinite(String text) {
    return BASED.matcher(text).matches()
        || INTEGER.matcher(text).matches()
        || FLOAT.matcher(text).matches();
  }

  private static String number(String text) {
    char first = text.charAt(0);
    if (first != '.' && first != '-' && first != '+' && (first < '0' || first > '9')) {
      return text;
    }
    if (BASED.matcher(text).matches()) {
      int radix = text.charAt(1) == 'o' ? 8 : 16;
      return String.valueOf(Long.parseLong(text.substring(2), radix));
    }
    if (isNumber(text)) {
      BigDecimal number = new BigDecimal(text.endsWith(".") ? text + "0" : text);
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return text;
  }
}
