package io.github.cicdmonitor.remote;

import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Which addresses we talk to at all: {@code https}, or {@code http} on this very machine. */
public final class Endpoints {
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|::1");

  private Endpoints() {}

  public static boolean isAllowed(HttpUrl url) {
    return url.isHttps() || LOOPBACK.matcher(url.host()).matches();
  }

  /** Same scheme, host and port: the only place a redirect may lead with credentials. */
  public static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.port() == other.port();
  }
}
