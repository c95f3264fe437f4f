package io.github.cicdmonitor.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.MonitorException.Kind;
import io.github.cicdmonitor.forge.RepositoryFiles.RepositoryFile;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.ConditionalCache;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitHubLogsTest {
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");
  private static final String LOG = "GET /repos/acme/shop/actions/jobs/9/logs";

  private final Loopback gitHub = new Loopback();
  private final Loopback storage = new Loopback();
  private final Transport transport = new Transport();
  private final GitHubApi api = new GitHubApi(
      gitHub.url(),
      new PersonalToken("GITHUB_TOKEN", "ghp_sample"),
      "0.1.0",
      transport,
      SlowClock.budget(60),
      ConditionalCache.inMemory());
  private final GitHubLogs logs = new GitHubLogs(api);
  private final GitHubFiles files = new GitHubFiles(api);

  @AfterEach
  void close() {
    transport.close();
    gitHub.close();
    storage.close();
  }

  @Test
  void the_storage_gets_the_request_without_the_token() throws IOException {
    gitHub.on(LOG, Told.of(302, "", "Location", storage.url() + "/blob?sig=1"));
    storage.on("GET /blob", Told.of(200, "line one\n"));

    assertThat(read()).isEqualTo("line one\n");
    assertThat(gitHub.seen().get(0).header("authorization")).isEqualTo("Bearer ghp_sample");
    assertThat(storage.seen().get(0).headers()).doesNotContainKey("authorization");
    assertThat(storage.seen().get(0).header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void an_address_that_has_expired_is_asked_for_once_more() throws IOException {
    gitHub.on(LOG, Told.of(302, "", "Location", storage.url() + "/blob"));
    storage.on("GET /blob", Told.of(403, ""), Told.of(200, "late\n"));

    assertThat(read()).isEqualTo("late\n");
    assertThat(gitHub.seen()).hasSize(2);
  }

  @Test
  void a_storage_that_refuses_twice_is_unavailable_not_a_matter_of_our_token() {
    gitHub.on(LOG, Told.of(302, "", "Location", storage.url() + "/blob"));
    storage.on("GET /blob", Told.of(403, ""));

    assertThat(refused()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(storage.seen()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void a_log_that_github_no_longer_has_is_empty(int status) {
    gitHub.on(LOG, Told.of(status, "{\"message\":\"Server Error\"}"));

    assertThat(logs.open(SHOP, 9)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.invalid/x", "ftp://127.0.0.1/x", "", "http://[bad"})
  void only_https_or_this_machine_is_followed(String location) {
    gitHub.on(LOG, Told.of(302, "", "Location", location));

    assertThat(refused()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void the_storage_may_not_redirect_again() {
    gitHub.on(LOG, Told.of(302, "", "Location", storage.url() + "/blob"));
    storage.on("GET /blob", Told.of(302, "", "Location", storage.url() + "/other"));

    assertThat(refused()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(storage.seen()).hasSize(1);
  }

  @Test
  void annotations_of_failures_and_warnings_are_told_with_their_titles() {
    gitHub.on(
        "GET /repos/acme/shop/check-runs/9/annotations",
        Told.of(
            200,
            "[{\"annotation_level\":\"failure\",\"title\":\"T\",\"message\":\"lost\"},"
                + "{\"annotation_level\":\"notice\",\"message\":\"n\"},"
                + "{\"annotation_level\":\"warning\",\"title\":null,\"message\":\"old\"}]"));

    assertThat(logs.annotations(SHOP, 9)).containsExactly("T: lost", "old");
  }

  @Test
  void annotations_that_may_not_be_read_are_none() {
    gitHub.on("GET /repos/acme/shop/check-runs/9/annotations", Told.of(403, "{}"));

    assertThat(logs.annotations(SHOP, 9)).isEmpty();
  }

  @Test
  void a_file_is_read_with_its_blob_id() {
    gitHub.on("GET /repos/acme/shop/contents/a%20b/%25.yml", Told.of(200, file("ä: 1\n", "file")));

    assertThat(files.file(SHOP, "main", "a b/%.yml"))
        .contains(new RepositoryFile("a b/%.yml", "b1", "ä: 1\n"));
    assertThat(gitHub.lines().get(0)).endsWith("?ref=main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"symlink", "submodule", "dir", ""})
  void what_is_no_file_is_absent(String type) {
    gitHub.on("GET /repos/acme/shop/contents/x", Told.of(200, file("a", type)));

    assertThat(files.file(SHOP, "main", "x")).isEmpty();
  }

  @Test
  void a_folder_a_missing_file_and_bytes_that_are_no_text_are_absent() {
    String binary = Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, 0x00});
    gitHub
        .on("GET /repos/acme/shop/contents/folder", Told.of(200, "[]"))
        .on("GET /repos/acme/shop/contents/none", Told.of(404, "{}"))
        .on(
            "GET /repos/acme/shop/contents/binary",
            Told.of(
                200, "{\"type\":\"file\",\"encoding\":\"base64\",\"content\":\"" + binary + "\"}"));

    assertThat(files.file(SHOP, "main", "folder")).isEmpty();
    assertThat(files.file(SHOP, "main", "none")).isEmpty();
    assertThat(files.file(SHOP, "main", "binary")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../user", "a/../b", "a//b", "/etc/passwd", "", "./a", "a\nb"})
  void a_path_that_leaves_the_repository_is_not_even_asked_for(String path) {
    assertThat(files.file(SHOP, "main", path)).isEmpty();
    assertThat(gitHub.seen()).isEmpty();
  }

  private String read() throws IOException {
    try (InputStream log = logs.open(SHOP, 9).orElseThrow()) {
      return new String(log.readAllBytes(), UTF_8);
    }
  }

  private Kind refused() {
    return catchThrowableOfType(MonitorException.class, () -> logs.open(SHOP, 9))
        .kind();
  }

  private static String file(String text, String type) {
    String content = Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_8));
    return "{\"type\":\"" + type
        + "\",\"encoding\":\"base64\",\"size\":3,\"sha\":\"b1\",\"content\":\""
        + content.replace("\r\n", "\\n") + "\"}";
  }
}
