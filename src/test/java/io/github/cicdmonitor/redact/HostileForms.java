package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Ways in which a text with a secret may be printed so that a reader still has it. */
final class HostileForms {
  private static final String ESC = "\u001b";

  private final Random random;

  HostileForms(Random random) {
    this.random = random;
  }

  /** Each makes from a text the lines that show it. */
  Map<String, UnaryOperator<String>> all() {
    Map<String, UnaryOperator<String>> forms = new LinkedHashMap<>();
    forms.put("sentence", text -> "the value was " + text + ", then it failed");
    forms.put("brackets", text -> "Error: bad response (" + text + ")");
    forms.put("assignment", text -> "  export DEPLOY_TOKEN=" + text);
    forms.put("JSON", text -> "{\"message\":\"got " + text + "\"}");
    forms.put("JSON in JSON", text -> "{\"m\":\"{\\\"message\\\":\\\"got " + text + "\\\"}\"}");
    forms.put("coloured", text -> split(text, ESC + "[1;31m"));
    forms.put("colour written out", text -> "out: " + split(text, "\\u001b[31m"));
    forms.put("colour as caret", text -> "out: " + split(text, "\\x1b[0m"));
    forms.put("zero width", text -> split(text, "\u200b"));
    forms.put("overwritten", text -> "downloading 10%\r" + text + "\r\n");
    forms.put("query", text -> "GET https://api.example/x?a=1&t=" + text + "&z=2 401");
    forms.put("percent", text -> "callback?data=" + percent(text) + "&x=1");
    forms.put("percent twice", text -> "callback?data=" + percent(percent(text)));
    forms.put("entities", text -> "<td>" + entities(text) + "</td>");
    forms.put("unicode escapes", text -> "{\"t\":\"" + escapes(text, "\\u00%02x") + "\"}");
    forms.put("hex escapes", text -> "b'" + escapes(text, "\\x%02x") + "'");
    forms.put("base64", text -> "dump: " + base64("k: " + text));
    forms.put("base64 twice", text -> base64(base64("the text " + text + "\n")));
    forms.put("hex", text -> "hex " + HexFormat.of().formatHex(text.getBytes(UTF_8)));
    forms.put("BuildKit", text -> wrapped("#12 0.345 ", text, "", "#12 0.346 "));
    forms.put("compose", text -> wrapped("web-1  | ", text, "", "web-1  | "));
    forms.put("pnpm", text -> wrapped("packages/a build: ", text, "", "packages/a build: "));
    forms.put("table", text -> wrapped("│ note │ ", text, " │", "│ note │ "));
    forms.put("backslash", text -> wrapped("  run --with ", text, "\\", ""));
    forms.put("plus at the end", text -> wrapped("x = \"", text, "\" +", "    \""));
    forms.put("plus at the beginning", text -> wrapped("x = \"", text, "\"", "  + \""));
    forms.put("plus", text -> "x = \"" + split(text, "\" + \"") + "\";");
    forms.put("element", text -> "<property><token>" + text + "</token></property>");
    forms.put("next line", text -> "client_secret: >-\n    " + text);
    forms.put("diff", text -> "-  url: old\n+  note: " + text);
    forms.put("link", text -> "see [this](https://x.example/" + text + ") and `" + text + "`");
    forms.put("cell", text -> "| name | " + text + " | yes |");
    forms.put("trace", text -> "+ curl -fsS -H 'X-Auth: " + text + "' https://x.example");
    return forms;
  }

  private String wrapped(String first, String text, String end, String next) {
    int at = middle(text);
    return first + text.substring(0, at) + end + "\n" + next + text.substring(at);
  }

  private String split(String text, String with) {
    int at = middle(text);
    return text.substring(0, at) + with + text.substring(at);
  }

  /** In the last word, with at least eight characters on both sides where it is long enough. */
  private int middle(String text) {
    int start = text.lastIndexOf(' ') + 1;
    int margin = Math.min(8, (text.length() - start) / 3);
    return start + margin + random.nextInt(text.length() - start - 2 * margin);
  }

  private static String percent(String text) {
    return escapes(text, "%%%02X");
  }

  private static String entities(String text) {
    return escapes(text, "&#%d;");
  }

  /** Everything but letters, digits and blanks. */
  private static String escapes(String text, String form) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isLetterOrDigit(c) || c == ' ' ? c : String.format(form, (int) c));
    }
    return out.toString();
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /** Stretches of twelve characters of the secret that can still be read in the text. */
  static List<String> readable(String secret, String text) {
    List<String> pieces = new ArrayList<>();
    int size = Math.min(12, secret.length());
    for (int i = 0; i + size <= secret.length(); i++) {
      String piece = secret.substring(i, i + size);
      if (text.contains(piece)) {
        pieces.add(piece);
      }
    }
    return pieces;
  }
}
