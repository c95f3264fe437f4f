package io.github.cicdmonitor.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.Forge.Branch;
import io.github.cicdmonitor.forge.Forge.NewBranch;
import io.github.cicdmonitor.forge.Forge.NewPullRequest;
import io.github.cicdmonitor.forge.Forge.PullRequest;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.ConditionalCache;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.scan.Job;
import io.github.cicdmonitor.scan.RunSource.RunPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adapters of GitHub against a GitHub that keeps state and refuses what it does not know. */
final class AdaptersSandboxTest {
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");

  private final Sandbox sandbox = Sandbox.start();
  private final SandboxRepository shop = sandbox.github().create("acme/shop");
  private final Transport transport = new Transport();
  private final GitHubApi api = new GitHubApi(
      sandbox.github().url(),
      new PersonalToken("GITHUB_TOKEN", Sandbox.GITHUB_TOKEN),
      "0.1.0",
      transport,
      SlowClock.budget(60),
      ConditionalCache.inMemory());

  @AfterEach
  void close() {
    transport.close();
    sandbox.close();
  }

  @Test
  void a_failure_is_seen_read_and_seen_unchanged() throws IOException {
    shop.commit("main", "start", Map.of("a.txt", "1\n"));
    shop.failedRun("CI", "build", "Test", "it broke\n");
    GitHubRuns runs = new GitHubRuns(api);
    GitHubLogs logs = new GitHubLogs(api);

    RunPage page = runs.runs(SHOP, 1, Optional.empty());
    WorkflowRun run = page.runs().get(0);
    Job job = runs.jobs(SHOP, run.id(), run.attempt()).get(0);

    assertThat(run.conclusion()).isEqualTo("failure");
    assertThat(run.fromFork()).isFalse();
    assertThat(job.name()).isEqualTo("build");
    try (InputStream log = logs.open(SHOP, job.id()).orElseThrow()) {
      assertThat(new String(log.readAllBytes(), UTF_8)).contains("it broke");
    }
    assertThat(runs.runs(SHOP, 1, page.etag()).notModified()).isTrue();
    assertThat(runs.run(SHOP, run.id())).contains(run);
    assertThat(runs.attempt(SHOP, run.id(), 1)).contains(run);
    assertThat(runs.repository(SHOP).id()).isEqualTo(shop.id());
    assertThat(logs.annotations(SHOP, job.id())).isNotNull();
    assertThat(runs.rateLimit()).isPresent();
  }

  @Test
  void a_fix_becomes_a_branch_and_a_pull_request_and_can_be_taken_back() {
    String base = shop.commit("main", "start", Map.of("a.txt", "1\n", "dir/b.txt", "2\n"));
    GitHubForge forge = new GitHubForge(api);
    GitHubRuns runs = new GitHubRuns(api);

    Branch made = forge.createBranch(
        SHOP,
        new NewBranch(
            "cicd-monitor/fix-1",
            base,
            List.of(
                new FileChange("a.txt", "100644", Optional.of("1\n"), Optional.of("é\n")),
                new FileChange("dir/b.txt", "100644", Optional.of("2\n"), Optional.empty())),
            "fix: it"));
    PullRequest pull = forge.openPullRequest(
        SHOP, new NewPullRequest("Fix", "cicd-monitor/fix-1", "main", "why", false, true));
    forge.addLabels(SHOP, pull.number(), List.of("cicd-monitor"));
    forge.comment(SHOP, pull.number(), "hello");

    assertThat(shop.files("cicd-monitor/fix-1"))
        .containsEntry("a.txt", "é\n")
        .doesNotContainKey("dir/b.txt");
    assertThat(forge.branch(SHOP, "cicd-monitor/fix-1")).contains(made);
    assertThat(forge.pullRequests(SHOP, "cicd-monitor/fix-1")).containsExactly(pull);
    assertThat(forge.openPullRequests(SHOP, "cicd-monitor/")).isEqualTo(1);
    assertThat(forge.comments(SHOP, pull.number()))
        .containsExactly(new Forge.Comment(pull.author(), "hello"));
    assertThat(runs.pullRequest(SHOP, pull.number()).orElseThrow().headSha())
        .isEqualTo(made.commit());
    assertThat(runs.checks(SHOP, made.commit())).isNotNull();

    forge.close(SHOP, pull.number());
    forge.deleteBranch(SHOP, "cicd-monitor/fix-1");

    assertThat(runs.pullRequest(SHOP, pull.number()).orElseThrow().open()).isFalse();
    assertThat(forge.branch(SHOP, "cicd-monitor/fix-1")).isEmpty();
  }

  @Test
  void files_modes_tags_and_reachability_are_read() {
    shop.commit("main", "start", Map.of("dir/b.txt", "2\n"));
    String head = shop.symlink("main", "link", "dir/b.txt");
    shop.tag("v1", head);
    GitHubForge forge = new GitHubForge(api);

    assertThat(
            new GitHubFiles(api).file(SHOP, "main", "dir/b.txt").orElseThrow().text())
        .isEqualTo("2\n");
    assertThat(forge.treeModes(SHOP, head, Set.of("dir/b.txt", "link")))
        .isEqualTo(Map.of("dir", "040000", "dir/b.txt", "100644", "link", "120000"));
    assertThat(forge.tags(SHOP)).containsOnlyKeys("v1");
    assertThat(forge.reach(SHOP, head)).contains(Forge.Reach.TAG);
    assertThat(forge.reach(SHOP, "f".repeat(40))).contains(Forge.Reach.NONE);
    assertThat(forge.authorOf(SHOP, head)).isPresent();
  }

  @Test
  void check_finds_the_token_and_the_repository_good() {
    shop.commit("main", "start", Map.of("a.txt", "1\n"));
    GitHubChecks checks = new GitHubChecks(api);

    assertThat(checks.token().ok()).isTrue();
    assertThat(checks.repository(SHOP).ok()).isTrue();
    assertThat(checks.login()).contains(Sandbox.BOT_LOGIN);
  }
}
