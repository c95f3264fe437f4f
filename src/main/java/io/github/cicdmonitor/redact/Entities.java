package io.github.cicdmonitor.redact;

import java.util.Map;

/** The characters that HTML's entities stand for, as far as tokens hold them. */
final class Entities {
  private static final Map<String, Integer> ENTITIES = Map.ofEntries(
      Map.entry("amp", (int) '&'),
      Map.entry("lt", (int) '<'),
      Map.entry("gt", (int) '>'),
      Map.entry("quot", (int) '"'),
      Map.entry("apos", (int) '\''),
      Map.entry("lowbar", (int) '_'),
      Map.entry("UnderBar", (int) '_'),
      Map.entry("hyphen", (int) '-'),
      Map.entry("dash", (int) '-'),
      Map.entry("period", (int) '.'),
      Map.entry("equals", (int) '='),
      Map.entry("colon", (int) ':'),
      Map.entry("sol", (int) '/'),
      Map.entry("plus", (int) '+'),
      Map.entry("commat", (int) '@'),
      Map.entry("num", (int) '#'),
      Map.entry("dollar", (int) '$'),
      Map.entry("percnt", (int) '%'));

  private Entities() {}

  /** What stands between the ampersand and the semicolon: a name or a number; -1 if it is neither. */
  static int value(String name) {
    if (name.startsWith("#x") || name.startsWith("#X")) {
      return number(name.substring(2), 16);
    }
    return name.startsWith("#") ? number(name.substring(1), 10) : ENTITIES.getOrDefault(name, -1);
  }

  static int number(String digits, int radix) {
    try {
      return digits.isEmpty() ? -1 : Integer.parseInt(digits, radix) & 0xffff;
    } catch (NumberFormatException e) {
      return -1; // a name that only begins like a number
    }
  }
}
