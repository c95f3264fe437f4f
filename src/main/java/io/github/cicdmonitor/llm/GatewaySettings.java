package io.github.cicdmonitor.llm;

import okhttp3.HttpUrl;

/**
 * Which gateway, and how it wants to be asked.
 *
 * @param key as in {@code OPENROUTER_API_KEY}
 * @param baseUrl as in {@code OPENROUTER_BASE_URL}, checked by the configuration
 * @param routes whether the gateway understands OpenRouter's routing fields; others answer 400
 */
public record GatewaySettings(String key, String baseUrl, boolean routes) {
  private static final String OPENROUTER = "openrouter.ai";

  /** Routing fields for openrouter.ai and nobody else. */
  public static GatewaySettings of(String key, String baseUrl) {
    String host = HttpUrl.get(baseUrl).host();
    return new GatewaySettings(
        key, baseUrl, host.equals(OPENROUTER) || host.endsWith("." + OPENROUTER));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "GatewaySettings[" + baseUrl + "]";
  }
}
