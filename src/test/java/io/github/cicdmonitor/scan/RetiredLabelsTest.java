package io.github.cicdmonitor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Step;
import io.github.cicdmonitor.sandbox.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cancelled jobs are asked about, and which answers make a failure of them. */
final class RetiredLabelsTest {
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");
  private static final Instant QUEUED = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);
  private static final String RETIRED =
      "The windows-2016 based runner images are now retired. For more details, see there.";

  private final Annotated source = new Annotated();
  private final RetiredLabels labels = new RetiredLabels(source);

  private static Job job(String conclusion, Duration wait) {
    return new Job(
        9,
        "windows",
        "completed",
        conclusion,
        "",
        List.of(),
        false,
        Optional.of(QUEUED),
        Optional.of(QUEUED.plus(wait)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RETIRED,
        "Runner image: " + RETIRED,
        "The windows-2016 based runner images are being deprecated.\n" + RETIRED,
        "The ubuntu-18.04 runner image is no longer available.",
        "This is a scheduled Ubuntu 18.04 brownout. The Ubuntu 18.04 runner goes on 2023-04-03.",
        "An image label with the label ubuntu-16.04 does not exist."
      })
  void an_annotation_that_tells_of_a_retired_label_makes_a_failure(String annotation) {
    source.annotations = List.of(annotation);
    Job job = job("cancelled", DAY);

    assertThat(labels.among(SHOP, List.of(job))).containsExactly(job);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The run was canceled by @dev-anna.",
        "Canceling since a higher priority waiting request for 'ci-main' exists",
        "The strategy configuration was canceled because \"linux\" failed",
        "The job was canceled because \"linux\" failed.",
        "The windows-2016 based runner images are being deprecated, consider switching.",
        "The Ubuntu 22.04 runner image will be retired on 2027-04-17.",
        "The job was not acquired by Runner of type hosted even after multiple attempts",
        ""
      })
  void any_other_annotation_makes_none(String annotation) {
    source.annotations = List.of(annotation);

    assertThat(labels.among(SHOP, List.of(job("cancelled", DAY)))).isEmpty();
    assertThat(source.asked).containsExactly(9L);
  }

  @Test
  void nobody_asks_about_a_job_that_ran_was_assigned_ended_otherwise_or_waited_a_little() {
    source.annotations = List.of(RETIRED);
    Job plain = job("cancelled", DAY);
    Step step = new Step(1, "Set up job", "cancelled", Optional.empty());
    List<Job> others = List.of(
        job("failure", DAY),
        job("skipped", DAY),
        job("cancelled", RetiredLabels.LEAST_WAIT.minusSeconds(1)),
        new Job(
            9,
            "began",
            "completed",
            "cancelled",
            "",
            List.of(step),
            false,
            plain.createdAt(),
            plain.completedAt()),
        new Job(
            9,
            "assigned",
            "completed",
            "cancelled",
            "",
            List.of(),
            true,
            plain.createdAt(),
            plain.completedAt()),
        new Job(
            9,
            "timeless",
            "completed",
            "cancelled",
            "",
            List.of(),
            false,
            Optional.empty(),
            plain.completedAt()));

    assertThat(labels.among(SHOP, others)).isEmpty();

    assertThat(source.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cancelled,600,true",
    "cancelled,599,false",
    "failure,86400,false",
    "success,86400,false",
    "skipped,86400,false"
  })
  void a_run_is_looked_into_only_where_it_was_cancelled_after_long(
      String conclusion, long seconds, boolean possible) {
    WorkflowRun run = new WorkflowRun(
        7,
        700,
        1,
        "CI",
        ".github/workflows/ci.yml",
        "push",
        "main",
        "abc",
        false,
        "completed",
        conclusion,
        "ann",
        "https://x/7",
        QUEUED.minus(DAY),
        QUEUED,
        QUEUED.plusSeconds(seconds));

    assertThat(RetiredLabels.arePossible(run)).isEqualTo(possible);
  }

  /** Answers every job with the same annotations and remembers who was asked about. */
  private static final class Annotated implements RunSource {
    private final List<Long> asked = new ArrayList<>();
    private List<String> annotations = List.of();

    @Override
    public List<String> annotations(RepositoryName repository, long jobId) {
      asked.add(jobId);
      return annotations;
    }

    @Override
    public Repository repository(RepositoryName repository) {
      throw new AssertionError("nobody asks for the repository");
    }

    @Override
    public RunPage runs(RepositoryName repository, int page, Optional<String> etag) {
      throw new AssertionError("nobody lists runs");
    }

    @Override
    public Optional<WorkflowRun> run(RepositoryName repository, long runId) {
      throw new AssertionError("nobody asks for a run");
    }

    @Override
    public Optional<WorkflowRun> attempt(RepositoryName repository, long runId, int attempt) {
      throw new AssertionError("nobody asks for an attempt");
    }

    @Override
    public List<Job> jobs(RepositoryName repository, long runId, int attempt) {
      throw new AssertionError("nobody lists jobs");
    }

    @Override
    public Optional<RateLimit> rateLimit() {
      return Optional.empty();
    }

    @Override
    public boolean isLimited() {
      return false;
    }
  }
}
