package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.decide.Decision.Judged;
import io.github.cicdmonitor.effects.PullRequestCreator;
import io.github.cicdmonitor.effects.PullRequestText;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.Evidence;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.fixes.Limits;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.gate.FactsNeeded;
import io.github.cicdmonitor.gate.GateContext;
import io.github.cicdmonitor.gate.GatePolicy;
import io.github.cicdmonitor.gate.PathRules;
import io.github.cicdmonitor.gate.SafetyGate;
import io.github.cicdmonitor.injection.InjectionSignals;
import io.github.cicdmonitor.model.ChangedFile;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Edits;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.SecretPresence;
import io.github.cicdmonitor.store.Cursors;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.PinnedCommits;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Reachability;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import io.github.cicdmonitor.workflow.WorkflowFile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From edits, or a command's changes, to a proposal with the gate's word on it: paths first, then the
 * files at the head of the failing branch, then the facts the gate asks for.
 */
public final class ProposalJudge {
  private static final long NOWHERE = -1; // a repository's id is positive
  private static final Set<String> FOLDERS = Set.of("040000", "160000"); // also other repositories
  private static final Duration LOOP_WINDOW = Duration.ofDays(7);
  private static final Duration LIMITS_WINDOW = Duration.ofDays(90);

  private final Forge forge;
  private final Config config;
  private final WebLinks links;
  private final Function<String, SafeText> redaction;
  private final List<OperatorFix> own;
  private final Function<Failure, Optional<Evidence.Images>> images;
  private final Database database;
  private final Incidents incidents;
  private final Proposals proposals;
  private final PinnedCommits pinnedCommits;
  private final Map<String, Long> ids = new HashMap<>();

  public ProposalJudge(
      Forge forge,
      Config config,
      WebLinks links,
      Function<String, SafeText> redaction,
      List<OperatorFix> own,
      Function<Failure, Optional<Evidence.Images>> images,
      Database database) {
    this.images = images;
    this.own = List.copyOf(own);
    this.forge = forge;
    this.config = config;
    this.links = links;
    this.redaction = redaction;
    this.database = database;
    this.incidents = new Incidents(database);
    this.proposals = new Proposals(database);
    this.pinnedCommits = new PinnedCommits(database);
  }

  /** Either judged, or why there is nothing to judge. */
  public record Judgement(Optional<Judged> judged, String misfit) {}

  /** Signs of orders in all that the diagnosis was made from. */
  List<InjectionSignal> signals(DiagnosedIncident c) {
    Set<InjectionSignal> signals = new LinkedHashSet<>(c.excerpt().signals());
    c.failures().forEach(failure -> signals.addAll(InjectionSignals.inNames(failure, redaction)));
    signals.addAll(c.diagnosis().signals());
    return List.copyOf(signals);
  }

  /**
   * What the diagnosis' edits make of the files at the head of the failing branch.
   *
   * @param asks reasons besides the gate's to ask a person
   */
  Judgement judge(DiagnosedIncident c, List<String> asks) {
    List<Edit> edits = c.diagnosis().remediation().edits();
    return judge(c, edits.stream().map(Edit::path).toList(), asks, there -> {
      Edits.Result applied = Edits.apply(
          edits, path -> there.text(path).map(text -> new Edits.BaseFile(there.mode(path), text)));
      return applied.misfit().isEmpty()
          ? applied
          : new Edits.Result(
              List.of(), applied.misfit().map(why -> "the edit does not apply: " + why));
    });
  }

  /**
   * What a command made of them: it ran at the failing commit, so the files must be the same at the
   * head of the branch.
   */
  Judgement judge(DiagnosedIncident c, List<ChangedFile> changed, List<String> asks) {
    return judge(c, changed.stream().map(ChangedFile::path).toList(), asks, there -> {
      List<FileChange> changes = new ArrayList<>();
      for (ChangedFile file : changed) {
        Optional<String> before = there.text(file.path());
        boolean same = before.map(Digests::sha256).equals(file.before())
            && there.exists(file.path()) == before.isPresent();
        if (!same) {
          return new Edits.Result(
              List.of(),
              Optional.of("the files have changed since: " + file.path()
                  + " is not what the command changed"));
        }
        changes.add(new FileChange(file.path(), there.mode(file.path()), before, file.after()));
      }
      return new Edits.Result(changes, Optional.empty());
    });
  }

  /** The files at a commit. */
  private record Base(
      Forge forge, RepositoryName repository, String commit, Map<String, String> modes) {
    Optional<String> text(String path) {
      return forge.file(repository, commit, path).map(Forge.TextFile::text);
    }

    boolean exists(String path) {
      return modes.containsKey(path);
    }

    String mode(String path) {
      return modes.getOrDefault(path, "100644");
    }
  }

  private Judgement judge(
      DiagnosedIncident c,
      List<String> paths,
      List<String> asks,
      Function<Base, Edits.Result> making) {
    RepositoryName repository = c.incident().repository();
    List<HardRuleHit> hits = new ArrayList<>();
    for (String path : paths) {
      PathRules.check(path).ifPresent(hits::add);
    }
    String head = headBranch(c);
    if (!hits.isEmpty()) {
      // Nothing is fetched under such a path; the proposal keeps no content.
      GateDecision blocked = new GateDecision(
          GateDecision.Outcome.BLOCK,
          new RiskScore(RiskScore.MAX, List.of(new RiskFactor("hard rule", RiskScore.MAX))),
          List.of(),
          hits);
      return judged(c, head, "", List.of(), blocked);
    }
    if (forge.repository(repository).id() != c.newest().repositoryId()) {
      return new Judgement(Optional.empty(), PullRequestCreator.otherRepository(repository));
    }
    Optional<Forge.Branch> branch = forge.branch(repository, c.incident().branch());
    if (branch.isEmpty()) {
      return new Judgement(Optional.empty(), "the branch is gone");
    }
    String commit = branch.get().commit();
    Map<String, String> modes = forge.treeModes(repository, commit, Set.copyOf(paths));
    Edits.Result made = making.apply(new Base(forge, repository, commit, modes));
    if (made.misfit().isPresent()) {
      return new Judgement(Optional.empty(), made.misfit().get());
    }
    if (made.changes().stream().anyMatch(this::holdsSecret)) {
      return new Judgement(Optional.empty(), "a file to be changed holds what looks like a secret");
    }
    GateDecision decision = SafetyGate.decide(
        made.changes(),
        context(c, facts(repository, commit, made.changes(), modes), made.changes()),
        new GatePolicy(config.riskThreshold()));
    for (String reason : asks) {
      decision = decision.asking(reason);
    }
    return judged(c, head, commit, made.changes(), decision);
  }

  /** The gate's word under the policy now in force, facts fetched anew; empty: the base is gone. */
  public Optional<GateDecision> again(DiagnosedIncident c, Proposal proposal) {
    if (forge.repository(proposal.repository()).id() != proposal.repositoryId()) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "did not apply the fix for incident " + c.incident().id(),
          PullRequestCreator.otherRepository(proposal.repository()),
          "Find out who has the name now; nothing was changed");
    }
    Optional<Forge.Branch> base = forge.branch(proposal.repository(), proposal.baseBranch());
    if (base.isEmpty()) {
      return Optional.empty();
    }
    String commit = base.get().commit();
    Set<String> paths = new HashSet<>();
    proposal.changes().forEach(change -> paths.add(change.path()));
    Map<String, String> modes = forge.treeModes(proposal.repository(), commit, paths);
    return Optional.of(SafetyGate.decide(
        proposal.changes(),
        context(
            c, facts(proposal.repository(), commit, proposal.changes(), modes), proposal.changes()),
        new GatePolicy(config.riskThreshold())));
  }

  /**
   * A secret in a file must not be copied into the state, a message or a pull request of ours. The
   * state keeps both texts whole, so it is not enough that the edit leaves the secret alone: in the
   * lines that stay, only the values of {@link DummySecrets} pass, which protect nothing anywhere;
   * in the lines that change, nothing does.
   */
  private boolean holdsSecret(FileChange change) {
    String before = change.before().orElse("");
    String after = change.after().orElse("");
    return SecretPresence.in(DummySecrets.withoutThem(before, after), redaction)
        || SecretPresence.in(DummySecrets.withoutThem(after, before), redaction);
  }

  private Judgement judged(
      DiagnosedIncident c,
      String head,
      String baseCommit,
      List<FileChange> changes,
      GateDecision decision) {
    Proposal proposal = new Proposal(
        c.incident().repository(),
        c.newest().repositoryId(),
        c.incident().branch(),
        head,
        changes,
        PullRequestText.title(c, redaction),
        PullRequestText.body(
            c,
            decision,
            changes,
            new PullRequestText.Origin(
                links, baseCommit, notVerified(c, head, baseCommit, changes)),
            redaction));
    return new Judgement(Optional.of(new Judged(proposal, decision)), "");
  }

  /** From the workflow as the pull request has it; empty where it cannot be read. */
  private Optional<String> notVerified(
      DiagnosedIncident c, String head, String baseCommit, List<FileChange> changes) {
    String path = c.newest().workflowPath();
    if (baseCommit.isEmpty() || !WorkflowFile.isWorkflow(path)) {
      return Optional.empty();
    }
    Optional<String> text = changes.stream()
        .filter(change -> change.path().equals(path))
        .findFirst()
        .map(FileChange::after)
        .orElseGet(() ->
            forge.file(c.incident().repository(), baseCommit, path).map(Forge.TextFile::text));
    Set<String> changed = changes.stream().map(FileChange::path).collect(Collectors.toSet());
    return text.flatMap(yaml -> WorkflowFile.read(path, yaml))
        .flatMap(workflow ->
            OwnChecks.whyNot(workflow, c.newest().job(), c.incident().branch(), head, changed));
  }

  private String headBranch(DiagnosedIncident c) {
    String branch =
        config.remediation().branchPrefix() + "fix-" + c.incident().signature().first12();
    int generation = c.incident().generation();
    return generation == 1 ? branch : branch + "-" + generation;
  }

  RepositoryFacts facts(
      RepositoryName repository,
      String commit,
      List<FileChange> changes,
      Map<String, String> modes) {
    FactsNeeded needed = FactsNeeded.of(changes);
    Map<String, String> files = new HashMap<>();
    for (String path : existing(repository, commit, needed.files())) {
      forge.file(repository, commit, path).ifPresent(file -> files.put(path, file.text()));
    }
    Map<ActionRef, Reachability> commits = new HashMap<>();
    Map<String, Set<String>> tags = new HashMap<>();
    Map<String, Map<String, String>> tagCommits = new HashMap<>();
    for (ActionRef action : needed.commits()) {
      commits.put(action, reach(action));
    }
    for (String action : needed.actions()) {
      RepositoryName.parse(action).ifPresent(name -> tagCommits.put(action, forge.tags(name)));
    }
    tagCommits.forEach((action, byName) -> tags.put(action, byName.keySet()));
    return new RepositoryFacts(files, modes, commits, tags, tagCommits);
  }

  /**
   * The tree tells which of them are there, so that the others cost no request. All that are there
   * are read: a kind of fix may rest on the absence of a file. A link is read where it leads.
   */
  private List<String> existing(RepositoryName repository, String commit, Set<String> wanted) {
    Map<String, String> there = forge.treeModes(repository, commit, wanted);
    return wanted.stream()
        .filter(path -> there.containsKey(path) && !FOLDERS.contains(there.get(path)))
        .sorted()
        .toList();
  }

  /** Asked once: a commit that a tag or branch holds does not leave it by itself. */
  private Reachability reach(ActionRef action) {
    Optional<RepositoryName> name = RepositoryName.parse(action.name());
    if (name.isEmpty()) {
      return Reachability.UNKNOWN;
    }
    Optional<Forge.Reach> known =
        pinnedCommits.find(name.get(), action.ref()).map(Forge.Reach::valueOf);
    Optional<Forge.Reach> reach = known.isPresent() ? known : forge.reach(name.get(), action.ref());
    if (known.isEmpty() && reach.isPresent()) {
      database.change(in -> {
        pinnedCommits.keep(in, name.get(), action.ref(), reach.get().name());
      });
    }
    return reach.map(found -> Reachability.valueOf(found.name())).orElse(Reachability.UNKNOWN);
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
    proposals
        .openedSince(repository, since)
        .forEach(stored -> raised.addAll(Limits.raisedBy(stored.proposal().changes())));
    return raised;
  }

  private GateContext context(
      DiagnosedIncident c, RepositoryFacts facts, List<FileChange> changes) {
    int attempts = incidents.fixesSince(
        c.incident().repository(),
        c.incident().signature(),
        database.clock().instant().minus(LOOP_WINDOW));
    return context(
        c, facts, changes, new Past(attempts, limitsRaised(c.incident().repository())));
  }

  /**
   * What we have done before.
   *
   * @param attempts at the same failure within seven days
   * @param limitsRaised by our own pull requests
   */
  record Past(int attempts, Set<String> limitsRaised) {
    static final Past NOTHING = new Past(0, Set.of());
  }

  GateContext context(
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
        new Evidence(
            facts,
            Facts.shipped(),
            LocalDate.ofInstant(database.clock().instant(), ZoneOffset.UTC),
            past.limitsRaised(),
            leavesLatest(changes) ? images.apply(c.newest()) : Optional.empty(),
            own));
  }
}
