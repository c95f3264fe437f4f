package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The token of every job may do the same as before or less. Where nothing is said, it may do what the
 * repository's settings say: at least reading contents and packages (docs.github.com, "Permissions
 * for the GITHUB_TOKEN"), so no more than that counts as narrower.
 */
final class NarrowerPermissions implements Fix {
  private static final About ABOUT = About.of(
          "narrower-permissions", "Gives the token of a job fewer rights")
      .within(Surroundings.CHOSEN);

  private static final String KEY = "permissions";
  private static final List<String> SHOWING =
      List.of("security-events", "checks", "statuses", "pull-requests", "attestations");
  private static final List<String> RANKS = List.of("none", "read", "write");
  private static final Rights LEAST_DEFAULT = new Rights(Map.of("contents", 1, "packages", 1), 0);

  /** Rank of each scope, and of all others. */
  /** Of GITHUB_TOKEN (docs.github.com, "Workflow syntax", permissions). */
  private static final Set<String> SCOPES = Set.of(
      "actions",
      "attestations",
      "checks",
      "contents",
      "deployments",
      "discussions",
      "id-token",
      "issues",
      "models",
      "packages",
      "pages",
      "pull-requests",
      "repository-projects",
      "security-events",
      "statuses");

  private record Rights(Map<String, Integer> scopes, int others) {
    int of(String scope) {
      return scopes.getOrDefault(scope, others);
    }

    boolean isWithin(Rights wider) {
      TreeSet<String> all = new TreeSet<>(scopes.keySet());
      all.addAll(wider.scopes.keySet());
      return others <= wider.others && all.stream().allMatch(s -> of(s) <= wider.of(s));
    }
  }

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    List<Delta> deltas = diff.deltas().stream()
        .filter(delta -> delta.step().isEmpty()
            && !delta.keys().isEmpty()
            && delta.keys().get(0).equals(KEY))
        .toList();
    if (deltas.isEmpty() || !isNarrower(diff)) {
      return;
    }
    boolean calls =
        diff.after().jobs().stream().anyMatch(job -> job.body().get("uses").isPresent());
    for (Delta delta : deltas) {
      if (calls) {
        claims.ask(delta, "no job may do more than before", "a called workflow may need the right");
      } else if (unread(diff)) {
        claims.ask(delta, "no job may do more than before", "a checkout may need to read contents");
      } else if (silences(diff)) {
        claims.ask(delta, "no job may do more than before", "results may no longer be shown");
      } else {
        claims.claim(delta, "no job may do more than before");
      }
    }
  }

  /** A checkout of a private repository needs the right to read. */
  private static boolean unread(WorkflowDiff diff) {
    return diff.after().jobs().stream()
        .filter(job -> job.steps().stream().anyMatch(s -> Steps.uses(s, "actions/checkout")))
        .anyMatch(job -> said(diff.after(), job)
            .flatMap(NarrowerPermissions::rights)
            .filter(rights -> rights.of("contents") == 0)
            .isPresent());
  }

  /** A job that was given the right to show what a check found loses it. */
  private static boolean silences(WorkflowDiff diff) {
    Map<String, WorkflowFile.Job> after = new HashMap<>();
    diff.after().jobs().forEach(job -> after.put(job.id(), job));
    return diff.before().jobs().stream()
        .anyMatch(job -> SHOWING.stream()
            .anyMatch(scope -> mayWrite(diff.before(), job, scope)
                && !mayWrite(diff.after(), after.getOrDefault(job.id(), job), scope)));
  }

  private static boolean mayWrite(WorkflowFile file, WorkflowFile.Job job, String scope) {
    return said(file, job)
        .flatMap(Yaml::mapping)
        .flatMap(m -> m.text(scope))
        .filter("write"::equals)
        .isPresent();
  }

  private static boolean isNarrower(WorkflowDiff diff) {
    Map<String, WorkflowFile.Job> before = new HashMap<>();
    diff.before().jobs().forEach(job -> before.put(job.id(), job));
    for (WorkflowFile.Job job : diff.after().jobs()) {
      if (!before.containsKey(job.id())) {
        return false;
      }
      Optional<Yaml> old = said(diff.before(), before.get(job.id()));
      Optional<Yaml> now = said(diff.after(), job);
      Optional<Rights> wider = old.isEmpty() ? Optional.of(LEAST_DEFAULT) : rights(old.get());
      boolean same = old.equals(now);
      boolean within = now.isPresent()
          && wider.isPresent()
          && rights(now.get()).filter(r -> r.isWithin(wider.get())).isPresent();
      if (!same && !within) {
        return false;
      }
    }
    return true;
  }

  /** What a job says takes the place of what the workflow says. */
  private static Optional<Yaml> said(WorkflowFile file, WorkflowFile.Job job) {
    return job.body().get(KEY).or(() -> file.root().get(KEY));
  }

  /** Empty where it is not understood to the end. */
  private static Optional<Rights> rights(Yaml said) {
    Optional<Mapping> mapping = said.mapping();
    if (mapping.isEmpty()) {
      String all = said.scalar().map(Yaml.Scalar::text).orElse("");
      return all.equals("read-all")
          ? Optional.of(new Rights(Map.of(), 1))
          : all.equals("write-all") ? Optional.of(new Rights(Map.of(), 2)) : Optional.empty();
    }
    Map<String, Integer> scopes = new HashMap<>();
    for (String scope : mapping.get().entries().keySet()) {
      int rank = RANKS.indexOf(mapping.get().text(scope).orElse(""));
      if (rank < 0 || !SCOPES.contains(scope)) {
        return Optional.empty();
      }
      scopes.put(scope, rank);
    }
    return Optional.of(new Rights(scopes, 0));
  }
}
