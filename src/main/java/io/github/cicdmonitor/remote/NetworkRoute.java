package io.github.cicdmonitor.remote;

import java.util.List;
import java.util.Optional;

/**
 * How the services are reached.
 *
 * @param noProxy who is reached without the proxy, as {@link NoProxy} reads it
 * @param certificates PEM text of authorities to trust besides Java's own; empty for none
 */
public record NetworkRoute(
    Optional<ConnectProxy> proxy, List<String> noProxy, String certificates) {
  public static final NetworkRoute DIRECT = new NetworkRoute(Optional.empty(), List.of(), "");

  public NetworkRoute {
    noProxy = List.copyOf(noProxy);
  }

  /**
   * A proxy that makes tunnels (CONNECT).
   *
   * @param login user and password as {@code user:password}; empty for none
   */
  public record ConnectProxy(String host, int port, String login) {
    /** Without the login. */
    @Override
    public String toString() {
      return "ConnectProxy[" + host + ":" + port + "]";
    }
  }
}
