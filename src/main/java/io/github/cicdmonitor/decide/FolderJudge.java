package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.gate.FactsNeeded;
import io.github.cicdmonitor.gate.GateContext;
import io.github.cicdmonitor.gate.GatePolicy;
import io.github.cicdmonitor.gate.SafetyGate;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Edits;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.SecretPresence;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * The gate's word on a fix for a folder of files: no GitHub is asked, so that what only GitHub can
 * vouch for, as the tags of an action, stays unknown and the decision can only be stricter.
 */
public final class FolderJudge {
  private final Function<String, SafeText> redaction;
  private final LocalDate today;
  private final List<OperatorFix> own;
  private final Policy policy;

  /** @param own fixes of the operator's rules file */
  public FolderJudge(
      Function<String, SafeText> redaction, LocalDate today, List<OperatorFix> own, Policy policy) {
    this.policy = policy;
    this.own = List.copyOf(own);
    this.redaction = redaction;
    this.today = today;
  }

  /**
   * The operator's part, as the configuration has it.
   *
   * @param threshold the risk from which on a person is asked
   */
  public record Policy(int threshold, double minConfidence, List<String> protectedPaths) {
    public Policy {
      protectedPaths = List.copyOf(protectedPaths);
    }
  }

  /**
   * @param decision empty where there is nothing to judge
   * @param misfit why there is not
   */
  public record Judgement(
      List<FileChange> changes, Optional<GateDecision> decision, String misfit) {
    public Judgement {
      changes = List.copyOf(changes);
    }

    static Judgement misfit(String why) {
      return new Judgement(List.of(), Optional.empty(), why);
    }
  }

  /** @param job name of the failed job; empty where it is not known */
  public Judgement judge(List<Edit> edits, Checkout files, Excerpt excerpt, String job) {
    Edits.Result made = Edits.apply(
        edits,
        path -> files
            .text(path)
            .map(text -> new Edits.BaseFile(files.modes().getOrDefault(path, "100644"), text)));
    if (made.misfit().isPresent()) {
      return Judgement.misfit("the edit does not apply: " + made.misfit().get());
    }
    boolean secret = made.changes().stream()
        .anyMatch(change ->
            SecretPresence.in(change.before().orElse("") + change.after().orElse(""), redaction));
    if (secret) {
      return Judgement.misfit("a file to be changed holds what looks like a secret");
    }
    GateContext context = new GateContext(
        false,
        false,
        excerpt.signals(),
        false,
        false,
        OptionalDouble.empty(),
        policy.minConfidence(),
        0,
        excerpt.step().map(SafeText::value),
        Optional.of(job).filter(name -> !name.isEmpty()),
        policy.protectedPaths(),
        OwnPaths.ALL,
        new FixEvidence(
            facts(made.changes(), files), Facts.shipped(), today, Set.of(), Optional.empty(), own));
    return new Judgement(
        made.changes(),
        Optional.of(SafetyGate.decide(made.changes(), context, new GatePolicy(policy.threshold()))),
        "");
  }

  private static RepositoryFacts facts(List<FileChange> changes, Checkout files) {
    FactsNeeded needed = FactsNeeded.of(changes);
    Map<String, String> texts = new HashMap<>();
    needed.files().forEach(path -> files.text(path).ifPresent(text -> texts.put(path, text)));
    Map<String, String> modes = new HashMap<>();
    needed.treePaths().stream()
        .filter(files::has)
        .forEach(path -> modes.put(path, files.modes().getOrDefault(path, "")));
    return new RepositoryFacts(texts, modes, Map.of(), Map.of());
  }
}
