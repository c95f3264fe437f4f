package io.github.cicdmonitor.llm;

/**
 * Which gateway, and how it wants to be asked.
 *
 * @param key as in {@code OPENROUTER_API_KEY}; empty where the gateway needs none
 * @param baseUrl as in {@code OPENROUTER_BASE_URL}, checked by the configuration
 * @param apiVersion of Azure's dated interface; empty for its undated one
 * @param zeroRetention whether OpenRouter may use only providers that keep nothing
 */
public record GatewaySettings(
    String key, String baseUrl, GatewayKind kind, String apiVersion, boolean zeroRetention) {
  /** By the host, with the defaults. */
  public static GatewaySettings of(String key, String baseUrl) {
    return of(key, baseUrl, GatewayKind.ofHost(baseUrl));
  }

  /** With the defaults. */
  public static GatewaySettings of(String key, String baseUrl, GatewayKind kind) {
    return new GatewaySettings(key, baseUrl, kind, "", true);
  }

  /** Whether the gateway understands OpenRouter's routing fields; others answer 400. */
  public boolean routes() {
    return kind == GatewayKind.OPENROUTER;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "GatewaySettings[" + baseUrl + "]";
  }
}
