package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Digests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a stranger needs to judge a decision: no text of a log, of a name or of the model. */
public final class DecisionRecord {
  private final Config config;
  private final Origin origin;

  DecisionRecord(Config config, Origin origin) {
    this.config = config;
    this.origin = origin;
  }

  /** Which program and which rules decide. */
  public record Origin(String toolVersion, Supplier<String> rulesDigest) {}

  Map<String, Object> of(DiagnosedIncident c, Decision decision) {
    Map<String, Object> detail = new HashMap<>();
    detail.put("version", origin.toolVersion());
    detail.put("rules", origin.rulesDigest().get());
    detail.put("policy", policy());
    c.diagnosis().model().ifPresent(model -> detail.put("model", model));
    c.diagnosis().costUsd().ifPresent(cost -> detail.put("cost_usd", cost));
    if (!decision.note().isEmpty()) {
      detail.put("note", decision.note());
    }
    decision.judged().ifPresent(judged -> addGate(detail, judged.decision()));
    return detail;
  }

  private static void addGate(Map<String, Object> detail, GateDecision gate) {
    detail.put("risk", gate.risk().value());
    detail.put("terms", gate.risk().factors().stream().map(DecisionRecord::term).toList());
    detail.put("asks", gate.floors().size());
    detail.put("blocks", gate.hits().stream().map(HardRuleHit::rule).distinct().toList());
  }

  /** {@code 2 F3 workflow}: what follows a colon is of the files. */
  private static String term(RiskFactor factor) {
    int colon = factor.factor().indexOf(':');
    return factor.points() + " "
        + (colon < 0 ? factor.factor() : factor.factor().substring(0, colon));
  }

  /** Digest of what the configuration lets be done. */
  private String policy() {
    List<String> repositories =
        config.protectedRepositories().stream().map(Object::toString).sorted().toList();
    return Digests.sha256(String.join(
        "\n",
        Integer.toString(config.riskThreshold()),
        Double.toString(config.analyzer().minConfidence()),
        repositories.toString(),
        config.remediation().protectedPaths().toString(),
        config.remediation().commands().toString(),
        Integer.toString(config.remediation().maxRerunsPerRun()),
        config.approvers().toString()));
  }
}
