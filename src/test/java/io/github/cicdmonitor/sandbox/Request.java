package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One request as it arrived.
 *
 * @param path the path as sent, percent signs and all
 * @param query decoded; of a repeated name the last one
 * @param headers names in lower case; of a repeated name the first one
 */
@SuppressWarnings("ArrayRecordComponent") // requests are read, never compared
public record Request(
    String service,
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    Instant at) {
  private static final Pattern AMPERSAND = Pattern.compile("&");

  static Map<String, String> parameters(String encoded) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : AMPERSAND.split(encoded, -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) {
        parameters.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The query as part of an address, with its question mark; empty where there is none. */
  String search() {
    return query.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** "POST /repos/acme/shop/pulls". */
  public String line() {
    return method + " " + path;
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as JSON; an empty object when there is none or it is no JSON. */
  public JsonNode json() {
    return Json.parse(body).orElseGet(Json::object);
  }

  /** The token of the Authorization header, of either scheme that GitHub takes. */
  Optional<String> token() {
    return header("authorization")
        .filter(value -> value.regionMatches(true, 0, "bearer ", 0, 7)
            || value.regionMatches(true, 0, "token ", 0, 6))
        .map(value -> value.substring(value.indexOf(' ') + 1).strip());
  }

  int number(String name, int otherwise) {
    return parameter(name).map(Request::parsed).filter(n -> n > 0).orElse(otherwise);
  }

  private static int parsed(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
