package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.Locale;
import java.util.Optional;

/** An incident as {@code --json} has it. What is not known yet is null or an empty list. */
public final class IncidentJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private IncidentJson() {}

  public static ObjectNode of(IncidentView view) {
    Incident incident = view.incident();
    ObjectNode node = JSON.objectNode();
    node.put("id", incident.id());
    node.put("repository", incident.repository().toString());
    node.put("signature", incident.signature().value());
    if (view.diagnosis().isPresent()) {
      diagnosis(node, view.diagnosis().get());
    } else {
      undiagnosed(node);
    }
    risk(node, view.decision());
    node.put("decision", incident.action().map(Action::word).orElse(null));
    node.put("waiting_for", view.waitsFor().orElse(null));
    node.set(
        "pull_request",
        view.pullRequest()
            .map(pull -> {
              ObjectNode object = JSON.objectNode();
              object.put("number", pull.number());
              object.put("url", pull.url());
              object.put("state", pull.state().word());
              return object;
            })
            .orElse(null));
    node.put("state", incident.state().word());
    node.put("occurrences", incident.occurrences());
    node.put("workflow", incident.workflow());
    node.put("job", incident.job());
    node.put("branch", incident.branch());
    return node;
  }

  /** Adds what a diagnosis says; also the core of {@code analyze --log --json}. */
  public static void diagnosis(ObjectNode node, Diagnosis diagnosis) {
    node.put("class", diagnosis.failureClass().name());
    node.put("category", diagnosis.category().word());
    node.put("confidence", diagnosis.confidence());
    node.put("transient", diagnosis.transientFault());
    node.put("root_cause", diagnosis.rootCause().value());
    ArrayNode evidence = node.putArray("evidence");
    for (Evidence line : diagnosis.evidence()) {
      evidence.addObject().put("line", line.line()).put("text", line.text().value());
    }
    node.put("analyzer", diagnosis.analyzer().name().toLowerCase(Locale.ROOT));
    node.put("model", diagnosis.model().orElse(null));
    if (diagnosis.costUsd().isPresent()) {
      node.put("cost_usd", diagnosis.costUsd().getAsDouble());
    } else {
      node.putNull("cost_usd");
    }
    node.put("analyzer_note", diagnosis.note().orElse(null));
    node.put("advice", diagnosis.advice().value());
    node.put("rule", diagnosis.rule().orElse(null));
    node.set("remediation", remediation(diagnosis.remediation()).orElse(null));
  }

  private static void undiagnosed(ObjectNode node) {
    for (String field :
        new String[] {"class", "category", "confidence", "transient", "root_cause"}) {
      node.putNull(field);
    }
    node.putArray("evidence");
    for (String field :
        new String[] {"analyzer", "model", "cost_usd", "analyzer_note", "remediation"}) {
      node.putNull(field);
    }
  }

  private static Optional<ObjectNode> remediation(Remediation remediation) {
    if (remediation.kind() == Remediation.Kind.NONE) {
      return Optional.empty();
    }
    ObjectNode node = JSON.objectNode();
    node.put("kind", remediation.kind().word());
    node.put("title", remediation.title().value());
    ArrayNode edits = node.putArray("edits");
    remediation
        .edits()
        .forEach(edit -> edits
            .addObject()
            .put("path", edit.path())
            .put("find", edit.find())
            .put("replace", edit.replace())
            .put("executable", edit.executable()));
    ArrayNode command = node.putArray("command");
    remediation.command().forEach(command::add);
    node.put("rationale", remediation.rationale().value());
    node.put("fix", remediation.fix().orElse(null));
    return Optional.of(node);
  }

  /** Adds why a person is asked and which hard rules were broken. */
  public static void floors(ObjectNode node, Optional<GateDecision> decision) {
    ArrayNode floors = node.putArray("floors");
    ArrayNode hits = node.putArray("hard_rules");
    decision.ifPresent(gate -> {
      gate.floors().forEach(floors::add);
      gate.hits()
          .forEach(hit -> hits.addObject()
              .put("rule", hit.rule())
              .put("path", hit.path())
              .put("line", hit.line())
              .put("reason", hit.reason()));
    });
  }

  /** Adds the score and its terms. */
  public static void risk(ObjectNode node, Optional<GateDecision> decision) {
    ArrayNode factors = JSON.arrayNode();
    if (decision.isPresent()) {
      node.put("risk", decision.get().risk().value());
      for (RiskFactor factor : decision.get().risk().factors()) {
        factors.addObject().put("factor", factor.factor()).put("points", factor.points());
      }
    } else {
      node.putNull("risk");
    }
    node.set("risk_factors", factors);
  }
}
