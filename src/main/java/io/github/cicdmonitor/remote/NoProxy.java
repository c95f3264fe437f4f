package io.github.cicdmonitor.remote;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is reached without a proxy, in curl's and Go's way: {@code *} is everybody; a name is itself and
 * all below it, with or without a dot before it; an address is itself, with {@code /bits} its network;
 * {@code :port} may follow any of them.
 */
final class NoProxy {
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*]|[^:]*):(\\d{1,5})");
  private static final Pattern NETWORK = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})/(\\d{1,2})");
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final int BITS = 32;

  private final List<String> entries;

  NoProxy(List<String> entries) {
    this.entries =
        entries.stream().map(entry -> entry.strip().toLowerCase(Locale.ROOT)).toList();
  }

  boolean matches(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return entries.stream().anyMatch(entry -> matches(entry, name, port));
  }

  private static boolean matches(String entry, String host, int port) {
    Matcher withPort = WITH_PORT.matcher(entry);
    if (withPort.matches()) {
      return Integer.parseInt(withPort.group(2)) == port && matches(withPort.group(1), host, port);
    }
    String wanted = entry.replaceAll("^\\*?\\.|^\\[|]$", "");
    Matcher network = NETWORK.matcher(wanted);
    if (network.matches()) {
      int bits = Integer.parseInt(network.group(2));
      long mask = bits == 0 ? 0 : -1L << (BITS - Math.min(bits, BITS));
      return ADDRESS.matcher(host).matches()
          && (number(host) & mask) == (number(network.group(1)) & mask);
    }
    return wanted.equals("*")
        || (!wanted.isEmpty() && (host.equals(wanted) || host.endsWith("." + wanted)));
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number << 8 | Math.min(255, Integer.parseInt(part));
    }
    return number;
  }
}
