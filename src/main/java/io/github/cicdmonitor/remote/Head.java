package io.github.cicdmonitor.remote;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Status and headers of an answer; never its body.
 *
 * @param headers by lower-case name, the last value where one comes twice
 * @param saysLimited whether the body's message spoke of a rate limit: a secondary limit of GitHub
 *     may show nowhere else
 */
public record Head(int status, Map<String, String> headers, boolean saysLimited) {
  public Head {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
