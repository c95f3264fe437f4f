package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.decide.Decision.Judged;
import io.github.cicdmonitor.effects.PullRequestCreator;
import io.github.cicdmonitor.effects.PullRequestText;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.RepositoryFiles.RepositoryFile;
import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.gate.GateContext;
import io.github.cicdmonitor.gate.GatePolicy;
import io.github.cicdmonitor.gate.PathRules;
import io.github.cicdmonitor.gate.SafetyGate;
import io.github.cicdmonitor.model.ChangedFile;
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
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From edits, or a command's changes, to a proposal with the gate's word on it: paths first, then the
 * files at the head of the failing branch, then the facts the gate asks for.
 */
public final class ProposalJudge {
  private final Forge forge;
  private final Config config;
  private final PullRequestText text;
  private final Function<String, SafeText> redaction;
  private final GateFacts facts;
  private final GateContexts contexts;

  public ProposalJudge(
      Forge forge,
      Config config,
      WebLinks links,
      Function<String, SafeText> redaction,
      List<OperatorFix> own,
      Function<Failure, Optional<FixEvidence.Images>> images,
      Database database) {
    this.forge = forge;
    this.config = config;
    this.text = new PullRequestText(links, redaction);
    this.redaction = redaction;
    this.facts = new GateFacts(forge, database);
    this.contexts = new GateContexts(forge, config, redaction, own, images, database);
  }

  /** Either judged, or why there is nothing to judge. */
  public record Judgement(Optional<Judged> judged, String misfit) {}

  /** Signs of orders in all that the diagnosis was made from. */
  List<InjectionSignal> signals(DiagnosedIncident c) {
    return contexts.signals(c);
  }

  /**
   * What the diagnosis' edits make of the files at the head of the failing branch.
   *
   * @param asks reasons besides the gate's to ask a person
   */
  Judgement judge(DiagnosedIncident c, List<String> asks) {
    List<Edit> edits = c.diagnosis().remediation().edits();
    List<String> paths = edits.stream().map(Edit::path).toList();
    return judge(c, new Wish(paths, asks, Optional.empty()), there -> {
      Edits.Result applied = there.with(edits);
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
    Map<String, String> after = new HashMap<>();
    changed.forEach(file -> file.after().ifPresent(text -> after.put(file.path(), text)));
    FixEvidence.Written written =
        new FixEvidence.Written(c.diagnosis().remediation().command(), after);
    List<String> paths = changed.stream().map(ChangedFile::path).toList();
    return judge(c, new Wish(paths, asks, Optional.of(written)), there -> {
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

  /** Which files are to change, why a person is asked whatever the gate says, what a command wrote. */
  private record Wish(
      List<String> paths, List<String> asks, Optional<FixEvidence.Written> written) {}

  private Judgement judge(
      DiagnosedIncident c, Wish wish, Function<FilesAtCommit, Edits.Result> making) {
    RepositoryName repository = c.incident().repository();
    List<HardRuleHit> hits = new ArrayList<>();
    for (String path : wish.paths()) {
      PathRules.check(path).ifPresent(hits::add);
    }
    if (!hits.isEmpty()) {
      // Nothing is fetched under such a path; the proposal keeps no content.
      GateDecision blocked = new GateDecision(
          GateDecision.Outcome.BLOCK,
          new RiskScore(RiskScore.MAX, List.of(new RiskFactor("hard rule", RiskScore.MAX))),
          List.of(),
          hits);
      return judged(c, "", List.of(), blocked);
    }
    if (SecretPresence.wasIn(c.incident().branch())) {
      // Its real name is not kept, and must not stand in a proposal.
      return new Judgement(Optional.empty(), "the branch's name holds what looks like a secret");
    }
    if (forge.repository(repository).id() != c.newest().repositoryId()) {
      return new Judgement(Optional.empty(), PullRequestCreator.otherRepository(repository));
    }
    Optional<Forge.Branch> branch = forge.branch(repository, c.incident().branch());
    if (branch.isEmpty()) {
      return new Judgement(Optional.empty(), "the branch is gone");
    }
    String commit = branch.get().commit();
    Map<String, String> modes = forge.treeModes(repository, commit, Set.copyOf(wish.paths()));
    Edits.Result made = making.apply(new FilesAtCommit(forge, repository, commit, modes));
    if (made.misfit().isPresent()) {
      return new Judgement(Optional.empty(), made.misfit().get());
    }
    if (made.changes().stream().anyMatch(this::holdsSecret)) {
      return new Judgement(Optional.empty(), "a file to be changed holds what looks like a secret");
    }
    GateDecision decision = SafetyGate.decide(
        made.changes(),
        contexts.of(
            c, facts.of(repository, commit, made.changes(), modes), made.changes(), wish.written()),
        new GatePolicy(config.riskThreshold()));
    for (String reason : wish.asks()) {
      decision = decision.asking(reason);
    }
    return judged(c, commit, made.changes(), decision);
  }

  /** What the gate needs to know of these changes, as if nothing had been tried before. */
  GateContext firstTry(
      DiagnosedIncident c, String commit, List<FileChange> changes, Map<String, String> modes) {
    return contexts.ofFirstTry(
        c, facts.of(c.incident().repository(), commit, changes, modes), changes);
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
        contexts.of(
            c,
            facts.of(proposal.repository(), commit, proposal.changes(), modes),
            proposal.changes(),
            Optional.empty()),
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
      DiagnosedIncident c, String baseCommit, List<FileChange> changes, GateDecision decision) {
    String head = headBranch(c);
    Proposal proposal = new Proposal(
        c.incident().repository(),
        c.newest().repositoryId(),
        c.incident().branch(),
        head,
        changes,
        text.title(c),
        text.body(
            c,
            decision,
            changes,
            new PullRequestText.Origin(baseCommit, notVerified(c, head, baseCommit, changes))));
    return new Judgement(Optional.of(new Judged(proposal, decision)), "");
  }

  /** From the workflow as the pull request has it; empty where it cannot be read. */
  private Optional<String> notVerified(
      DiagnosedIncident c, String head, String baseCommit, List<FileChange> changes) {
    String path = c.newest().workflowPath();
    if (baseCommit.isEmpty() || !WorkflowFile.isWorkflow(path)) {
      return Optional.empty();
    }
    Optional<String> file = changes.stream()
        .filter(change -> change.path().equals(path))
        .findFirst()
        .map(FileChange::after)
        .orElseGet(() ->
            forge.file(c.incident().repository(), baseCommit, path).map(RepositoryFile::text));
    Set<String> changed = changes.stream().map(FileChange::path).collect(Collectors.toSet());
    return file.flatMap(yaml -> WorkflowFile.read(path, yaml))
        .flatMap(workflow -> new OwnChecks(c.incident().branch(), head, changed)
            .whyNot(workflow, c.newest().job()));
  }

  private String headBranch(DiagnosedIncident c) {
    String branch =
        config.remediation().branchPrefix() + "fix-" + c.incident().signature().first12();
    int generation = c.incident().generation();
    return generation == 1 ? branch : branch + "-" + generation;
  }
}
