package io.github.cicdmonitor.config;

import io.github.cicdmonitor.model.RepositoryName;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes an {@link Environment} of variables. An empty variable counts as one that is not set. */
final class EnvironmentReader {
  private static final String PEM_BEGIN = "-----BEGIN ";

  private final Map<String, String> variables;
  private final Path workingDirectory;
  private final Mistakes mistakes;

  EnvironmentReader(Map<String, String> variables, Path workingDirectory, Mistakes mistakes) {
    this.variables = variables;
    this.workingDirectory = workingDirectory;
    this.mistakes = mistakes;
  }

  /** What {@code database} says wins over {@code DATABASE_URL}. */
  Environment read(Optional<ConfigSources.NamedDatabase> database) {
    return new Environment(
        token("GITHUB_TOKEN").or(() -> token("GH_TOKEN")),
        gitHubApp(),
        url("GITHUB_API_URL", "https://api.github.com"),
        token("OPENROUTER_API_KEY"),
        gatewayUrl(),
        token("SLACK_BOT_TOKEN"),
        URI.create(url("SLACK_API_URL", "https://slack.com/api") + "/"),
        new DatabaseReader(this::value, workingDirectory, mistakes).read(database),
        logLevel(),
        repositories(),
        token("CICD_MONITOR_APPROVER_TOKEN"),
        new NetworkReader(this::value, workingDirectory, mistakes).read());
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** A trailing line break comes from {@code $(cat file)}'s cousins and is dropped, nothing else. */
  private Optional<Secret> token(String name) {
    Optional<String> token = value(name).map(value -> value.replaceAll("[\\r\\n]+$", ""));
    if (token.isPresent() && !token.get().chars().allMatch(c -> '!' <= c && c <= '~')) {
      mistakes.add(
          name,
          "has a space, a line break or a character outside ASCII in it: copy the token again");
      return Optional.empty();
    }
    return token.map(Secret::new);
  }

  private Optional<GitHubApp> gitHubApp() {
    Optional<String> id = value("GITHUB_APP_ID").map(String::strip);
    Optional<String> key = value("GITHUB_APP_PRIVATE_KEY");
    Optional<String> keyFile = value("GITHUB_APP_PRIVATE_KEY_FILE").map(String::strip);
    if (id.isEmpty() && key.isEmpty() && keyFile.isEmpty()) {
      return Optional.empty();
    }
    if (id.filter(text -> text.matches("[1-9][0-9]{0,18}|Iv[A-Za-z0-9.]{1,40}")).isEmpty()) {
      mistakes.add("GITHUB_APP_ID", "must be the number (or client id) of the GitHub App");
    }
    if (key.isPresent() && keyFile.isPresent()) {
      mistakes.add(
          "GITHUB_APP_PRIVATE_KEY_FILE", "is set beside GITHUB_APP_PRIVATE_KEY: keep one of them");
    }
    if (key.isEmpty() && keyFile.isEmpty()) {
      mistakes.add(
          "GITHUB_APP_PRIVATE_KEY", "is missing: GITHUB_APP_ID needs it (or …_PRIVATE_KEY_FILE)");
    }
    Optional<Secret> pem = key.map(text -> pem("GITHUB_APP_PRIVATE_KEY", text))
        .orElseGet(() -> keyFile.flatMap(this::keyFrom));
    return id.flatMap(number -> pem.map(secret -> new GitHubApp(number, secret)));
  }

  private Optional<Secret> keyFrom(String fileName) {
    String where = "GITHUB_APP_PRIVATE_KEY_FILE: " + Mistakes.shown(fileName);
    try {
      Path file = workingDirectory.resolve(fileName);
      Optional<String> text = TextFile.read(file, where, mistakes);
      if (text.isPresent()) {
        PrivateFile.check(file, fileName, mistakes);
      }
      return text.flatMap(key -> pem(where, key));
    } catch (InvalidPathException e) {
      mistakes.add("GITHUB_APP_PRIVATE_KEY_FILE", "is not the name of a file");
      return Optional.empty();
    }
  }

  /** Where a variable cannot hold line breaks, people write {@code \n} for them. */
  private Optional<Secret> pem(String where, String text) {
    String key = (text.contains("\n") ? text : text.replace("\\n", "\n")).strip();
    if (!key.startsWith(PEM_BEGIN) || !key.endsWith("-----")) {
      mistakes.add(where, "must be a private key in PEM form (-----BEGIN … PRIVATE KEY-----)");
      return Optional.empty();
    }
    return Optional.of(new Secret(key + "\n"));
  }

  private URI url(String name, String fallback) {
    String text = value(name).map(String::strip).orElse(fallback);
    Optional<URI> url = ServiceUrl.parse(text);
    if (url.isEmpty()) {
      mistakes.add(
          name + ": " + Mistakes.quoted(text),
          "must be an https:// address (http:// only on localhost) without user, ? or #");
    }
    return url.orElse(URI.create(fallback));
  }

  /** By http too: whether that is allowed, the configuration says. */
  private URI gatewayUrl() {
    Optional<URI> http = value("OPENROUTER_BASE_URL").map(String::strip).flatMap(ServiceUrl::http);
    return http.orElseGet(() -> url("OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1"));
  }

  private LogLevel logLevel() {
    String text = value("LOG_LEVEL").orElse(LogLevel.INFO.name()).strip();
    for (LogLevel level : LogLevel.values()) {
      if (level.name().equals(text.toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    mistakes.add(
        "LOG_LEVEL: " + Mistakes.quoted(text), "must be one of ERROR, WARN, INFO, DEBUG, TRACE");
    return LogLevel.INFO;
  }

  private List<RepositoryName> repositories() {
    Set<RepositoryName> names = new LinkedHashSet<>();
    for (String each : Arrays.asList(value("REPOSITORIES").orElse("").split(",", -1))) {
      String text = each.strip();
      if (!text.isEmpty()) {
        RepositoryName.parse(text)
            .ifPresentOrElse(
                names::add,
                () -> mistakes.add(
                    "REPOSITORIES: " + Mistakes.quoted(text),
                    "must be owner/name, several with a comma between"));
      }
    }
    return List.copyOf(names);
  }
}
