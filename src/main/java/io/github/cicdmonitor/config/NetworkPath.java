package io.github.cicdmonitor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the services are reached.
 *
 * @param proxy of {@code HTTPS_PROXY}
 * @param noProxy the entries of {@code NO_PROXY}, in lower case
 * @param caFile of {@code SSL_CERT_FILE}: certificates to trust besides Java's own
 */
public record NetworkPath(Optional<HttpProxy> proxy, List<String> noProxy, Optional<Path> caFile) {
  public static final NetworkPath DIRECT =
      new NetworkPath(Optional.empty(), List.of(), Optional.empty());

  public NetworkPath {
    noProxy = List.copyOf(noProxy);
  }

  /** A proxy that is asked by http to CONNECT. */
  public record HttpProxy(
      String host, int port, Optional<String> user, Optional<Secret> password) {}
}
