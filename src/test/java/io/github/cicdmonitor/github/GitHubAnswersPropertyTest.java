package io.github.cicdmonitor.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.ConditionalCache;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import okhttp3.HttpUrl;

final class GitHubAnswersPropertyTest {
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");
  private static final Loopback GITHUB = new Loopback();
  private static final Transport TRANSPORT = new Transport();
  private static final String SAMPLE =
      "{\"workflow_runs\":[{\"id\":7,\"run_attempt\":2,\"name\":\"CI\",\"created_at\":"
          + "\"2026-11-20T10:00:00Z\",\"actor\":{\"login\":\"a\"},\"conclusion\":null}]}";

  @AfterContainer
  static void close() {
    TRANSPORT.close();
    GITHUB.close();
  }

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> cut =
        Arbitraries.integers().between(0, SAMPLE.length()).map(n -> SAMPLE.substring(0, n));
    Arbitrary<String> changed = Arbitraries.integers()
        .between(0, SAMPLE.length() - 1)
        .flatMap(at -> Arbitraries.strings()
            .withChars("{}[]\",:0n-9a\u0000")
            .ofMaxLength(4)
            .map(with -> SAMPLE.substring(0, at) + with + SAMPLE.substring(at + 1)));
    return Arbitraries.oneOf(cut, changed, Arbitraries.strings().ofMaxLength(60));
  }

  @Property(tries = 100)
  void any_body_is_runs_or_a_monitor_exception(@ForAll("bodies") String body) {
    GITHUB
        .on("GET /repos/acme/shop/actions/runs", Told.of(200, body))
        .on("GET /repos/acme/shop/actions/runs/7", Told.of(200, body))
        .on("GET /repos/acme/shop/pulls/7", Told.of(200, body))
        .on("GET /repos/acme/shop/contents/a", Told.of(200, body))
        .on("GET /repos/acme/shop/check-runs/7/annotations", Told.of(200, body));
    GitHubApi api = new GitHubApi(
        GITHUB.url(),
        new PersonalToken("GITHUB_TOKEN", "t"),
        "0",
        TRANSPORT,
        SlowClock.budget(0),
        ConditionalCache.inMemory());
    GitHubRuns runs = new GitHubRuns(api);

    assertTame(() -> runs.runs(SHOP, 1, Optional.empty()));
    assertTame(() -> runs.run(SHOP, 7));
    assertTame(() -> runs.pullRequest(SHOP, 7));
    assertTame(() -> runs.checks(SHOP, "7"));
    assertTame(() -> new GitHubFiles(api).file(SHOP, "main", "a"));
    assertTame(() -> new GitHubLogs(api).annotations(SHOP, 7));
  }

  @Property(tries = 500)
  void a_link_header_says_next_only_for_a_later_page_of_the_same_listing(
      @ForAll("links") String link, @ForAll @IntRange(min = 1, max = 30) int page) {
    HttpUrl asked = HttpUrl.get("https://api.github.com/repos/a/b/actions/runs?page=" + page);
    try {
      if (LinkHeader.hasNext(Optional.of(link), asked)) {
        assertThat(link).contains("/repos/a/b/actions/runs").contains("next");
      }
    } catch (HttpError refusal) {
      assertThat(refusal.reason()).isEqualTo(HttpError.Reason.NONSENSE);
    }
  }

  @Provide
  Arbitrary<String> links() {
    Arbitrary<String> url = Arbitraries.of(
        "https://api.github.com/repos/a/b/actions/runs?page=2",
        "https://api.github.com/repos/a/b/actions/runs?page=31",
        "https://api.github.com/repos/x/y/actions/runs?page=31",
        "https://evil.example/repos/a/b/actions/runs?page=31",
        "/repos/a/b/actions/runs?page=99999999999",
        "::",
        "");
    Arbitrary<String> well = url.flatMap(
        u -> Arbitraries.of("next", "prev", "last").map(r -> "<" + u + ">; rel=\"" + r + "\""));
    return Arbitraries.oneOf(
        well,
        well.flatMap(a -> well.map(b -> a + ", " + b)),
        Arbitraries.strings().ofMaxLength(80));
  }

  @Property(tries = 500)
  void a_plain_path_stays_below_its_folder(@ForAll("paths") String path) {
    HttpUrl folder = HttpUrl.get("https://api.github.com/repos/a/b/contents");
    if (!Paths.isPlain(path)) {
      return;
    }
    HttpUrl url = Paths.append(folder.newBuilder(), path).build();

    assertThat(url.encodedPath()).startsWith("/repos/a/b/contents/");
    assertThat(String.join("/", url.pathSegments())).isEqualTo("repos/a/b/contents/" + path);
    assertThat(url.querySize()).isZero();
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.oneOf(
        Arbitraries.of("..", ".", "a", "%2e%2e", "\\", "?x", "#y", "a b", "é", "", "%2F")
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(parts -> String.join("/", parts)),
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20));
  }

  @Property(tries = 300)
  void a_key_is_read_or_refused_as_a_mistake_of_use(@ForAll String noise, @ForAll boolean framed) {
    String pem = framed
        ? "-----BEGIN RSA PRIVATE KEY-----" + noise + "-----END RSA PRIVATE KEY-----"
        : noise;
    assertThatCode(() -> AppKey.of("1", pem)).isInstanceOf(MonitorException.class);
  }

  private static void assertTame(Runnable call) {
    try {
      call.run();
    } catch (MonitorException e) {
      assertThat(e.kind()).isEqualTo(MonitorException.Kind.UNAVAILABLE);
    }
  }
}
