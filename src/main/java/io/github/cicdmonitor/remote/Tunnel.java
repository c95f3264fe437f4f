package io.github.cicdmonitor.remote;

import io.github.cicdmonitor.remote.NetworkRoute.ConnectProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Sends https through the proxy; http stays on this machine or its network and never goes through. */
final class Tunnel extends ProxySelector {
  private static final String LOGIN = "Proxy-Authorization";

  private final Proxy proxy;
  private final NoProxy except;

  private Tunnel(ConnectProxy to, List<String> noProxy) {
    this.proxy =
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(to.host(), to.port()));
    this.except = new NoProxy(noProxy);
  }

  static void addTo(OkHttpClient.Builder client, ConnectProxy to, List<String> noProxy) {
    client.proxySelector(new Tunnel(to, noProxy));
    if (!to.login().isEmpty()) {
      String[] parts = to.login().split(":", 2);
      String basic =
          Credentials.basic(parts[0], parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8);
      Authenticator once =
          (route, response) -> response.request().header(LOGIN) == null || isBeforehand(response)
              ? response.request().newBuilder().header(LOGIN, basic).build()
              : null; // it was refused
      client.proxyAuthenticator(once);
    }
  }

  /** OkHttp asks for the login before the first request, so that no round trip is lost. */
  private static boolean isBeforehand(okhttp3.Response response) {
    return response.challenges().stream().anyMatch(c -> c.scheme().equals("OkHttp-Preemptive"));
  }

  @Override
  public List<Proxy> select(URI uri) {
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    boolean direct = !"https".equalsIgnoreCase(uri.getScheme())
        || except.matches(uri.getHost().replaceAll("[\\[\\]]", ""), port);
    return List.of(direct ? Proxy.NO_PROXY : proxy);
  }

  @Override
  public void connectFailed(
      @Nullable URI uri, @Nullable SocketAddress address, @Nullable IOException e) {
    // The request fails, which is enough: there is no other way to the service.
  }
}
