package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.fixes.NamedLimits;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.gate.GateContext;
import io.github.cicdmonitor.injection.InjectionSignals;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.store.Cursors;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.SignatureHistory;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import io.github.cicdmonitor.workflow.WorkflowFile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** Where a proposal comes from: what the operator, the incident and earlier proposals add to its risk. */
final class GateContexts {
  private static final long NOWHERE = -1; // a repository's id is positive
  private static final Duration LOOP_WINDOW = Duration.ofDays(7);
  private static final Duration LIMITS_WINDOW = Duration.ofDays(90);

  private final Forge forge;
  private final Config config;
  private final Function<String, SafeText> redaction;
  private final List<OperatorFix> own;
  private final Function<Failure, Optional<FixEvidence.Images>> images;
  private final Database database;
  private final Map<String, Long> ids = new HashMap<>();

  GateContexts(
      Forge forge,
      Config config,
      Function<String, SafeText> redaction,
      List<OperatorFix> own,
      Function<Failure, Optional<FixEvidence.Images>> images,
      Database database) {
    this.forge = forge;
    this.config = config;
    this.redaction = redaction;
    this.own = List.copyOf(own);
    this.images = images;
    this.database = database;
  }

  /**
   * What was done before.
   *
   * @param attempts at the same failure within seven days
   * @param limitsRaised by our own pull requests
   * @param written by a command, whose outcome the changes are
   */
  private record Past(
      int attempts, Set<String> limitsRaised, Optional<FixEvidence.Written> written) {}

  GateContext of(
      DiagnosedIncident c,
      RepositoryFacts facts,
      List<FileChange> changes,
      Optional<FixEvidence.Written> written) {
    int attempts = new SignatureHistory(database)
        .fixesSince(
            c.incident().repository(),
            c.incident().signature(),
            database.clock().instant().minus(LOOP_WINDOW));
    Set<String> raised = limitsRaised(c.incident().repository());
    return context(c, facts, changes, new Past(attempts, raised, written));
  }

  /** As if nothing had been tried before. */
  GateContext ofFirstTry(DiagnosedIncident c, RepositoryFacts facts, List<FileChange> changes) {
    return context(c, facts, changes, new Past(0, Set.of(), Optional.empty()));
  }

  private GateContext context(
      DiagnosedIncident c, RepositoryFacts facts, List<FileChange> changes, Past past) {
    boolean byModel = c.diagnosis().analyzer() == Diagnosis.Analyzer.LLM;
    String branch = c.incident().branch();
    String defaultBranch = new Cursors(database)
        .find(c.incident().repository())
        .map(Cursors.Cursor::defaultBranch)
        .orElse(branch);
    return new GateContext(
        isProtected(c),
        c.failures().stream().anyMatch(Failure::fromFork),
        signals(c),
        !branch.equals(defaultBranch),
        branch.startsWith("release") || c.newest().event().equals("merge_group"),
        byModel ? OptionalDouble.of(c.diagnosis().confidence()) : OptionalDouble.empty(),
        config.analyzer().minConfidence(),
        past.attempts(),
        c.excerpt().step().map(SafeText::value),
        Optional.of(c.newest().job()).filter(job -> !job.isEmpty()),
        config.remediation().protectedPaths(),
        OwnPaths.ALL,
        new FixEvidence(
            facts,
            Facts.shipped(),
            LocalDate.ofInstant(database.clock().instant(), ZoneOffset.UTC),
            past.limitsRaised(),
            leavesLatest(changes) ? images.apply(c.newest()) : Optional.empty(),
            own,
            past.written()));
  }

  /** Signs of orders in all that the diagnosis was made from. */
  List<InjectionSignal> signals(DiagnosedIncident c) {
    Set<InjectionSignal> signals = new LinkedHashSet<>(c.excerpt().signals());
    c.failures().forEach(failure -> signals.addAll(InjectionSignals.inNames(failure, redaction)));
    signals.addAll(c.diagnosis().signals());
    boolean read = c.diagnosis().analyzer() == Diagnosis.Analyzer.LLM;
    return signals.stream()
        .filter(signal -> read || signal.kind() != InjectionSignal.Kind.FOREIGN)
        .toList();
  }

  /** Also where it is listed by another name that GitHub knows it by, from before it was renamed. */
  private boolean isProtected(DiagnosedIncident c) {
    return config.isProtected(c.incident().repository())
        || config.protectedRepositories().stream()
            .flatMap(listed -> listed.single().stream())
            .anyMatch(name ->
                ids.computeIfAbsent(name.key(), key -> idOf(name)) == c.newest().repositoryId());
  }

  /** Only names that are not watched themselves are asked about. */
  private long idOf(RepositoryName name) {
    Optional<Cursors.Cursor> watched = new Cursors(database).find(name);
    if (watched.isPresent()) {
      return watched.get().githubId();
    }
    try {
      return forge.repository(name).id();
    } catch (MonitorException e) {
      if (e.kind() == MonitorException.Kind.UNAVAILABLE) {
        throw e;
      }
      return NOWHERE;
    }
  }

  /** Only then it matters on which image the job last passed. */
  private static boolean leavesLatest(List<FileChange> changes) {
    return changes.stream()
        .filter(change -> WorkflowFile.isWorkflow(change.path()))
        .anyMatch(
            change -> latest(change.before().orElse("")) > latest(change.after().orElse("")));
  }

  private static int latest(String workflow) {
    return workflow.split("-latest\\b", -1).length;
  }

  /** By our own pull requests: a limit that is raised again and again hides what grows. */
  private Set<String> limitsRaised(RepositoryName repository) {
    Instant since = database.clock().instant().minus(LIMITS_WINDOW);
    Set<String> raised = new HashSet<>();
    new Proposals(database)
        .openedSince(repository, since)
        .forEach(stored -> raised.addAll(NamedLimits.raisedBy(stored.proposal().changes())));
    return raised;
  }
}
