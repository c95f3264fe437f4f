package io.github.cicdmonitor.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cicdmonitor.check.NetworkUse;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.github.GitHubApi;
import io.github.cicdmonitor.github.GitHubChecks;
import io.github.cicdmonitor.github.PersonalToken;
import io.github.cicdmonitor.llm.GatewayChecks;
import io.github.cicdmonitor.llm.GatewaySettings;
import io.github.cicdmonitor.remote.NetworkRoute.ConnectProxy;
import io.github.cicdmonitor.slack.SlackCalls;
import io.github.cicdmonitor.slack.SlackChecks;
import io.github.cicdmonitor.slack.SlackSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All three services through a proxy, behind a certificate authority of one's own. */
final class ProxyTest {
  private static final String LOGIN = "anna:s3cret-of-hers";
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(UTF_8));
  private static final Path TINYPROXY = Path.of("/usr/bin/tinyproxy");

  private TlsLoopback service;
  private ConnectProxyServer proxy;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    service = new TlsLoopback(temporary);
    proxy = new ConnectProxyServer(Optional.of(BASIC));
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
    proxy.close();
  }

  private NetworkRoute through(int port, String login, String... noProxy) {
    return new NetworkRoute(
        Optional.of(new ConnectProxy("localhost", port, login)),
        List.of(noProxy),
        service.certificate());
  }

  /** One request of each adapter; what each found. */
  private List<String> everybody(NetworkRoute route) {
    List<String> found = new ArrayList<>();
    try (Transport transport = new Transport(line -> {}, route)) {
      GitHubApi gitHub = new GitHubApi(
          service.url() + "/github",
          new PersonalToken("GITHUB_TOKEN", "ghp_sample"),
          "1",
          transport,
          SlowClock.budget(1),
          ConditionalCache.inMemory());
      found.add(new GitHubChecks(gitHub).login().orElse("nobody"));
      found.add(new GatewayChecks(GatewaySettings.of("key", service.url() + "/model"), transport)
          .key(NetworkUse.ONLINE)
          .detail());
      found.add(String.valueOf(new SlackChecks(new SlackCalls(
              new SlackSettings("xoxb-1-sample", service.url() + "/slack/"),
              transport,
              SlowClock.budget(1)))
          .token()
          .detail()));
    }
    return found;
  }

  private void allThreeWereAsked() {
    assertThat(service.seen())
        .anyMatch(line -> line.startsWith("GET /github/"))
        .contains("GET /model/models", "POST /slack/auth.test");
  }

  @Test
  void all_three_services_go_through_the_proxy_with_its_login() {
    assertThat(everybody(through(proxy.port(), LOGIN))).contains("me", "the gateway answers");

    allThreeWereAsked();
    assertThat(proxy.asked())
        .isNotEmpty()
        .allMatch(("CONNECT localhost:" + service.port() + " HTTP/1.1 " + BASIC)::equals);
  }

  @Test
  void a_refused_login_is_said_to_be_the_proxys() {
    try (Transport transport = new Transport(line -> {}, through(proxy.port(), "anna:wrong"))) {
      assertThat(new GatewayChecks(GatewaySettings.of("key", service.url()), transport)
              .key(NetworkUse.ONLINE)
              .detail())
          .contains("the proxy refused its user and password")
          .doesNotContain("wrong");
    }
    assertThat(service.seen()).isEmpty();
  }

  @Test
  void who_is_named_in_no_proxy_is_reached_without_it() {
    everybody(through(proxy.port(), LOGIN, "localhost"));

    allThreeWereAsked();
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void http_on_this_machine_never_goes_through_a_proxy() {
    try (Loopback plain = new Loopback();
        Transport transport = new Transport(line -> {}, through(proxy.port(), LOGIN))) {
      plain.on("GET /models", Loopback.Told.of(200, "{}"));

      assertThat(new GatewayChecks(GatewaySettings.of("key", plain.url()), transport)
              .key(NetworkUse.ONLINE)
              .ok())
          .isTrue();
    }
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void an_unknown_authority_is_refused_until_it_is_named() {
    NetworkRoute unknown = new NetworkRoute(Optional.empty(), List.of(), "");
    try (Transport transport = new Transport(line -> {}, unknown)) {
      assertThat(new GatewayChecks(GatewaySettings.of("key", service.url()), transport)
              .key(NetworkUse.ONLINE)
              .detail())
          .contains("TLS");
    }
    assertThat(everybody(new NetworkRoute(Optional.empty(), List.of(), service.certificate())))
        .contains("me", "the gateway answers");
  }

  @Test
  void a_file_without_certificates_is_a_mistake_that_is_said() {
    assertThatThrownBy(
            () -> new Transport(line -> {}, new NetworkRoute(Optional.empty(), List.of(), "hello")))
        .isInstanceOfSatisfying(
            MonitorException.class,
            e -> assertThat(e.explanation().line()).contains("SSL_CERT_FILE"));
  }

  @Test
  void tinyproxy_takes_all_three() throws Exception {
    assumeTrue(Files.isExecutable(TINYPROXY), "tinyproxy is not installed (Debian: tinyproxy-bin)");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path log = folder.resolve("tinyproxy.log");
    Path config = Files.writeString(
        folder.resolve("tinyproxy.conf"), """
        Port %d
        Listen 127.0.0.1
        Allow 127.0.0.1
        BasicAuth anna s3cret-of-hers
        ConnectPort %d
        LogFile "%s"
        LogLevel Connect
        """.formatted(port, service.port(), log));
    Process tinyproxy = new ProcessBuilder(TINYPROXY.toString(), "-d", "-c", config.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("tinyproxy.out").toFile())
        .start();
    try {
      awaitListening(tinyproxy, port);
      assertThat(everybody(through(port, LOGIN))).contains("me", "the gateway answers");
      allThreeWereAsked();
      assertThat(Files.readString(log)).contains("CONNECT localhost:" + service.port());
    } finally {
      tinyproxy.destroy();
      tinyproxy.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static void awaitListening(Process process, int port) throws InterruptedException {
    for (int i = 0; process.isAlive() && i < 400; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        process.waitFor(25, TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError("tinyproxy does not listen");
  }
}
