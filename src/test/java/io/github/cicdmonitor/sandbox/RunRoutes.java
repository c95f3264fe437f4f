package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Runs, attempts, jobs, logs, re-runs, annotations. */
final class RunRoutes {
  /** GitHub shows no more than these of a filtered listing. */
  private static final int CAP = 1000;

  private static final Set<String> FILTERS =
      Set.of("actor", "branch", "check_suite_id", "created", "event", "head_sha", "status");

  private final GitHubSandbox github;
  private final GitHubJson json;

  RunRoutes(GitHubSandbox github, GitHubJson json) {
    this.github = github;
    this.json = json;
  }

  void addTo(Routes routes) {
    String actions = "/repos/{o}/{r}/actions";
    routes.on("GET", actions + "/runs", "actions=read", this::runs);
    routes.on("GET", actions + "/runs/{run}", "actions=read", this::run);
    routes.on("GET", actions + "/runs/{run}/attempts/{attempt}", "actions=read", this::attempt);
    routes.on(
        "GET",
        actions + "/runs/{run}/attempts/{attempt}/jobs",
        "actions=read",
        this::jobsOfAttempt);
    routes.on("GET", actions + "/runs/{run}/jobs", "actions=read", this::jobs);
    routes.on(
        "GET",
        actions + "/jobs/{job}",
        "actions=read",
        (request, p) -> Answer.ok(json.job(job(p))));
    routes.on("GET", actions + "/jobs/{job}/logs", "actions=read", this::log);
    routes.on(
        "POST", actions + "/runs/{run}/rerun-failed-jobs", "actions=write", this::rerunFailed);
    routes.on("POST", actions + "/runs/{run}/rerun", "actions=write", this::rerun);
    routes.on(
        "GET", "/repos/{o}/{r}/check-runs/{job}/annotations", "checks=read", this::annotations);
  }

  private Answer runs(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    boolean withPulls = !request.parameter("exclude_pull_requests").orElse("").equals("true");
    List<SandboxRun> found = repository.runs().stream()
        .filter(matching(request))
        .sorted(Comparator.comparing((SandboxRun run) -> run.createdAt())
            .thenComparing(run -> run.id())
            .reversed())
        .toList();
    boolean filtered = FILTERS.stream().anyMatch(name -> request.parameter(name).isPresent());
    List<SandboxRun> shown = filtered && found.size() > CAP ? found.subList(0, CAP) : found;
    return new Paging<>(request, repository, json.root(), shown)
        .wrapped("workflow_runs", found.size(), run -> json.run(run.attempt(), withPulls));
  }

  private static Predicate<SandboxRun> matching(Request request) {
    Predicate<SandboxRun> all = run -> true;
    for (Map.Entry<String, String> filter : request.query().entrySet()) {
      String value = filter.getValue();
      all = all.and(
          switch (filter.getKey()) {
            case "branch" -> run -> run.branch().equals(value);
            case "event" -> run -> run.event().equals(value);
            case "head_sha" -> run -> run.sha().equals(value);
            case "actor" -> run -> run.actor().equals(value);
            case "status" ->
              run -> run.attempt().status().equals(value)
                  || run.attempt().conclusion().filter(value::equals).isPresent();
            case "created" -> created(value);
            case "per_page", "page", "exclude_pull_requests" -> run -> true;
            default ->
              throw new LoopbackServer.Unexpected(
                  "a filter that the listing of runs does not know: " + filter.getKey(),
                  Answer.json(501, Json.object("message", "unknown filter " + filter.getKey())));
          });
    }
    return all;
  }

  private static Predicate<SandboxRun> created(String range) {
    int dots = range.indexOf("..");
    if (dots >= 0) {
      Instant from = range.startsWith("*") ? Instant.MIN : instant(range.substring(0, dots));
      String end = range.substring(dots + 2);
      Instant to = end.equals("*") ? Instant.MAX : instant(end);
      return run -> !run.createdAt().isBefore(from) && !run.createdAt().isAfter(to);
    }
    if (range.startsWith(">=")) {
      Instant from = instant(range.substring(2));
      return run -> !run.createdAt().isBefore(from);
    }
    if (range.startsWith("<=")) {
      Instant to = instant(range.substring(2));
      return run -> !run.createdAt().isAfter(to);
    }
    if (range.startsWith(">")) {
      Instant from = instant(range.substring(1));
      return run -> run.createdAt().isAfter(from);
    }
    if (range.startsWith("<")) {
      Instant to = instant(range.substring(1));
      return run -> run.createdAt().isBefore(to);
    }
    Instant day = instant(range);
    return run ->
        !run.createdAt().isBefore(day) && run.createdAt().isBefore(day.plusSeconds(86_400));
  }

  private static Instant instant(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw GitHubError.unprocessable("Invalid created date: " + text);
    }
  }

  private SandboxRun find(Map<String, String> parameters) {
    return github
        .repository(parameters)
        .findRun(GitHubJson.number(parameters.get("run")))
        .orElseThrow(GitHubError::notFound);
  }

  private SandboxJob job(Map<String, String> parameters) {
    return github.job(github.repository(parameters), parameters.get("job"));
  }

  private SandboxAttempt findAttempt(Map<String, String> parameters) {
    long number = GitHubJson.number(parameters.get("attempt"));
    return find(parameters).attempts().stream()
        .filter(attempt -> attempt.number() == number)
        .findFirst()
        .orElseThrow(GitHubError::notFound);
  }

  private Answer run(Request request, Map<String, String> parameters) {
    return Answer.ok(json.run(find(parameters).attempt(), true));
  }

  private Answer attempt(Request request, Map<String, String> parameters) {
    return Answer.ok(json.run(findAttempt(parameters), true));
  }

  private Answer jobsOfAttempt(Request request, Map<String, String> parameters) {
    return jobPage(request, parameters, findAttempt(parameters).jobs());
  }

  private Answer jobs(Request request, Map<String, String> parameters) {
    SandboxRun run = find(parameters);
    boolean all = request.parameter("filter").orElse("latest").equals("all");
    List<SandboxJob> jobs = all
        ? run.attempts().stream().flatMap(a -> a.jobs().stream()).toList()
        : run.attempt().jobs();
    return jobPage(request, parameters, jobs);
  }

  private Answer jobPage(Request request, Map<String, String> parameters, List<SandboxJob> jobs) {
    return new Paging<>(request, github.repository(parameters), json.root(), jobs)
        .wrapped("jobs", jobs.size(), json::job);
  }

  private Answer log(Request request, Map<String, String> parameters) {
    SandboxJob job = job(parameters);
    if (job.logExpired()) {
      throw GitHubError.of(410, "Server Error");
    }
    if (job.log().isEmpty() || job.conclusion().isEmpty()) {
      throw GitHubError.notFound();
    }
    String location =
        github.blobUrl() + "/logs/" + job.id() + "?sv=2025-01-05&se=soon&sig=c2FuZGJveA%3D%3D";
    return Answer.empty(302).with("Location", location);
  }

  private Answer rerunFailed(Request request, Map<String, String> parameters) {
    SandboxRun run = finished(parameters);
    run.rerunFailed(github.login(request));
    return Answer.json(201, Json.object());
  }

  private Answer rerun(Request request, Map<String, String> parameters) {
    SandboxRun run = finished(parameters);
    run.rerun(github.login(request));
    return Answer.json(201, Json.object());
  }

  private SandboxRun finished(Map<String, String> parameters) {
    SandboxRun run = find(parameters);
    if (run.attempt().conclusion().isEmpty()) {
      throw GitHubError.of(403, "This workflow is already running");
    }
    if (run.repository().isArchived()) {
      throw GitHubError.of(403, "Repository was archived so is read-only.");
    }
    return run;
  }

  private Answer annotations(Request request, Map<String, String> parameters) {
    SandboxJob job = job(parameters);
    return new Paging<>(request, github.repository(parameters), json.root(), job.annotations())
        .array(annotation -> annotation(job, annotation));
  }

  private JsonNode annotation(SandboxJob job, SandboxJob.Annotation annotation) {
    SandboxRun run = job.attempt().run();
    return Json.object(
        "path", annotation.path(),
        "blob_href",
            GitHubJson.web(run.repository()) + "/blob/" + run.sha() + "/" + annotation.path(),
        "start_line", annotation.line(),
        "end_line", annotation.line(),
        "start_column", java.util.Optional.empty(),
        "end_column", java.util.Optional.empty(),
        "annotation_level", annotation.level(),
        "title", annotation.title(),
        "message", annotation.message(),
        "raw_details", "");
  }
}
