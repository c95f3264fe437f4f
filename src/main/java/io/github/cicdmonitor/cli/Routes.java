package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.NetworkPath;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.remote.NetworkRoute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How the services are reached, as the configuration and the environment say. */
final class Routes {
  private Routes() {}

  /** @param caFile of the configuration, which wins over the environment's */
  static NetworkRoute of(NetworkPath network, Optional<String> caFile, World world) {
    Optional<Path> file = caFile.map(world.workingDirectory()::resolve).or(network::caFile);
    return new NetworkRoute(
        network
            .proxy()
            .map(proxy -> new NetworkRoute.ConnectProxy(
                proxy.host(),
                proxy.port(),
                proxy
                    .user()
                    .map(user ->
                        user + ":" + proxy.password().map(Secret::reveal).orElse(""))
                    .orElse(""))),
        network.noProxy(),
        file.map(Routes::text).orElse(""));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new MonitorException(
          MonitorException.Kind.USAGE,
          new Explanation(
              "could not read the certificates in " + file,
              "the file cannot be read",
              "Set SSL_CERT_FILE or ca_file to a readable file"),
          e);
    }
  }
}
