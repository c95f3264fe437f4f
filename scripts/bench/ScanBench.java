import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * {@code serve DIR REPOSITORIES FAILURES MILLIS}: a world whose answers take so long, until killed.
 * {@code bare URL TOKEN REPOSITORIES JOBS}: each repository's listing asked for twice, the second time
 * by its ETag, by nothing but the HTTP client; prints the milliseconds of the second.
 */
public final class ScanBench {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("serve")) {
      serve(
          Path.of(args[1]),
          Integer.parseInt(args[2]),
          Integer.parseInt(args[3]),
          Integer.parseInt(args[4]));
    } else {
      bare(args[1], args[2], Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    }
  }

  private static void serve(Path folder, int repositories, int failures, int millis)
      throws Exception {
    Sandbox sandbox = Sandbox.start();
    sandbox.github().rateLimit().limit(1_000_000);
    StringBuilder watched = new StringBuilder();
    for (int i = 0; i < repositories; i++) {
      SandboxRepository repository = sandbox.github().create("acme/r" + i);
      repository.commit("main", "begin", Map.of(".github/workflows/ci.yml", "on: push\n"));
      repository.passedRun("CI", "build");
      for (int f = i; f < failures; f += repositories) {
        repository.failedRun("CI", "build", "Run tests", "##[error]it failed\n");
      }
      watched.append(i == 0 ? "" : ", ").append("{\"owner\": \"acme\", \"name\": \"r" + i + "\"}");
    }
    if (millis > 0) {
      sandbox.github().faults().next(Integer.MAX_VALUE, "GET /repos/**", Fault.delay(Duration.ofMillis(millis)));
    }
    Files.writeString(folder.resolve("config.json"), """
        {"risk_threshold": 5, "protected_repositories": [], "approval_timeout_hours": 24,
         "polling_interval_minutes": 5, "repositories": [%s]}
        """.formatted(watched));
    Files.writeString(
        folder.resolve(".env"),
        "GITHUB_TOKEN=" + Sandbox.GITHUB_TOKEN + "\nGITHUB_API_URL=" + sandbox.github().url() + "\n");
    folder.resolve(".env").toFile().setReadable(false, false);
    folder.resolve(".env").toFile().setReadable(true, true);
    Files.writeString(folder.resolve("url"), sandbox.github().url());
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void bare(String url, String token, int repositories, int jobs) throws Exception {
    OkHttpClient client = new OkHttpClient.Builder()
        .connectionPool(new ConnectionPool(jobs, 20, java.util.concurrent.TimeUnit.SECONDS))
        .build();
    String[] etags = new String[repositories];
    for (int round = 0; round < 2; round++) {
      long began = System.nanoTime();
      AtomicInteger next = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < jobs; t++) {
        Thread thread = new Thread(() -> {
          for (int i = next.getAndIncrement(); i < repositories; i = next.getAndIncrement()) {
            Request.Builder request = new Request.Builder()
                .url(url + "/repos/acme/r" + i + "/actions/runs?per_page=100&page=1")
                .header("Authorization", "Bearer " + token)
                .header("User-Agent", "bench");
            if (etags[i] != null) {
              request.header("If-None-Match", etags[i]);
            }
            try (var response = client.newCall(request.build()).execute()) {
              response.body().bytes();
              etags[i] = response.header("ETag");
            } catch (java.io.IOException e) {
              throw new IllegalStateException(e);
            }
          }
        });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      if (round == 1) {
        System.out.println((System.nanoTime() - began) / 1_000_000);
      }
    }
    System.exit(0);
  }
}
