package io.github.cicdmonitor.config;

import io.github.cicdmonitor.config.ServerAddress.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code postgresql://user:password@host:port/database?sslmode=…}. It is never shown: it may hold
 * a password.
 */
final class ServerUrl {
  private static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert", "schema");
  private static final int LAST_PORT = 65_535;

  /** Not by {@code URI}, which knows no host with an underscore, as Compose names them. */
  private static final Pattern AUTHORITY = Pattern.compile(
      "(?<user>[^:@]+)(?::(?<password>[^@]*))?@(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])"
          + "(?::(?<port>[0-9]{1,9})?)?");

  private static final Pattern PASSWORD = Pattern.compile("//[^/?#]*:[^/?#]+@");
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

  /** Of any text that may have been meant as one, whether it is one or not. */
  static boolean holdsPassword(String text) {
    return PASSWORD.matcher(text).find();
  }

  /** Empty where something is wrong, which is reported. */
  Optional<ServerAddress> parse(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return refused(SHAPE);
    }
    Matcher authority =
        AUTHORITY.matcher(Optional.ofNullable(url.getRawAuthority()).orElse(""));
    String path = Optional.ofNullable(url.getRawPath()).orElse("");
    if (!authority.matches() || !path.matches("/[^/]+")) {
      return refused(SHAPE);
    }
    Optional<Secret> password = Optional.ofNullable(authority.group("password"))
        .filter(given -> !given.isEmpty())
        .map(given -> new Secret(decoded(given)));
    if (password.isPresent() && where.startsWith("--")) {
      return refused(
          "holds a password, which process lists show: put the address into DATABASE_URL,"
              + " or set PGPASSWORD, or write a line into ~/.pgpass");
    }
    int port = Optional.ofNullable(authority.group("port"))
        .map(Integer::parseInt)
        .orElse(ServerAddress.DEFAULT_PORT);
    if (port < 1 || port > LAST_PORT) {
      return refused("has a port that is not between 1 and " + LAST_PORT);
    }
    Optional<Map<String, String>> parameters = parameters(url.getRawQuery());
    if (parameters.isEmpty() || url.getFragment() != null) {
      return refused(SHAPE);
    }
    String host = authority.group("host").replaceAll("[\\[\\]]", "");
    String schema = parameters.get().getOrDefault("schema", ServerAddress.DEFAULT_SCHEMA);
    if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
      return refused("has a schema that is not of small letters, digits and _");
    }
    if (schema.startsWith("pg_")) {
      return refused("has a schema whose name begins with pg_, which PostgreSQL keeps for itself");
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
        port,
        decoded(path.substring(1)),
        schema,
        decoded(authority.group("user")),
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
