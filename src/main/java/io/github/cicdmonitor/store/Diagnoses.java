package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was held to be the cause; the newest of an incident counts. */
public final class Diagnoses {
  /** Those that both tables of diagnoses have. */
  static final String COLUMNS =
      "category, confidence, transient, analyzer, model, cost_usd, content, digest";

  private final Database database;

  public Diagnoses(Database database) {
    this.database = database;
  }

  record Content(
      SafeText rootCause,
      SafeText advice,
      List<Evidence> evidence,
      Remediation remediation,
      Optional<String> rule,
      Optional<String> note,
      List<InjectionSignal> signals) {}

  public void add(Transaction in, Incidents.Incident incident, Diagnosis diagnosis) {
    in.sql()
        .update(
            """
            INSERT INTO diagnosis (incident, at, class, category, confidence, transient, analyzer,
              model, cost_usd, content, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            values(diagnosis, incident.id(), in.now(), diagnosis.failureClass().name()));
    in.audit(
        "diagnosis.made",
        AuditContext.of(incident),
        Map.of(
            "category", diagnosis.category().word(),
            "confidence", diagnosis.confidence(),
            "analyzer", diagnosis.analyzer().name()));
  }

  static String content(Diagnosis diagnosis) {
    return JsonColumn.write(new Content(
        diagnosis.rootCause(),
        diagnosis.advice(),
        diagnosis.evidence(),
        diagnosis.remediation(),
        diagnosis.rule(),
        diagnosis.note(),
        diagnosis.signals()));
  }

  /** {@code first}, and behind them the values of {@link #COLUMNS}. */
  static Object[] values(Diagnosis diagnosis, Object... first) {
    String content = content(diagnosis);
    List<Object> values = new ArrayList<>(List.of(first));
    values.addAll(List.of(
        diagnosis.category().word(),
        diagnosis.confidence(),
        diagnosis.transientFault(),
        diagnosis.analyzer().name(),
        diagnosis.model(),
        diagnosis.costUsd(),
        content,
        digest(diagnosis.category().word(), content)));
    return values.toArray();
  }

  static String digest(String category, String content) {
    return Digests.sha256(category + "\n" + content);
  }

  /** Empty when there is none, or when its digest does not fit: a damaged row causes nothing. */
  public Optional<Diagnosis> newest(long incident) {
    return database
        .sql()
        .first(
            "SELECT " + COLUMNS + " FROM diagnosis WHERE incident = ? ORDER BY id DESC LIMIT 1",
            Diagnoses::read,
            incident)
        .flatMap(found -> found);
  }

  /** Of a row with {@link #COLUMNS}. */
  static Optional<Diagnosis> read(SqlRow row) {
    String content = row.text("content");
    if (!digest(row.text("category"), content).equals(row.text("digest"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(diagnosis(row, content(content)));
    } catch (JsonColumn.BadRow e) {
      return Optional.empty();
    }
  }

  private static Content content(String json) {
    JsonNode node = JsonColumn.read(json);
    node.at("/remediation/edits")
        .forEach(edit -> JsonColumn.complete(edit, "executable", BooleanNode.FALSE));
    return JsonColumn.read(node, Content.class);
  }

  private static Diagnosis diagnosis(SqlRow row, Content content) {
    return new Diagnosis(
        Category.ofWord(row.text("category")).orElseThrow(),
        row.real("confidence"),
        row.flag("transient"),
        content.rootCause(),
        content.advice(),
        content.evidence(),
        content.remediation(),
        row.word("analyzer", Diagnosis.Analyzer.class),
        content.rule(),
        row.optionalText("model"),
        row.optionalReal("cost_usd"),
        content.note(),
        content.signals());
  }
}
