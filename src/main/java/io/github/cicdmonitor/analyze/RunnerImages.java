package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On which runner images a job failed and last passed. The runner prints its image at the head of a
 * log, before any step of the job can print a thing, and only the head is read.
 */
public final class RunnerImages implements Function<Failure, Optional<FixEvidence.Images>> {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_LINES = 80;
  private static final Pattern GROUP = Pattern.compile("(?:^|\\s)##\\[group]Runner Image\\s*$");
  private static final Pattern IMAGE =
      Pattern.compile("(?:^|\\s)Image: ([a-z][a-z0-9.-]{2,40})\\s*$");

  private final JobLogs logs;
  private final PassedJobs passed;
  private final Map<FailureKey, Optional<FixEvidence.Images>> known = new HashMap<>();

  public RunnerImages(JobLogs logs, PassedJobs passed) {
    this.logs = logs;
    this.passed = passed;
  }

  /** Empty where one of them is not known, or cannot be read now. */
  @Override
  public Optional<FixEvidence.Images> apply(Failure failure) {
    return known.computeIfAbsent(failure.key(), key -> find(failure));
  }

  private Optional<FixEvidence.Images> find(Failure failure) {
    RepositoryName repository = failure.key().repository();
    try {
      return passed
          .job(failure)
          .flatMap(job -> image(repository, job))
          .flatMap(green -> image(repository, failure.key().jobId())
              .map(red ->
                  new FixEvidence.Images(failure.workflowPath(), failure.job(), green, red)));
    } catch (MonitorException e) {
      if (e.endsTheRun()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Optional<String> image(RepositoryName repository, long job) {
    Optional<InputStream> log = job == 0 ? Optional.empty() : logs.open(repository, job);
    if (log.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = log.get()) {
      return in(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The image that the head of a log names. */
  static Optional<String> in(String head) {
    boolean group = false;
    for (String line : head.lines().limit(MOST_LINES).toList()) {
      Matcher image = IMAGE.matcher(line);
      if (group && image.find()) {
        return Optional.of(image.group(1));
      }
      group |= GROUP.matcher(line).find();
    }
    return Optional.empty();
  }
}
