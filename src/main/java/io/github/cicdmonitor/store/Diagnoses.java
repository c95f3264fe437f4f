package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What was held to be the cause; the newest of an incident counts. */
public final class Diagnoses {
  private final Database database;

  public Diagnoses(Database database) {
    this.database = database;
  }

  private record Content(
      SafeText rootCause,
      SafeText advice,
      List<Evidence> evidence,
      Remediation remediation,
      Optional<String> rule,
      Optional<String> note,
      List<InjectionSignal> signals) {}

  public void add(Transaction in, Incidents.Incident incident, Diagnosis diagnosis) {
    String content = content(diagnosis);
    in.sql()
        .update(
            """
            INSERT INTO diagnosis (incident, at, class, category, confidence, transient, analyzer,
              model, cost_usd, content, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            incident.id(),
            in.now(),
            diagnosis.failureClass().name(),
            diagnosis.category().word(),
            diagnosis.confidence(),
            diagnosis.transientFault(),
            diagnosis.analyzer().name(),
            diagnosis.model(),
            diagnosis.costUsd(),
            content,
            digest(diagnosis.category().word(), content));
    in.audit(
        "diagnosis.made",
        incident.id(),
        incident.repository().toString(),
        Map.of(
            "category", diagnosis.category().word(),
            "confidence", diagnosis.confidence(),
            "analyzer", diagnosis.analyzer().name()));
  }

  /** Keeps a model's answer that a dry run paid for, until the failure is really analysed. */
  public void keep(
      Transaction in, RepositoryName repository, Signature signature, Diagnosis diagnosis) {
    String content = content(diagnosis);
    in.sql()
        .update(
            """
            INSERT INTO kept_answer (repository, signature, at, category, confidence, transient,
              analyzer, model, cost_usd, content, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (repository, signature) DO NOTHING""",
            repository.key(),
            signature.value(),
            in.now(),
            diagnosis.category().word(),
            diagnosis.confidence(),
            diagnosis.transientFault(),
            diagnosis.analyzer().name(),
            diagnosis.model(),
            diagnosis.costUsd(),
            content,
            digest(diagnosis.category().word(), content));
  }

  /** What a dry run kept for this signature. */
  public Optional<Diagnosis> kept(RepositoryName repository, Signature signature) {
    return database
        .sql()
        .first("""
            SELECT category, confidence, transient, analyzer, model, cost_usd, content, digest
            FROM kept_answer WHERE repository = ? AND signature = ?""", Diagnoses::read, repository.key(), signature.value())
        .flatMap(found -> found);
  }

  /** A kept answer is used once. */
  public void forgetKept(Transaction in, RepositoryName repository, Signature signature) {
    in.sql()
        .update(
            "DELETE FROM kept_answer WHERE repository = ? AND signature = ?",
            repository.key(),
            signature.value());
  }

  private static String content(Diagnosis diagnosis) {
    return Columns.write(new Content(
        diagnosis.rootCause(),
        diagnosis.advice(),
        diagnosis.evidence(),
        diagnosis.remediation(),
        diagnosis.rule(),
        diagnosis.note(),
        diagnosis.signals()));
  }

  private static String digest(String category, String content) {
    return Digests.sha256(category + "\n" + content);
  }

  /** Empty when there is none, or when its digest does not fit: a damaged row causes nothing. */
  public Optional<Diagnosis> newest(long incident) {
    return database.sql().first("""
            SELECT category, confidence, transient, analyzer, model, cost_usd, content, digest
            FROM diagnosis WHERE incident = ? ORDER BY id DESC LIMIT 1""", Diagnoses::read, incident).flatMap(found -> found);
  }

  private static Optional<Diagnosis> read(Sql.Row row) {
    String content = row.text(7);
    if (!digest(row.text(1), content).equals(row.text(8))) {
      return Optional.empty();
    }
    JsonNode node = Columns.read(content);
    List<Evidence> evidence = new ArrayList<>();
    for (JsonNode line : node.path("evidence")) {
      evidence.add(new Evidence(line.path("line").asInt(), text(line.path("text"))));
    }
    OptionalDouble cost = row.optionalReal(6);
    return Optional.of(new Diagnosis(
        Category.ofWord(row.text(1)).orElseThrow(),
        row.real(2),
        row.flag(3),
        text(node.path("rootCause")),
        text(node.path("advice")),
        evidence,
        remediation(node.path("remediation")),
        Diagnosis.Analyzer.valueOf(row.text(4)),
        optional(node.path("rule")),
        row.optionalText(5),
        cost,
        optional(node.path("note")),
        Columns.signals(node.path("signals"))));
  }

  private static Remediation remediation(JsonNode node) {
    List<Edit> edits = new ArrayList<>();
    for (JsonNode edit : node.path("edits")) {
      edits.add(new Edit(
          edit.path("path").asText(),
          edit.path("find").asText(),
          edit.path("replace").asText(),
          edit.path("executable").asBoolean()));
    }
    List<String> command = new ArrayList<>();
    node.path("command").forEach(word -> command.add(word.asText()));
    return new Remediation(
        Remediation.Kind.valueOf(node.path("kind").asText()),
        text(node.path("title")),
        text(node.path("rationale")),
        edits,
        command,
        optional(node.path("fix")));
  }

  private static SafeText text(JsonNode node) {
    return SafeText.ofRedacted(node.path("value").asText());
  }

  private static Optional<String> optional(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }
}
