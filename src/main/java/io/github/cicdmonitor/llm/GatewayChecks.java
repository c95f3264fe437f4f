package io.github.cicdmonitor.llm;

import io.github.cicdmonitor.check.CheckedServices.Finding;
import io.github.cicdmonitor.check.NetworkUse;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.Transport;

/** What {@code check} finds out about the gateway; spends nothing. */
public final class GatewayChecks {
  private static final String PREFIX = "sk-or-";

  private final GatewaySettings settings;
  private final Transport transport;

  public GatewayChecks(GatewaySettings settings, Transport transport) {
    this.settings = settings;
    this.transport = transport;
  }

  /** The key's form, and unless offline whether the gateway takes it. */
  public Finding key(NetworkUse reach) {
    if (settings.kind() == GatewayKind.LOCAL && settings.key().isEmpty()) {
      return reach == NetworkUse.OFFLINE
          ? new Finding(true, "the gateway needs no key (not asked)", "")
          : asked();
    }
    if (settings.key().isBlank() || settings.key().chars().anyMatch(c -> c <= ' ' || c > '~')) {
      return new Finding(false, "OPENROUTER_API_KEY is no key", "Copy the key again");
    }
    if (settings.routes() && !settings.key().startsWith(PREFIX)) {
      return new Finding(
          false,
          "OPENROUTER_API_KEY does not look like a key of OpenRouter",
          "It begins with " + PREFIX + "; for another gateway set OPENROUTER_BASE_URL");
    }
    return reach == NetworkUse.OFFLINE
        ? new Finding(true, "the key has the right form (not asked)", "")
        : asked();
  }

  private Finding asked() {
    try {
      int status = new Gateway(settings, transport)
          .get(settings.routes() ? "key" : "models")
          .status();
      if (status == 401 || status == 403) {
        return new Finding(
            false,
            "the gateway refused the key in OPENROUTER_API_KEY (" + status + ")",
            "Make a new key and set OPENROUTER_API_KEY");
      }
      // a gateway need not list its models; that it answers is enough
      return status < 500
          ? new Finding(true, "the gateway answers", "")
          : new Finding(false, "the gateway answered " + status, "Run again later");
    } catch (HttpError refusal) {
      return new Finding(
          false, "the gateway: " + refusal.words(), "Check OPENROUTER_BASE_URL and the network");
    }
  }
}
