package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.gate.GatePolicy;
import io.github.cicdmonitor.gate.PathRules;
import io.github.cicdmonitor.gate.SafetyGate;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Edits;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Proposals;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The gate's word on fixes of stored incidents under the policy now in force: at the failing commit,
 * and as if it were the first try. Reads the state and GitHub, writes nothing.
 */
public final class ReplayJudge {
  private final ProposalJudge judge;
  private final Forge forge;
  private final GatePolicy policy;
  private final Proposals proposals;
  private final DiagnosedIncidents cases;

  public ReplayJudge(ProposalJudge judge, Forge forge, GatePolicy policy, Database database) {
    this.judge = judge;
    this.forge = forge;
    this.policy = policy;
    this.proposals = new Proposals(database);
    this.cases = new DiagnosedIncidents(database);
  }

  /** What the gate said when the incident was decided; empty where it judged no fix. */
  public Optional<GateDecision> then(Incident incident) {
    return proposals.newest(incident.id()).map(Proposals.Stored::decision);
  }

  /** What it says to the edits of this diagnosis; empty where there are none, or they do not fit. */
  public Optional<GateDecision> now(Incident incident, Diagnosis diagnosis) {
    if (diagnosis.remediation().edits().isEmpty()) {
      return Optional.empty();
    }
    return cases
        .apply(incident)
        .map(c -> new DiagnosedIncident(
            c.incident(), diagnosis, c.failures(), c.explained(), c.excerpt()))
        .flatMap(this::judged);
  }

  private Optional<GateDecision> judged(DiagnosedIncident c) {
    RepositoryName repository = c.incident().repository();
    String commit = c.explained().headSha();
    Set<String> paths =
        c.diagnosis().remediation().edits().stream().map(Edit::path).collect(Collectors.toSet());
    if (paths.stream().anyMatch(path -> PathRules.check(path).isPresent())) {
      return Optional.empty(); // nothing is fetched under such a path
    }
    try {
      Map<String, String> modes = forge.treeModes(repository, commit, paths);
      Edits.Result made = new FilesAtCommit(forge, repository, commit, modes)
          .with(c.diagnosis().remediation().edits());
      return made.misfit().isPresent()
          ? Optional.empty()
          : Optional.of(SafetyGate.decide(
              made.changes(), judge.firstTry(c, commit, made.changes(), modes), policy));
    } catch (MonitorException e) {
      if (e.kind() != MonitorException.Kind.NO) {
        throw e;
      }
      return Optional.empty(); // the commit is gone
    }
  }
}
