package io.github.cicdmonitor.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The root of a service: https, or http where nobody listens in between. */
final class ServiceUrl {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]|\\[0:0:0:0:0:0:0:1\\]");

  private ServiceUrl() {}

  /** Without slashes at its end; empty where it is none that may be used. */
  static Optional<URI> parse(String text) {
    return plain(text).filter(ServiceUrl::isPrivate);
  }

  /** The same for what is asked by http, wherever it is. */
  static Optional<URI> http(String text) {
    return plain(text).filter(url -> "http".equalsIgnoreCase(url.getScheme()));
  }

  private static Optional<URI> plain(String text) {
    try {
      URI url = new URI(text.replaceAll("/+$", ""));
      boolean plain = url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null
          && url.getPort() <= 65_535;
      return plain ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Https, or this very machine. */
  static boolean isPrivate(URI url) {
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    String host = url.getHost().toLowerCase(Locale.ROOT);
    return scheme.equals("https")
        || (scheme.equals("http") && LOOPBACK.matcher(host).matches());
  }
}
