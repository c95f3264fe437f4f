package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.StoryRows.OpenEffect;
import io.github.cicdmonitor.store.StoryRows.WaitingDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The audit trail for people and programs, and what still waits for somebody. */
public final class AuditTrail {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{40,64}");

  private AuditTrail() {}

  /** One line an entry, oldest first. */
  public static String text(List<AuditLog.Entry> entries) {
    if (entries.isEmpty()) {
      return "Nothing yet: the audit trail has no entry in this span.\n";
    }
    StringBuilder out = new StringBuilder();
    for (AuditLog.Entry entry : entries) {
      out.append(String.format(Locale.ROOT, "%6d  %s\n", entry.seq(), line(entry)));
    }
    return out.toString();
  }

  /** {@code 2026-11-22T10:00:00Z  failure.seen  #4 acme/shop  by cicd-monitor  job=test}. */
  static String line(AuditLog.Entry entry) {
    List<String> parts = new ArrayList<>(List.of(entry.at(), entry.event()));
    String where = entry.incident().map(id -> "#" + id + " ").orElse("")
        + entry.repository().orElse("");
    if (!where.isBlank()) {
      parts.add(where.strip());
    }
    if (!entry.actor().equals(AuditLog.SELF)) {
      parts.add("by " + entry.actor());
    }
    String facts = facts(entry);
    if (!facts.isEmpty()) {
      parts.add(facts);
    }
    return Escape.terminal(String.join("  ", parts));
  }

  /** {@code job=test run=17}; digests by their first digits. */
  static String facts(AuditLog.Entry entry) {
    List<String> facts = new ArrayList<>();
    AuditDetail.of(entry)
        .properties()
        .forEach(field -> facts.add(field.getKey() + "=" + shortened(field.getValue())));
    return String.join(" ", facts);
  }

  /** Digests by their first digits: people compare those, programs read the JSON. */
  private static String shortened(JsonNode value) {
    String text = value.isTextual() ? value.asText() : value.toString();
    return DIGEST.matcher(text).matches() ? text.substring(0, 12) + "…" : text;
  }

  /** One object of JSON Lines. */
  public static ObjectNode json(AuditLog.Entry entry) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seq", entry.seq());
    node.put("at", entry.at());
    node.put("event", entry.event());
    node.put("incident", entry.incident().orElse(null));
    node.put("repository", entry.repository().orElse(null));
    node.put("actor", entry.actor());
    node.set("detail", AuditDetail.of(entry));
    node.put("previous", entry.previous());
    node.put("hash", entry.hash());
    return node;
  }

  /** What {@code report --verify} says; a broken chain is exit code 1. */
  public static String verdict(AuditLog.Verdict verdict) {
    return verdict
        .firstBroken()
        .map(seq -> "The audit trail is broken at entry %d: %s.\n"
            .formatted(seq, Escape.terminal(verdict.detail())))
        .orElseGet(() -> "The audit trail is whole: %s, each following the one before.\n"
            .formatted(HumanText.count(verdict.rows(), "entry")));
  }

  /** {@code {"ok","rows","first_broken","detail"}}. */
  public static ObjectNode verdictJson(AuditLog.Verdict verdict) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("ok", verdict.firstBroken().isEmpty());
    node.put("rows", verdict.rows());
    node.put("first_broken", verdict.firstBroken().orElse(null));
    node.put("detail", verdict.detail());
    return node;
  }

  /** Decisions that wait for something to happen, effects for the next analyze; empty when none. */
  public static String waiting(List<WaitingDecision> decisions, List<OpenEffect> effects) {
    StringBuilder out = new StringBuilder();
    if (!decisions.isEmpty()) {
      out.append("Waiting\n");
    }
    for (WaitingDecision decision : decisions) {
      out.append("  #%d in %s waits for %s\n"
          .formatted(
              decision.incident(),
              Escape.terminal(decision.repository()),
              Escape.terminal(decision.waitsFor())));
    }
    if (!effects.isEmpty()) {
      out.append(out.isEmpty() ? "" : "\n").append("Not carried out yet\n");
    }
    for (OpenEffect effect : effects) {
      out.append("  %-8s %s%s, since %s%s\n"
          .formatted(
              fate(effect.state()),
              Escape.terminal(effect.kind()),
              Escape.terminal(effect.incident().map(id -> " for #" + id).orElse("")
                  + effect.repository().map(name -> " in " + name).orElse("")),
              HumanText.moment(effect.plannedAt()),
              effect.why().map(why -> ": " + Escape.terminal(why)).orElse("")));
    }
    return out.toString();
  }

  private static String fate(String state) {
    return switch (state) {
      case "PLANNED" -> "planned";
      case "SENDING" -> "begun";
      default -> "unknown";
    };
  }
}
