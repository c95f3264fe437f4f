package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.report.HumanText;
import io.github.cicdmonitor.scan.RunSource.RateLimit;
import io.github.cicdmonitor.scan.ScanResult;
import io.github.cicdmonitor.scan.ScanResult.OfRepository;
import io.github.cicdmonitor.store.Failures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code scan} says of its run, for people and as the JSON of {@code --json}. */
final class ScanReport {
  private static final int MOST_NAMED = 10;

  private final Session session;
  private final ScanResult result;

  ScanReport(Session session, ScanResult result) {
    this.session = session;
    this.result = result;
  }

  /** @param told the failed repositories that are told of on standard error */
  void print(List<RepositoryName> told) {
    complaints(told).forEach(e -> session.complain(e.line()));
    result.repositories().stream()
        .flatMap(repository -> repository.remarks().stream())
        .forEach(session::note);
    result.remarks().forEach(session::note);
    if (!result.postponed().isEmpty()) {
      session.note(postponed());
    }
    if (session.json()) {
      session.printJson(json());
      return;
    }
    if (!result.elsewhere().isEmpty() && !session.quiet()) {
      session.print(HumanText.count(result.elsewhere().size(), "repository", "repositories")
          + " left to another run");
    }
    for (OfRepository repository : result.repositories()) {
      if (session.quiet() && !hasNews(repository)) {
        continue;
      }
      session.print(line(repository));
      for (Failures.Stored stored : repository.newFailures()) {
        Failure f = stored.failure();
        session.print("  ✗ "
            + session.show(f.workflow() + (f.job().isEmpty() ? "" : " / " + f.job()))
            + "  (" + session.show(f.branch()) + ", run " + f.key().runId()
            + " attempt " + f.key().attempt() + ", " + f.conclusion().word() + ")");
      }
      repository.recovered().forEach(id -> session.print("  ✓ incident " + id + " has recovered"));
      repository
          .decisions()
          .forEach(d -> session.print(
              "  • incident " + d.incident() + ": " + d.decision() + " by " + d.by()));
    }
  }

  private String postponed() {
    RateLimit limit = result.rateLimit().orElseThrow(); // it is why they were left
    return HumanText.count(result.postponed().size(), "repository", "repositories")
        + " left to the next scan, which begins with them: GitHub allows "
        + HumanText.count(limit.remaining(), "more request")
        + limit.resetAt().map(at -> " until " + at).orElse("")
        + ", which 'analyze' and 'approve' may need";
  }

  private static boolean hasNews(OfRepository repository) {
    return !repository.newFailures().isEmpty()
        || !repository.recovered().isEmpty()
        || !repository.decisions().isEmpty();
  }

  /** One for each cause, whatever number of repositories it concerns. */
  private List<Explanation> complaints(List<RepositoryName> told) {
    Map<List<String>, List<OfRepository>> byCause = new LinkedHashMap<>();
    for (OfRepository repository : result.repositories()) {
      if (repository.error().isPresent() && told.contains(repository.repository())) {
        Explanation e = repository.error().get().explanation();
        byCause
            .computeIfAbsent(List.of(e.why(), e.next()), cause -> new ArrayList<>())
            .add(repository);
      }
    }
    return byCause.values().stream().map(this::complaint).toList();
  }

  private Explanation complaint(List<OfRepository> failed) {
    Explanation first = failed.get(0).error().orElseThrow().explanation();
    if (failed.size() == 1) {
      return first;
    }
    List<String> names =
        failed.stream().map(each -> each.repository().toString()).toList();
    String what = failed.size() == result.repositories().size()
        ? "could not scan any of the " + failed.size() + " repositories"
        : "could not scan " + failed.size() + " repositories (" + named(names) + ")";
    return new Explanation(what, first.why(), first.next());
  }

  private static String named(List<String> names) {
    return names.size() <= MOST_NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMED)) + " and " + (names.size() - MOST_NAMED)
            + " more";
  }

  private static String line(OfRepository repository) {
    int failures = repository.newFailures().size();
    String what = repository.error().isPresent()
        ? "not completed"
        : repository.notModified() ? "nothing new" : HumanText.count(repository.runsSeen(), "run");
    return repository.repository() + ": " + what
        + (failures == 0 ? "" : ", " + HumanText.count(failures, "new failed job"));
  }

  private ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode repositories = root.putArray("repositories");
    ArrayNode failures = root.putArray("new_failures");
    ArrayNode recovered = root.putArray("recovered");
    ArrayNode decisions = root.putArray("decisions");
    for (OfRepository repository : result.repositories()) {
      String name = repository.repository().toString();
      ObjectNode node = repositories.addObject();
      node.put("repository", name)
          .put("runs_seen", repository.runsSeen())
          .put("new_failures", repository.newFailures().size())
          .put("not_modified", repository.notModified())
          .put(
              "error",
              repository.error().map(e -> session.clean(e.explanation().line())).orElse(null));
      repository.newFailures().forEach(stored -> add(failures.addObject(), stored));
      repository
          .recovered()
          .forEach(id -> recovered.addObject().put("incident", id).put("repository", name));
      repository
          .decisions()
          .forEach(d -> decisions
              .addObject()
              .put("incident", d.incident())
              .put("by", d.by())
              .put("decision", d.decision()));
    }
    ArrayNode postponed = root.putArray("postponed");
    result.postponed().forEach(name -> postponed.add(name.toString()));
    if (result.rateLimit().isPresent()) {
      root.putObject("rate_limit")
          .put("remaining", result.rateLimit().get().remaining())
          .put("used", result.rateLimit().get().used());
    } else {
      root.putNull("rate_limit");
    }
    return root;
  }

  private void add(ObjectNode node, Failures.Stored stored) {
    Failure failure = stored.failure();
    node.put("id", stored.id())
        .put("repository", failure.key().repository().toString())
        .put("workflow", session.clean(failure.workflow()))
        .put("job", session.clean(failure.job()))
        .put("branch", session.clean(failure.branch()))
        .put("run_id", failure.key().runId())
        .put("attempt", failure.key().attempt())
        .put("head_sha", failure.headSha())
        .put("conclusion", failure.conclusion().word())
        .put("url", failure.url())
        .put("failed_at", failure.failedAt().toString());
  }
}
