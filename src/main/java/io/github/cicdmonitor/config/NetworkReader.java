package io.github.cicdmonitor.config;

import io.github.cicdmonitor.config.NetworkPath.HttpProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Proxy and certificates, from the variables that curl, git and gh take them from. */
final class NetworkReader {
  private static final int DEFAULT_PORT = 1080;

  private final Function<String, Optional<String>> variables;
  private final Path workingDirectory;
  private final Mistakes mistakes;

  NetworkReader(
      Function<String, Optional<String>> variables, Path workingDirectory, Mistakes mistakes) {
    this.variables = variables;
    this.workingDirectory = workingDirectory;
    this.mistakes = mistakes;
  }

  NetworkPath read() {
    List<String> noProxy = either("NO_PROXY").stream()
        .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty())
        .toList();
    return new NetworkPath(
        either("HTTPS_PROXY").or(() -> either("ALL_PROXY")).flatMap(this::proxy),
        noProxy,
        variables.apply("SSL_CERT_FILE").flatMap(this::file));
  }

  /** The lower-case name wins, as in curl. */
  private Optional<String> either(String name) {
    return variables.apply(name.toLowerCase(Locale.ROOT)).or(() -> variables.apply(name));
  }

  /** The value may hold a password, so that a complaint does not show it. */
  private Optional<HttpProxy> proxy(String text) {
    String address = text.strip();
    try {
      URI uri = new URI(address.contains("://") ? address : "http://" + address);
      if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
        mistakes.add("HTTPS_PROXY", "must be http://[user:password@]host[:port]");
        return Optional.empty();
      }
      Optional<String> login = Optional.ofNullable(uri.getRawUserInfo());
      int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
      return Optional.of(new HttpProxy(
          uri.getHost().replaceAll("[\\[\\]]", ""),
          port,
          login.map(info -> decoded(info.split(":", 2)[0])),
          login
              .filter(info -> info.contains(":"))
              .map(info -> new Secret(decoded(info.split(":", 2)[1])))));
    } catch (URISyntaxException | IllegalArgumentException e) {
      mistakes.add("HTTPS_PROXY", "must be http://[user:password@]host[:port]");
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private Optional<Path> file(String name) {
    try {
      Path file = workingDirectory.resolve(name.strip());
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        return Optional.of(file);
      }
      mistakes.add("SSL_CERT_FILE: " + Mistakes.quoted(name), "is no file that can be read");
    } catch (InvalidPathException e) {
      mistakes.add("SSL_CERT_FILE", "is not the name of a file");
    }
    return Optional.empty();
  }
}
