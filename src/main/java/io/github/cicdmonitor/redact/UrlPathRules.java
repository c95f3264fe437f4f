package io.github.cicdmonitor.redact;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Keys that are a part of a URL's path: of webhooks, of bots, of gateways to a chain. */
final class UrlPathRules {
  private static final int MAX_PATH = 400;
  private static final int SHORTEST = 20;
  private static final Set<String> KEEPERS = Set.of(
      "hook",
      "hooks",
      "webhook",
      "webhooks",
      "services",
      "token",
      "tokens",
      "key",
      "keys",
      "apikey",
      "api_key",
      "bot",
      "rpc",
      "ws",
      "invite",
      "invites",
      "reset",
      "secret",
      "unsubscribe",
      "magic",
      "verify",
      "confirm",
      "incoming",
      "ping",
      "share",
      "s",
      "v1",
      "v2",
      "v3");

  private UrlPathRules() {}

  static List<Triggers.Entry> entries() {
    return List.of(new Triggers.Entry("://", (scan, from, to) -> path(scan, to)));
  }

  /** The last segment, if it is of one random piece and a segment before it says what for. */
  private static void path(ScannedLine scan, int start) {
    String text = scan.text();
    int end = start;
    while (end < text.length()
        && end - start < MAX_PATH
        && Alphabet.URL_PATH.has(text.charAt(end))) {
      end++;
    }
    int to = end;
    while (to > start && text.charAt(to - 1) == '/') {
      to--;
    }
    int last = text.lastIndexOf('/', to - 1) + 1;
    if (last <= start || to - last < SHORTEST) {
      return;
    }
    String host = text.substring(start, last).toLowerCase(Locale.ROOT);
    boolean isHook = host.startsWith("hook") || host.contains("webhook");
    boolean isKept = isHook;
    for (String segment : host.substring(host.indexOf('/') + 1).split("/", -1)) {
      isKept |= KEEPERS.contains(segment);
    }
    boolean isKey = isKey(text, last, to) || (isHook && SecretLook.isRandom(text, last, to));
    if (!isKey) {
      return;
    }
    if (isKept) {
      scan.found(SecretRule.URL_CREDENTIALS, last, to);
    }
  }

  private static boolean isKey(String text, int from, int to) {
    return SecretLook.isOnePiece(text, from, to)
        && ValueShape.restlessness(text, from, to) >= 0.42
        && ValueShape.entropy(text, from, to) >= 3.5;
  }
}
