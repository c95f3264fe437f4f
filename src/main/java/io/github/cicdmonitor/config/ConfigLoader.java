package io.github.cicdmonitor.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.model.RepositoryName;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds and reads the config file, the {@code .env} beside it and the environment; gives everything
 * checked, or one {@link InvalidConfiguration} with all mistakes. Touches no service and no state.
 */
public final class ConfigLoader {
  private static final Path SYSTEM_WIDE = Path.of("/etc/cicd-monitor/config.json");

  /** A shorter value is a word that stands everywhere. */
  static final int SHORTEST_SECRET = 8;

  private final ConfigSources sources;
  private final Mistakes mistakes = new Mistakes();
  private final List<String> notes = new ArrayList<>();

  private ConfigLoader(ConfigSources sources) {
    this.sources = sources;
  }

  /** Everything, for the commands that need a config file. */
  public static Settings load(ConfigSources sources) {
    return new ConfigLoader(sources).settings();
  }

  /** The same, with the config file {@code configFile}. */
  public static Settings load(Path configFile, Map<String, String> variables) {
    return load(new ConfigSources(
        Path.of("").toAbsolutePath(),
        variables,
        Optional.of(configFile.toString()),
        Optional.empty(),
        Optional.empty()));
  }

  /** The environment alone, for commands that only need the state; a config file need not exist. */
  public static Environment environment(ConfigSources sources) {
    ConfigLoader loader = new ConfigLoader(sources);
    Map<String, String> variables = loader.withEnvFile(loader.candidate());
    Environment environment = loader.environment(variables);
    loader.mistakes.throwIfAny();
    return environment;
  }

  /**
   * Every value with the name of a secret, of the real environment and of the {@code .env} file that
   * would be read: what no message may show, whatever else is wrong. Never throws.
   */
  public static List<Secret> secrets(ConfigSources sources) {
    ConfigLoader loader = new ConfigLoader(sources);
    Stream<Map.Entry<String, String>> ofFile = loader
        .envFile(loader.candidate())
        .map(file -> loader.readEnvFile(file).entrySet().stream())
        .orElse(Stream.empty());
    return Stream.concat(ofFile, sources.variables().entrySet().stream())
        .filter(ConfigLoader::isSecret)
        .map(variable -> variable.getValue().strip())
        .filter(value -> value.length() >= SHORTEST_SECRET)
        .distinct()
        .map(Secret::new)
        .toList();
  }

  /** Whether {@link #load} would find a config file at all. */
  public static boolean hasConfigFile(ConfigSources sources) {
    return new ConfigLoader(sources).candidate().filter(Named::exists).isPresent();
  }

  /** A file with the name by which the user knows it. */
  private record Named(String name, Path file) {
    boolean exists() {
      return Files.exists(file);
    }
  }

  private Settings settings() {
    Optional<Named> found = candidate();
    Map<String, String> variables = withEnvFile(found);
    Environment environment = environment(variables);
    if (found.isEmpty()) {
      mistakes.add("no config file", notFound());
      mistakes.throwIfAny();
    }
    Named file = found.orElseThrow();
    Optional<Config> config = config(file, variables, environment);
    config.ifPresent(read -> checkNetwork(file.name(), read, environment));
    mistakes.throwIfAny();
    return new Settings(
        config.orElseThrow(), environment, file.file(), envFile(found).map(Named::file), notes);
  }

  private void checkNetwork(String file, Config config, Environment environment) {
    if (!ServiceUrl.isPrivate(environment.openRouterApi()) && !config.analyzer().allowHttp()) {
      mistakes.add(
          "OPENROUTER_BASE_URL: " + Mistakes.quoted(environment.openRouterApi().toString()),
          "must be an https:// address; http:// is for localhost, and for private addresses where"
              + " analyzer.allow_http says so");
    }
    config
        .caFile()
        .filter(name -> !Files.isReadable(sources.workingDirectory().resolve(name)))
        .ifPresent(name -> mistakes.add(
            file + ": $.ca_file: " + Mistakes.quoted(name), "is no file that can be read"));
  }

  private Environment environment(Map<String, String> variables) {
    return new EnvironmentReader(variables, sources.workingDirectory(), mistakes)
        .read(sources.database());
  }

  private Optional<Config> config(
      Named file, Map<String, String> variables, Environment environment) {
    // A token that is refused still says that Slack is meant to be used.
    ConfigReader.Slack slack = variables.getOrDefault("SLACK_BOT_TOKEN", "").isBlank()
        ? ConfigReader.Slack.NOT_SET_UP
        : ConfigReader.Slack.IN_USE;
    StrictJson json = new StrictJson(file.name(), mistakes);
    Optional<ObjectNode> root =
        TextFile.read(file.file(), file.name(), mistakes).flatMap(json::parse);
    ObjectReader.Source source = new ObjectReader.Source(file.name(), json, mistakes);
    return root.map(object -> new ConfigReader(source, slack).read(object))
        .map(config -> withRepositories(file.name(), config, environment.repositories()));
  }

  /** Drops repositories named twice, adds those of {@code REPOSITORIES}. */
  private Config withRepositories(String file, Config config, List<RepositoryName> more) {
    Map<RepositoryName, MonitoredRepository> repositories = new LinkedHashMap<>();
    for (MonitoredRepository each : config.repositories()) {
      MonitoredRepository first = repositories.putIfAbsent(each.name(), each);
      if (first == null) {
        refuseOwnBranches(file, config.remediation().branchPrefix(), each);
      } else if (each.branch().equals(first.branch()) && each.enabled() == first.enabled()) {
        notes.add(
            file + ": $.repositories names " + first.name() + " more than once: taken as one");
      } else {
        mistakes.add(
            file + ": $.repositories: " + Mistakes.quoted(each.name().toString()),
            "is there twice with a different branch or enabled: write one entry, its branch a"
                + " name or a glob such as release/*");
      }
    }
    for (RepositoryName name : more) {
      BranchPattern branch = Optional.ofNullable(repositories.get(name))
          .map(MonitoredRepository::branch)
          .orElse(ConfigReader.DEFAULT_BRANCH);
      repositories.put(name, new MonitoredRepository(name, branch, true));
    }
    return config.withRepositories(List.copyOf(repositories.values()));
  }

  /** Runs on the program's own branches are outcomes, so a watched branch must not be one. */
  private void refuseOwnBranches(String file, String prefix, MonitoredRepository repository) {
    if (repository.branch().glob().startsWith(prefix)) {
      mistakes.add(
          file + ": $.remediation.branch_prefix: " + Mistakes.quoted(prefix),
          "must not begin the branch that "
              + repository.name()
              + " is watched on: its runs would count as the program's own");
    }
  }

  /** The file's variables under the real ones. */
  private Map<String, String> withEnvFile(Optional<Named> configFile) {
    Map<String, String> variables = new HashMap<>();
    envFile(configFile).ifPresent(file -> variables.putAll(readEnvFile(file)));
    variables.putAll(sources.variables());
    return variables;
  }

  private Optional<Named> envFile(Optional<Named> configFile) {
    return sources
        .envFile()
        .flatMap(name -> named(name, "--env-file"))
        .or(() -> configFile.map(ConfigLoader::envFileBeside).filter(Named::exists));
  }

  private static Named envFileBeside(Named configFile) {
    Path name = Path.of(configFile.name());
    return new Named(
        name.resolveSibling(".env").toString(), configFile.file().resolveSibling(".env"));
  }

  private Map<String, String> readEnvFile(Named file) {
    Map<String, String> variables = TextFile.read(file.file(), file.name(), mistakes)
        .map(text -> EnvFile.parse(text, file.name(), mistakes))
        .orElse(Map.of());
    if (variables.entrySet().stream().anyMatch(ConfigLoader::isSecret)) {
      PrivateFile.check(file.file(), file.name(), mistakes);
    }
    return variables;
  }

  private static boolean isSecret(Map.Entry<String, String> variable) {
    String value = variable.getValue();
    return variable.getKey().equals("DATABASE_URL")
        ? ServerUrl.holdsPassword(value)
        : variable.getKey().matches(".*(TOKEN|KEY|SECRET|PASSWORD)") && !value.isBlank();
  }

  /** The file that is asked for, there or not; else the first of the usual places where one is. */
  private Optional<Named> candidate() {
    if (sources.configFile().isPresent()) {
      return named(sources.configFile().get(), "--config");
    }
    Optional<String> variable =
        Optional.ofNullable(sources.variables().get("CONFIG_FILE")).filter(name -> !name.isBlank());
    if (variable.isPresent()) {
      return named(variable.get(), "CONFIG_FILE");
    }
    return usualPlaces().stream().filter(Named::exists).findFirst();
  }

  private Optional<Named> named(String name, String where) {
    try {
      return Optional.of(new Named(name, sources.workingDirectory().resolve(name)));
    } catch (InvalidPathException e) {
      mistakes.add(where, "is not the name of a file");
      return Optional.empty();
    }
  }

  private List<Named> usualPlaces() {
    List<Named> places = new ArrayList<>();
    places.add(new Named("config.json", sources.workingDirectory().resolve("config.json")));
    Map<String, String> variables = sources.variables();
    String xdg = variables.getOrDefault("XDG_CONFIG_HOME", "");
    String home = variables.getOrDefault("HOME", "");
    // The XDG specification: unset or empty means ~/.config, and a relative path is to be ignored.
    String folder = xdg.isEmpty() && !home.isEmpty() ? home + "/.config" : xdg;
    if (folder.startsWith("/")) {
      Path file = Path.of(folder, "cicd-monitor", "config.json");
      places.add(new Named(file.toString(), file));
    }
    places.add(new Named(SYSTEM_WIDE.toString(), SYSTEM_WIDE));
    return places;
  }

  private String notFound() {
    return "looked for "
        + String.join(", ", usualPlaces().stream().map(Named::name).toList())
        + ". Make one with 'cicd-monitor init', or use --config FILE";
  }
}
