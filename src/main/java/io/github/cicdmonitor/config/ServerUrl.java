package io.github.cicdmonitor.config;

import io.github.cicdmonitor.config.ServerAddress.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code postgresql://user:password@host:port/database?sslmode=…}. It is never shown: it may hold
 * a password.
 */
final class ServerUrl {
  private static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert", "schema");
  private static final String SHAPE =
      "must be postgresql://USER@HOST[:PORT]/DATABASE, with ?sslmode=, sslrootcert= or schema= after it"
          + " if need be";

  private final String where;
  private final Mistakes mistakes;

  ServerUrl(String where, Mistakes mistakes) {
    this.where = where;
    this.mistakes = mistakes;
  }

  static boolean isOne(String url) {
    return url.startsWith("postgresql:") || url.startsWith("postgres:");
  }

  /** Empty where something is wrong, which is reported. */
  Optional<ServerAddress> parse(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return refused(SHAPE);
    }
    List<String> login = Optional.ofNullable(url.getRawUserInfo())
        .map(given -> List.of(given.split(":", 2)))
        .orElse(List.of());
    Optional<Secret> password = login.stream()
        .skip(1)
        .filter(given -> !given.isEmpty())
        .map(given -> new Secret(decoded(given)))
        .findFirst();
    if (password.isPresent() && where.startsWith("--")) {
      return refused(
          "holds a password, which process lists show: put the address into DATABASE_URL,"
              + " or set PGPASSWORD, or write a line into ~/.pgpass");
    }
    String path = Optional.ofNullable(url.getRawPath()).orElse("");
    if (login.isEmpty() || url.getHost() == null || !path.matches("/[^/]+")) {
      return refused(SHAPE);
    }
    Optional<Map<String, String>> parameters = parameters(url.getRawQuery());
    if (parameters.isEmpty() || url.getFragment() != null) {
      return refused(SHAPE);
    }
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    String schema = parameters.get().getOrDefault("schema", ServerAddress.DEFAULT_SCHEMA);
    if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
      return refused("has a schema that is not of small letters, digits and _");
    }
    // What leaves the machine is encrypted unless the address says otherwise.
    Tls usual = ServerAddress.isLocal(host) ? Tls.PREFER : Tls.REQUIRE;
    Optional<Tls> tls = Tls.ofWord(parameters.get().getOrDefault("sslmode", usual.word()));
    if (tls.isEmpty()) {
      return refused(
          "has an sslmode other than disable, allow, prefer, require, verify-ca and verify-full");
    }
    return Optional.of(new ServerAddress(
        host,
        url.getPort() < 0 ? ServerAddress.DEFAULT_PORT : url.getPort(),
        decoded(path.substring(1)),
        schema,
        decoded(login.get(0)),
        password,
        tls.get(),
        Optional.ofNullable(parameters.get().get("sslrootcert"))));
  }

  private Optional<ServerAddress> refused(String rule) {
    mistakes.add(where, rule);
    return Optional.empty();
  }

  private static Optional<Map<String, String>> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String part : query.split("&", -1)) {
        String[] pair = part.split("=", 2);
        if (pair.length < 2 || pair[1].isEmpty() || !PARAMETERS.contains(pair[0])) {
          return Optional.empty();
        }
        parameters.put(pair[0], decoded(pair[1]));
      }
    }
    return Optional.of(parameters);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
