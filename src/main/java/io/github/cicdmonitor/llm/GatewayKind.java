package io.github.cicdmonitor.llm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Whose chat completions these are, as far as they differ. */
public enum GatewayKind {
  /** Routes by itself, over fallback models and to providers that keep nothing. */
  OPENROUTER,
  OPENAI,
  /** Key in a header of its own, deployments in the path, dated versions of the interface. */
  AZURE,
  /** GitHub Models: a GitHub token with {@code models: read} is the key. */
  GITHUB,
  /** Ollama, llama.cpp, vLLM and other servers of one's own: no key needed. */
  LOCAL,
  /** Any other of OpenAI's form. */
  OTHER;

  /** As the configuration spells it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<GatewayKind> ofWord(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** By the host of the base URL. */
  public static GatewayKind ofHost(String baseUrl) {
    String host = HttpUrl.get(baseUrl).host();
    if (isUnder(host, "openrouter.ai")) {
      return OPENROUTER;
    }
    if (isUnder(host, "api.openai.com")) {
      return OPENAI;
    }
    if (host.equals("models.github.ai")) {
      return GITHUB;
    }
    boolean azure = isUnder(host, "openai.azure.com")
        || isUnder(host, "services.ai.azure.com")
        || isUnder(host, "cognitiveservices.azure.com");
    return azure ? AZURE : OTHER;
  }

  private static boolean isUnder(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }
}
