package io.github.cicdmonitor.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.MonitorException.Kind;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AppCredentialsTest {
  private static final KeyPair PAIR = pair();
  private static final int PKCS8_ENVELOPE = 26; // what stands before the PKCS#1 key of 2048 bits

  private final Loopback gitHub = new Loopback();
  private final Transport transport = new Transport();
  private final SlowClock clock = new SlowClock();
  private final AppCredentials app = new AppCredentials(
      gitHub.url(),
      AppKey.of("42", pkcs8()),
      "0.1.0",
      transport,
      new WaitBudget(Duration.ofSeconds(60), clock, clock));

  @AfterEach
  void close() {
    transport.close();
    gitHub.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_statement_is_signed_by_either_form_of_the_key(boolean pkcs1) throws Exception {
    AppKey key = AppKey.of("42", pkcs1 ? pkcs1() : pkcs8().replace("\n", "\\n"));

    String[] parts = key.statement(clock.instant()).split("\\.", -1);

    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(PAIR.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    long now = clock.instant().getEpochSecond();
    assertThat(claims.path("iat").asLong()).isEqualTo(now - 60);
    assertThat(claims.path("exp").asLong()).isBetween(now + 60, now + 600);
    assertThat(claims.path("iss").asText()).isEqualTo("42");
  }

  @Test
  void a_token_is_fetched_once_an_owner_and_again_before_it_expires() {
    installed("acme", 5, "ghs_1");

    assertThat(app.authorization("acme", "shop")).contains("Bearer ghs_1");
    assertThat(app.authorization("Acme", "other")).contains("Bearer ghs_1");
    assertThat(gitHub.lines())
        .containsExactly(
            "GET /repos/acme/shop/installation", "POST /app/installations/5/access_tokens");

    clock.sleep(Duration.ofMinutes(59));
    assertThat(app.authorization("acme", "shop")).contains("Bearer ghs_1");
    assertThat(gitHub.seen()).hasSize(4);
    assertThat(app.permissions("acme", "shop")).contains("actions=write, contents=read");
  }

  @Test
  void where_the_app_is_not_installed_another_installations_token_reads_what_is_public() {
    installed("acme", 5, "ghs_1");
    gitHub.on("GET /repos/actions/checkout/installation", Told.of(404, "{}"));

    assertThat(app.authorization("actions", "checkout")).isEmpty();
    assertThat(app.authorization("acme", "shop")).contains("Bearer ghs_1");
    assertThat(app.authorization("actions", "checkout")).contains("Bearer ghs_1");
  }

  @Test
  void a_refused_app_names_its_variable() {
    gitHub.on("GET /repos/acme/shop/installation", Told.of(401, "{}"));

    MonitorException e =
        catchThrowableOfType(MonitorException.class, () -> app.authorization("acme", "shop"));

    assertThat(e.kind()).isEqualTo(Kind.TOKEN);
    assertThat(e.getMessage()).contains("GITHUB_APP_ID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nA=A\n-----END RSA PRIVATE KEY-----"
      })
  void a_key_that_is_none_is_a_mistake_of_use_and_is_not_quoted(String pem) {
    MonitorException e = catchThrowableOfType(MonitorException.class, () -> AppKey.of("42", pem));

    assertThat(e.kind()).isEqualTo(Kind.USAGE);
    assertThat(e).hasNoCause();
    assertThat(e.getMessage()).contains("GITHUB_APP_PRIVATE_KEY").doesNotContain("AAAA");
  }

  private AppCredentials start(Path folder, String appId) {
    return new AppCredentials(
            gitHub.url(),
            AppKey.of(appId, pkcs8()),
            "0.1.0",
            transport,
            new WaitBudget(Duration.ofSeconds(60), clock, clock))
        .keptIn(new KeptTokens(folder));
  }

  private int requestsOf(AppCredentials credentials) {
    int before = gitHub.seen().size();
    assertThat(credentials.authorization("acme", "shop")).contains("Bearer ghs_1");
    return gitHub.seen().size() - before;
  }

  private static Path only(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .reduce((one, other) -> {
            throw new AssertionError(one + " and " + other);
          })
          .orElseThrow();
    }
  }

  @Test
  void a_token_serves_the_next_start_until_it_expires(@TempDir Path home) throws IOException {
    Path folder = home.resolve("cache/cicd-monitor");
    installed("acme", 5, "ghs_1");
    assertThat(requestsOf(start(folder, "42"))).isEqualTo(2);

    assertThat(requestsOf(start(folder, "42"))).isZero();
    assertThat(start(folder, "42").permissions("acme", "shop"))
        .contains("actions=write, contents=read");
    assertThat(Files.getPosixFilePermissions(only(folder)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));

    clock.sleep(Duration.ofMinutes(59));
    assertThat(requestsOf(start(folder, "42"))).isEqualTo(2);
  }

  @Test
  void a_token_of_another_app_is_not_found(@TempDir Path folder) {
    installed("acme", 5, "ghs_1");
    assertThat(requestsOf(start(folder, "42"))).isEqualTo(2);
    assertThat(requestsOf(start(folder, "43"))).isEqualTo(2);
  }

  @Test
  void a_file_that_is_not_ours_alone_or_not_what_we_wrote_is_as_good_as_none(@TempDir Path folder)
      throws IOException {
    installed("acme", 5, "ghs_1");
    start(folder, "42").authorization("acme", "shop");
    Path file = only(folder);
    String whole = Files.readString(file);
    for (String damaged : List.of(
        "",
        "{",
        "[]",
        "{\"tokens\":7}",
        whole.substring(0, whole.length() / 2),
        whole.replace("ghs_1", "ghs 1"),
        whole.replaceAll("\"expires\":\\d+", "\"expires\":99999999999999"),
        whole.replaceAll("\"expires\":\\d+", "\"expires\":\"soon\""))) {
      Files.writeString(file, damaged);
      assertThat(requestsOf(start(folder, "42"))).as(damaged).isEqualTo(2);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(requestsOf(start(folder, "42"))).isEqualTo(2);
    assertThat(requestsOf(start(folder, "42"))).as("written anew, for us alone").isZero();

    Path elsewhere = Files.move(only(folder), folder.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);
    assertThat(requestsOf(start(folder, "42"))).isEqualTo(2);
  }

  @Test
  void where_nothing_can_be_kept_nothing_is_said(@TempDir Path folder) throws IOException {
    installed("acme", 5, "ghs_1");
    Path inTheWay = Files.createFile(folder.resolve("file"));

    assertThat(requestsOf(start(inTheWay, "42"))).isEqualTo(2);
    assertThat(start(inTheWay, "42").toString()).doesNotContain("ghs_");
  }

  @Test
  void another_one_is_worth_asking_for_where_the_refused_one_was_kept(@TempDir Path folder) {
    installed("acme", 5, "ghs_1");
    AppCredentials first = start(folder, "42");
    first.authorization("acme", "shop");
    AppCredentials second = start(folder, "42");

    assertThat(first.isWorthAnother("acme", "Bearer ghs_1")).isFalse();
    assertThat(second.isWorthAnother("Acme", "Bearer ghs_1")).isTrue();
    assertThat(second.isWorthAnother("acme", "Bearer ghs_1")).isFalse();
    assertThat(requestsOf(second)).isEqualTo(2);
  }

  private void installed(String owner, int id, String token) {
    String body =
        "{\"token\":\"" + token + "\",\"expires_at\":\"" + clock.instant().plusSeconds(3600)
            + "\",\"permissions\":{\"contents\":\"read\",\"actions\":\"write\"}}";
    gitHub
        .on("GET /repos/" + owner + "/shop/installation", Told.of(200, "{\"id\":" + id + "}"))
        .on("POST /app/installations/" + id + "/access_tokens", Told.of(201, body));
  }

  private static String pkcs8() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(PAIR.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static String pkcs1() {
    byte[] encoded = PAIR.getPrivate().getEncoded();
    byte[] inner = Arrays.copyOfRange(encoded, PKCS8_ENVELOPE, encoded.length);
    return "-----BEGIN RSA PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(inner)
        + "\n-----END RSA PRIVATE KEY-----\n";
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
