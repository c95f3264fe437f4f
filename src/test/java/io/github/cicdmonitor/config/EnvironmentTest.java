package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cicdmonitor.model.RepositoryName;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  private static final String PEM =
      "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----";

  @TempDir
  Path folder;

  @Test
  void nothing_set_means_the_documented_defaults() {
    Environment environment = read(Map.of());

    assertThat(environment)
        .isEqualTo(new Environment(
            Optional.empty(),
            Optional.empty(),
            URI.create("https://api.github.com"),
            Optional.empty(),
            URI.create("https://openrouter.ai/api/v1"),
            Optional.empty(),
            URI.create("https://slack.com/api/"),
            new DatabaseLocation(folder.resolve("ci_cd_monitor.db")),
            LogLevel.INFO,
            List.of(),
            Optional.empty(),
            NetworkPath.DIRECT));
  }

  @Test
  void proxy_and_certificates_are_read_as_curl_reads_them() throws java.io.IOException {
    java.nio.file.Files.writeString(folder.resolve("ca.pem"), "x");

    NetworkPath network = read(Map.of(
            "HTTPS_PROXY",
            "http://upper.example:1",
            "https_proxy",
            "http://anna:pa%40ss@proxy.example:3128/",
            "NO_PROXY",
            "localhost, .Corp.example,10.0.0.0/8",
            "SSL_CERT_FILE",
            "ca.pem"))
        .network();

    assertThat(network)
        .isEqualTo(new NetworkPath(
            Optional.of(new NetworkPath.HttpProxy(
                "proxy.example", 3128, Optional.of("anna"), Optional.of(new Secret("pa@ss")))),
            List.of("localhost", ".corp.example", "10.0.0.0/8"),
            Optional.of(folder.resolve("ca.pem"))));
    assertThat(read(Map.of("HTTPS_PROXY", "http://a:secret-of-a@p.example")).secrets())
        .containsExactly(new Secret("secret-of-a"));
    assertThat(read(Map.of("ALL_PROXY", "proxy.example:3128")).network().proxy())
        .contains(
            new NetworkPath.HttpProxy("proxy.example", 3128, Optional.empty(), Optional.empty()));
  }

  @Test
  void a_proxy_of_another_kind_is_refused_without_showing_its_password() {
    for (String proxy : List.of("socks5://a:hidden@p.example:1", "https://p.example", "http://")) {
      assertThat(refused(Map.of("HTTPS_PROXY", proxy)))
          .singleElement()
          .asString()
          .contains("HTTPS_PROXY")
          .doesNotContain("hidden");
    }
    assertThat(refused(Map.of("SSL_CERT_FILE", "nowhere.pem")))
        .singleElement()
        .asString()
        .contains("SSL_CERT_FILE");
  }

  @Test
  void github_token_wins_over_gh_token_and_an_empty_one_counts_as_none() {
    assertThat(read(Map.of("GITHUB_TOKEN", "a", "GH_TOKEN", "b")).gitHubToken())
        .contains(new Secret("a"));
    assertThat(read(Map.of("GITHUB_TOKEN", " ", "GH_TOKEN", "b")).gitHubToken())
        .contains(new Secret("b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tok en-1", " token-1", "token-1 ", "token-1\u00e9", "tok\nen-1", "\u200btoken-1"})
  void a_token_with_a_foreign_character_is_refused_without_showing_it(String token) {
    for (String name : List.of("GITHUB_TOKEN", "OPENROUTER_API_KEY", "SLACK_BOT_TOKEN")) {
      List<String> lines = refused(Map.of(name, token));

      assertThat(lines).singleElement().asString().startsWith("cicd-monitor: " + name + ": has a");
      assertThat(lines.get(0)).doesNotContain("en-1");
    }
  }

  @Test
  void a_line_break_at_the_end_of_a_token_is_dropped() {
    assertThat(read(Map.of("GITHUB_TOKEN", "token\r\n")).gitHubToken())
        .contains(new Secret("token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ghe.example.org/api/v3", "https://ghe.example.org:8443", "http://localhost:8080/x",
        "http://127.0.0.1:1", "http://127.8.8.8:1", "http://[::1]:9/api"
      })
  void an_address_that_nobody_can_listen_in_on_is_taken(String url) {
    Environment environment = read(Map.of("GITHUB_API_URL", url + "/", "SLACK_API_URL", url));

    assertThat(environment.gitHubApi()).isEqualTo(URI.create(url));
    assertThat(environment.slackApi()).isEqualTo(URI.create(url + "/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ghe.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://10.0.0.1",
        "ftp://localhost",
        "api.github.com",
        "https://",
        "https:///x",
        "https://user:pw@ghe.example.org",
        "https://ghe.example.org/?x",
        "https://a b",
        "javascript:1"
      })
  void any_other_address_is_refused(String url) {
    // Whether the gateway may be asked by http is said in the configuration.
    List<String> names = url.startsWith("http:")
        ? List.of("GITHUB_API_URL", "SLACK_API_URL")
        : List.of("GITHUB_API_URL", "OPENROUTER_BASE_URL", "SLACK_API_URL");
    for (String name : names) {
      assertThat(refused(Map.of(name, url)))
          .singleElement()
          .asString()
          .startsWith("cicd-monitor: " + name + ": ")
          .contains("must be an https:// address")
          .doesNotContain("pw");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite:///state.db,state.db",
    "sqlite:///a/b.db,a/b.db",
    "sqlite:////var/lib/state.db,/var/lib/state.db",
    "sqlite:///../x.db,../x.db"
  })
  void an_sqlite_address_names_a_file(String url, String file) {
    assertThat(read(Map.of("DATABASE_URL", url)).database())
        .isEqualTo(new DatabaseLocation(folder.resolve(file).normalize()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite://x.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///a/",
        "sqlite:///a?mode=ro",
        "state.db",
        "mysql://h/db",
        "sqlite:///a\u0000b"
      })
  void any_other_database_address_is_refused(String url) {
    assertThat(refused(Map.of("DATABASE_URL", url)))
        .singleElement()
        .asString()
        .contains("must be sqlite:///relative.db or sqlite:////absolute.db");
  }

  @Test
  void the_option_wins_over_the_variable() {
    ConfigSources sources = new ConfigSources(
        folder,
        Map.of("DATABASE_URL", "nonsense"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new ConfigSources.NamedDatabase("--database", "sqlite:///option.db")));

    assertThat(ConfigLoader.environment(sources).database().file())
        .isEqualTo(folder.resolve("option.db"));
  }

  @Test
  void repositories_come_with_commas_between_and_count_once() {
    assertThat(read(Map.of("REPOSITORIES", " a/b, A/B ,c/d,")).repositories())
        .containsExactly(new RepositoryName("a", "b"), new RepositoryName("c", "d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "a/b/c", "../x", "own er/x", "a/", "/b", "a/b;c/d"})
  void a_repository_that_is_none_is_refused(String text) {
    assertThat(refused(Map.of("REPOSITORIES", "ok/ok," + text)))
        .containsExactly("cicd-monitor: REPOSITORIES: \""
            + text
            + "\": must be owner/name, several with a comma between");
  }

  @Test
  void repositories_of_the_variable_are_watched_beside_those_of_the_file() {
    Settings settings =
        Sample.load(folder, Sample.MINIMAL, Map.of("REPOSITORIES", "acme/SHOP,acme/api"));

    assertThat(settings.config().enabledRepositories())
        .extracting(each -> each.name().key())
        .containsExactly("acme/shop", "acme/api");
  }

  @Test
  void a_github_app_needs_its_id_and_one_key() {
    Map<String, String> complete = new HashMap<>();
    complete.put("GITHUB_APP_ID", "42");
    complete.put("GITHUB_APP_PRIVATE_KEY", PEM.replace("\n", "\\n"));

    assertThat(read(complete).gitHubApp()).contains(new GitHubApp("42", new Secret(PEM + "\n")));
    assertThat(refused(Map.of("GITHUB_APP_ID", "42"))).hasSize(1);
    assertThat(refused(Map.of("GITHUB_APP_PRIVATE_KEY", PEM))).hasSize(1);
    assertThat(refused(Map.of("GITHUB_APP_ID", "42", "GITHUB_APP_PRIVATE_KEY", "abc-secret")))
        .singleElement()
        .asString()
        .doesNotContain("abc-secret");
  }

  @Test
  void secrets_are_all_listed_for_the_redactor_and_never_printed() {
    Map<String, String> variables = new HashMap<>();
    variables.put("GITHUB_TOKEN", "one-1");
    variables.put("OPENROUTER_API_KEY", "two-2");
    variables.put("SLACK_BOT_TOKEN", "three-3");
    variables.put("CICD_MONITOR_APPROVER_TOKEN", "four-4");
    variables.put("GITHUB_APP_ID", "42");
    variables.put("GITHUB_APP_PRIVATE_KEY", PEM);

    Environment environment = read(variables);

    assertThat(environment.secrets()).hasSize(5);
    assertThat(environment.toString()).doesNotContain("one-1", "two-2", "three-3", "four-4", "abc");
  }

  private Environment read(Map<String, String> variables) {
    return ConfigLoader.environment(ConfigSources.of(folder, variables));
  }

  private List<String> refused(Map<String, String> variables) {
    InvalidConfiguration[] caught = new InvalidConfiguration[1];
    assertThatThrownBy(() -> read(variables))
        .isInstanceOfSatisfying(InvalidConfiguration.class, e -> caught[0] = e);
    return caught[0].lines();
  }
}
