package io.github.cicdmonitor.github;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * Where GitHub keeps logs and archives. An answer of GitHub's, or of who sits between, must not send
 * us anywhere else, and least of all into the network that this machine stands in.
 */
final class StorageHosts {
  /** Named in GitHub's list of what a self-hosted runner needs to reach, and its code hosts. */
  private static final List<String> OF_GITHUB = List.of(
      ".actions.githubusercontent.com",
      ".blob.core.windows.net",
      ".githubusercontent.com",
      "codeload.github.com");

  /** What a GitHub Enterprise Server can be set up to keep its logs with. */
  private static final List<String> OF_SERVERS =
      List.of(".blob.core.windows.net", ".amazonaws.com", "storage.googleapis.com");

  private static final String CLOUD = "api.github.com";
  private static final String RESIDENT = ".ghe.com"; // Enterprise Cloud with data residency

  private final HttpUrl api;

  StorageHosts(HttpUrl api) {
    this.api = api;
  }

  /** Why nothing is fetched from there; empty where it is. */
  Optional<String> whyNot(HttpUrl target) {
    if (isOwn(target.host()) || (isLoopback(api.host()) && isLoopback(target.host()))) {
      return Optional.empty();
    }
    boolean cloud = api.host().equals(CLOUD) || api.host().endsWith(RESIDENT);
    boolean known =
        (cloud ? OF_GITHUB : OF_SERVERS).stream().anyMatch(name -> isOf(target.host(), name));
    return known
        ? Optional.empty()
        : Optional.of("a host where GitHub keeps none: " + target.host());
  }

  private static boolean isOf(String host, String name) {
    return name.startsWith(".") ? host.endsWith(name) : host.equals(name);
  }

  /** The API's host, or one below it or beside {@code api}. */
  private boolean isOwn(String host) {
    String own = api.host().startsWith("api.") ? api.host().substring(4) : api.host();
    return host.equals(api.host())
        || (!api.host().equals(CLOUD) && (host.equals(own) || host.endsWith("." + own)));
  }

  /** Looks names up and leaves out what is no address of the open network. */
  Dns lookup(Dns plain) {
    return host -> {
      List<InetAddress> all = plain.lookup(host);
      if (isOwn(host) || isLoopback(host)) {
        return all; // where the API is, or {@link #whyNot} has refused it
      }
      List<InetAddress> open = new ArrayList<>(all);
      open.removeIf(StorageHosts::isInner);
      if (open.isEmpty()) {
        throw new UnknownHostException(host + " has no address of the open network");
      }
      return open;
    };
  }

  static boolean isInner(InetAddress address) {
    byte[] octets = address.getAddress();
    int first = octets[0] & 0xff;
    int second = octets[1] & 0xff;
    boolean uniqueLocal = octets.length == 16 && (first & 0xfe) == 0xfc;
    boolean carrier = octets.length == 4 && first == 100 && (second & 0xc0) == 64;
    boolean reserved = octets.length == 4 && (first == 0 || first >= 240);
    return uniqueLocal
        || carrier
        || reserved
        || address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress();
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }
}
