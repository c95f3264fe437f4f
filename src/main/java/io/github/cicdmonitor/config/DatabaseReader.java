package io.github.cicdmonitor.config;

import io.github.cicdmonitor.config.ConfigSources.NamedDatabase;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where the state is, and by which password. */
final class DatabaseReader {
  private final Function<String, Optional<String>> variables;
  private final Path workingDirectory;
  private final Mistakes mistakes;

  DatabaseReader(
      Function<String, Optional<String>> variables, Path workingDirectory, Mistakes mistakes) {
    this.variables = variables;
    this.workingDirectory = workingDirectory;
    this.mistakes = mistakes;
  }

  /** What {@code named} says wins over {@code DATABASE_URL}. */
  DatabaseLocation read(Optional<NamedDatabase> named) {
    String where = named.map(NamedDatabase::by).orElse("DATABASE_URL");
    String url = named
        .map(NamedDatabase::url)
        .or(() -> variables.apply("DATABASE_URL").map(String::strip))
        .orElse(DatabaseLocation.DEFAULT_URL);
    if (!ServerUrl.isOne(url)) {
      return DatabaseLocation.file(url, where, workingDirectory, mistakes);
    }
    return new ServerUrl(where, mistakes)
        .parse(url)
        .map(this::withPassword)
        .map(server -> DatabaseLocation.on(server, folder()))
        .orElseGet(() -> DatabaseLocation.usual(workingDirectory));
  }

  private ServerAddress withPassword(ServerAddress server) {
    Optional<Secret> password = server
        .password()
        .or(() -> variables.apply("PGPASSWORD").map(Secret::new))
        .or(() -> passwordFile().flatMap(file -> PasswordFile.find(file, server, mistakes)));
    return new ServerAddress(
        server.host(),
        server.port(),
        server.database(),
        server.schema(),
        server.user(),
        password,
        server.tls(),
        server.rootCertificates());
  }

  private Optional<Path> passwordFile() {
    try {
      return variables
          .apply("PGPASSFILE")
          .map(name -> workingDirectory.resolve(name.strip()))
          .or(() -> home().map(home -> home.resolve(".pgpass")));
    } catch (InvalidPathException e) {
      mistakes.add("PGPASSFILE", "is not the name of a file");
      return Optional.empty();
    }
  }

  private Optional<Path> home() {
    return variables.apply("HOME").filter(home -> home.startsWith("/")).map(Path::of);
  }

  private Path folder() {
    return home()
        .map(home -> home.resolve(Path.of(".cache", "cicd-monitor")))
        .orElse(workingDirectory);
  }
}
