package io.github.cicdmonitor.github;

import io.github.cicdmonitor.analyze.JobLogs;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.Job;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Job logs, which GitHub keeps on a {@link Storage}, and annotations. */
public final class GitHubLogs implements JobLogs {
  private final GitHubApi api;
  private final Storage storage;

  public GitHubLogs(GitHubApi api) {
    this.api = api;
    this.storage = new Storage(api, "the log");
  }

  @Override
  public Optional<InputStream> open(RepositoryName repository, long jobId) {
    HttpUrl url =
        api.url(repository, "actions", "jobs", String.valueOf(jobId), "logs").build();
    return api.reading(
        "could not read the log of job " + jobId + " of " + repository,
        () -> GitHubApi.unlessGone(() -> new LogStream(storage.open(url))));
  }

  @Override
  public Optional<Long> passedJob(RepositoryName repository, long runId, int attempt, String name) {
    List<Long> passed = new GitHubRuns(api)
        .jobs(repository, runId, attempt).stream()
            .filter(job -> job.name().equals(name) && job.conclusion().equals("success"))
            .map(Job::id)
            .toList();
    return passed.size() == 1 ? Optional.of(passed.get(0)) : Optional.empty();
  }

  @Override
  public List<String> annotations(RepositoryName repository, long jobId) {
    return new Annotations(api).of(repository, jobId);
  }
}
