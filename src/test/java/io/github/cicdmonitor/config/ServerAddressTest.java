package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  private static final String URL = "postgresql://anna@db.example/ci";
  private static final String PASSWORD = "correct-horse-battery";

  @TempDir
  Path folder;

  private Environment read(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(Map.of("HOME", folder.toString(), "DATABASE_URL", URL));
    all.putAll(variables);
    return ConfigLoader.environment(ConfigSources.of(folder, all));
  }

  private ServerAddress server(String url) {
    return read(Map.of("DATABASE_URL", url)).database().server().orElseThrow();
  }

  private List<String> refused(Map<String, String> variables) {
    return catchThrowableOfType(InvalidConfiguration.class, () -> read(variables))
        .lines();
  }

  private Path passwords(String mode, String... lines) throws IOException {
    Path file = Files.write(folder.resolve(".pgpass"), List.of(lines));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void an_address_names_who_where_and_which_schema() {
    ServerAddress full = server(
        "postgresql://an%20na@[::1]:6543/c%2Fi?sslmode=verify-full&sslrootcert=ca.pem&schema=team_a");

    assertThat(full)
        .isEqualTo(new ServerAddress(
            "::1",
            6543,
            "c/i",
            "team_a",
            "an na",
            Optional.empty(),
            ServerAddress.Tls.VERIFY_FULL,
            Optional.of("ca.pem")));
    assertThat(server("postgres://anna@db.example/ci").port()).isEqualTo(5432);
    assertThat(server("postgresql://anna@db.example:/ci").port()).isEqualTo(5432);
  }

  @Test
  void a_host_may_be_named_as_compose_names_services() {
    ServerAddress server = server("postgresql://anna:pw@postgres_db:5433/ci");

    assertThat(server.shown()).isEqualTo("postgresql://anna@postgres_db:5433/ci");
    assertThat(server.password()).contains(new Secret("pw"));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,PREFER",
    "127.0.0.1,PREFER",
    "[::1],PREFER",
    "db.example,REQUIRE",
    "10.0.0.5,REQUIRE"
  })
  void what_leaves_the_machine_is_encrypted_unless_the_address_says_otherwise(
      String host, ServerAddress.Tls tls) {
    assertThat(server("postgresql://anna@" + host + "/ci").tls()).isEqualTo(tls);
    assertThat(server("postgresql://anna@" + host + "/ci?sslmode=disable").tls())
        .isEqualTo(ServerAddress.Tls.DISABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://db.example/ci",
        "postgresql://anna@db.example",
        "postgresql://anna@db.example/",
        "postgresql://anna@db.example/ci/more",
        "postgresql://anna@db.example/ci?password=pw-in-the-address",
        "postgresql://anna@db.example/ci?sslmode",
        "postgresql://anna@db.example/ci#x",
        "postgresql://anna@db.example/ci?schema=A-b",
        "postgresql://anna@db.example/ci?sslmode=maybe",
        "postgresql://an na@db.example/ci",
        "postgresql://anna@db.example:0/ci",
        "postgresql://anna@db.example:99999/ci",
        "postgresql://anna@db.example:9999999999/ci",
        "postgresql://anna@a@db.example/ci",
        "postgresql://anna@/ci",
        "postgresql://anna@db.example/ci?schema=pg_mine",
        "postgresql//anna:pw-in-the-address@db.example/ci",
        "postgresql+x://anna:pw-in-the-address",
        "pg://anna:pw-in-the-address@db.example/ci",
        "postgresql:ci"
      })
  void any_other_address_is_refused_without_showing_it(String url) {
    assertThat(refused(Map.of("DATABASE_URL", url)))
        .singleElement()
        .asString()
        .startsWith("cicd-monitor: DATABASE_URL: ")
        .doesNotContain("anna")
        .doesNotContain("pw-in-the-address");
  }

  @Test
  void a_password_in_the_address_is_taken_and_never_shown() {
    ServerAddress server = server("postgresql://anna:p%40ss%3A" + PASSWORD + "@h/db");

    assertThat(server.password()).contains(new Secret("p@ss:" + PASSWORD));
    assertThat(server.user()).isEqualTo("anna");
    assertThat(server.toString()).doesNotContain(PASSWORD);
    assertThat(server("postgresql://anna:@h/db").password()).isEmpty();
  }

  @Test
  void a_password_on_the_command_line_is_refused_with_where_it_belongs() {
    ConfigSources sources = new ConfigSources(
        folder,
        Map.of("HOME", folder.toString()),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new ConfigSources.NamedDatabase(
            "--database", "postgresql://anna:" + PASSWORD + "@h/db")));

    assertThat(catchThrowableOfType(
                InvalidConfiguration.class, () -> ConfigLoader.environment(sources))
            .lines())
        .singleElement()
        .asString()
        .contains("holds a password", "DATABASE_URL", "PGPASSWORD", "~/.pgpass")
        .doesNotContain(PASSWORD);
  }

  @Test
  void the_password_is_that_of_the_variable_before_that_of_the_file() throws IOException {
    passwords("rw-------", "*:*:*:*:of-the-file");

    assertThat(password(Map.of("PGPASSWORD", PASSWORD))).contains(new Secret(PASSWORD));
    assertThat(password(Map.of())).contains(new Secret("of-the-file"));
  }

  private Optional<Secret> password(Map<String, String> variables) {
    return read(variables).database().server().orElseThrow().password();
  }

  @Test
  void the_first_line_of_the_file_that_fits_counts() throws IOException {
    passwords(
        "rw-------",
        "# db.example:5432:ci:anna:comment",
        "other.example:*:*:*:no",
        "db.example:5433:*:*:no",
        "db.example:*:other:*:no",
        "db.example:*:*:bert:no",
        "db.example:5432:ci:anna:with\\:a:colon\\\\",
        "*:*:*:*:later");

    assertThat(password(Map.of())).contains(new Secret("with:a:colon\\"));
  }

  @Test
  void another_password_file_may_be_named() throws IOException {
    Files.move(passwords("rw-------", "*:*:*:*:elsewhere"), folder.resolve("mine"));

    assertThat(password(Map.of("PGPASSFILE", "mine"))).contains(new Secret("elsewhere"));
    assertThat(password(Map.of())).isEmpty();
  }

  @Test
  void a_password_file_that_others_may_read_is_refused() throws IOException {
    passwords("rw-r--r--", "*:*:*:*:" + PASSWORD);

    assertThat(refused(Map.of()))
        .singleElement()
        .asString()
        .contains(".pgpass", "chmod 600")
        .doesNotContain(PASSWORD);
  }

  @Test
  void the_password_is_a_secret_that_is_never_shown() {
    Environment environment = read(Map.of("PGPASSWORD", PASSWORD));

    assertThat(environment.secrets()).contains(new Secret(PASSWORD));
    assertThat(environment.toString()).doesNotContain(PASSWORD);
    assertThat(environment.database().server().orElseThrow().shown())
        .isEqualTo("postgresql://anna@db.example:5432/ci");
  }

  @Test
  void what_a_machine_needs_for_a_while_is_in_its_users_cache() {
    assertThat(read(Map.of()).database().file())
        .isEqualTo(folder.resolve(".cache/cicd-monitor/db.example-5432-ci-public"));
  }
}
