package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A package manager may ask its registry more often or wait longer for it: at most ten times, and two
 * minutes or twice as long as by itself. The variables are a closed list, with the values that the
 * tools take by themselves, from their manuals (npm config, pip environment variables, Cargo
 * configuration, uv environment variables, Yarn configuration, Bundler settings, NuGet environment
 * variables, Poetry configuration).
 */
final class FetchRetries implements Fix {
  private static final About ABOUT = About.of(
          "fetch-retries",
          "Lets a package manager ask its registry more often or wait longer (only recognised)")
      .mending(Category.INFRASTRUCTURE)
      .within(Surroundings.CHOSEN);

  private static final int MOST_TRIES = 10;
  private static final int MOST_SECONDS = 120; // or twice what the tool takes by itself

  /**
   * @param least what the tool takes by itself, in the unit of the variable
   * @param most the highest value that may go out by itself
   */
  private record Range(int least, int most) {}

  private static final Map<String, Range> VARIABLES = Map.ofEntries(
      tries("NPM_CONFIG_FETCH_RETRIES", 2),
      milliseconds("NPM_CONFIG_FETCH_RETRY_MINTIMEOUT", 10_000),
      milliseconds("NPM_CONFIG_FETCH_RETRY_MAXTIMEOUT", 60_000),
      milliseconds("NPM_CONFIG_FETCH_TIMEOUT", 300_000),
      tries("PIP_RETRIES", 5),
      seconds("PIP_DEFAULT_TIMEOUT", 15),
      seconds("PIP_TIMEOUT", 15),
      seconds("UV_HTTP_TIMEOUT", 30),
      tries("UV_HTTP_RETRIES", 3),
      tries("CARGO_NET_RETRY", 3),
      seconds("CARGO_HTTP_TIMEOUT", 30),
      tries("RUSTUP_MAX_RETRIES", 3),
      tries("YARN_HTTP_RETRY", 3),
      milliseconds("YARN_HTTP_TIMEOUT", 60_000),
      tries("BUNDLE_RETRY", 3),
      seconds("BUNDLE_TIMEOUT", 10),
      seconds("POETRY_REQUESTS_TIMEOUT", 15),
      tries("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", 3),
      tries("CONDA_REMOTE_MAX_RETRIES", 3),
      tries("HOMEBREW_CURL_RETRIES", 3),
      tries("TF_REGISTRY_DISCOVERY_RETRY", 1),
      seconds("TF_REGISTRY_CLIENT_TIMEOUT", 10));

  private static Map.Entry<String, Range> tries(String name, int least) {
    return Map.entry(name, new Range(least, MOST_TRIES));
  }

  private static Map.Entry<String, Range> seconds(String name, int least) {
    return Map.entry(name, new Range(least, Math.max(2 * least, MOST_SECONDS)));
  }

  private static Map.Entry<String, Range> milliseconds(String name, int least) {
    return Map.entry(name, new Range(least, Math.max(2 * least, MOST_SECONDS * 1000)));
  }

  @Override
  public About about() {
    return ABOUT;
  }

  private static Optional<Range> range(String variable) {
    // npm reads its variables in lower case as well
    boolean npm = variable.startsWith("npm_config_");
    return Optional.ofNullable(VARIABLES.get(npm ? variable.toUpperCase(Locale.ROOT) : variable));
  }

  /** The key of a limit that is set or changed here. */
  static Optional<String> limit(Delta delta) {
    return ChangedVariable.of(delta)
        .filter(change -> range(change.name()).isPresent())
        .map(change -> NamedLimits.key(delta, change.name()));
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      Optional<ChangedVariable> change = ChangedVariable.of(delta);
      Optional<Range> range = change.flatMap(c -> range(c.name()));
      if (range.isEmpty()) {
        continue;
      }
      int from = before(change.get(), diff, range.get().least());
      int to = number(change.get().after());
      if (from >= 0 && to > from && to <= range.get().most()) {
        String why = "from " + from + " to " + to;
        NamedLimits.claim(
            delta, NamedLimits.key(delta, change.get().name()), why, evidence, claims);
      }
    }
  }

  /** What held here: the nearest value that was set, else the tool's own; -1 where unknown. */
  private static int before(ChangedVariable change, WorkflowDiff diff, int own) {
    Stream<Mapping> places = Stream.of(
            change.delta().step().map(Delta.Pair::before),
            change.delta().job().map(pair -> pair.before().body()),
            Optional.of(diff.before().root()))
        .flatMap(Optional::stream);
    return places
        .flatMap(place -> place.sub("env").get(change.name()).stream())
        .findFirst()
        .map(value ->
            value.scalar().map(Yaml.Scalar::text).map(FetchRetries::number).orElse(-1))
        .orElse(own);
  }

  private static int number(String text) {
    return text.matches("0|[1-9][0-9]{0,6}") ? Integer.parseInt(text) : -1;
  }
}
