package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.IncidentRows;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Mutes;
import io.github.cicdmonitor.store.StoryRows;
import io.github.cicdmonitor.store.StoryRows.FailureRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One incident from its first failure to its end, told from the rows that prove it.
 *
 * @param channels the channel of each message, by the key of its effect
 */
public record IncidentStory(
    IncidentView view,
    boolean open,
    List<FailureRow> failures,
    List<AuditLog.Entry> timeline,
    Map<String, String> channels,
    Optional<String> waitsFor,
    Optional<Mutes.Mute> mute) {
  public IncidentStory {
    failures = List.copyOf(failures);
    timeline = List.copyOf(timeline);
    channels = Map.copyOf(channels);
  }

  /** How much to tell. */
  public enum Depth {
    STORY,
    /** With the entries of the audit trail as they are. */
    RAW
  }

  /** Empty when there is no such incident. */
  public static Optional<IncidentStory> of(Database database, long id) {
    StoryRows rows = new StoryRows(database);
    return IncidentView.of(database, id)
        .map(view -> new IncidentStory(
            view,
            new IncidentRows(database).isOpen(id),
            rows.failures(id),
            new AuditLog(database).entriesOf(id),
            rows.channels(id),
            rows.waitingDecisions().stream()
                .filter(decision -> decision.incident() == id)
                .map(StoryRows.WaitingDecision::waitsFor)
                .findFirst(),
            new Mutes(database).of(view.incident().repository(), view.incident().signature())));
  }

  /** An incident as {@code --json} has it, with its failures and timeline. */
  public ObjectNode json() {
    ObjectNode node = IncidentJson.of(view);
    ArrayNode rows = node.putArray("failures");
    for (FailureRow failure : failures) {
      rows.addObject()
          .put("id", failure.id())
          .put("repository", view.incident().repository().toString())
          .put("workflow", failure.workflow())
          .put("job", failure.job())
          .put("branch", failure.branch())
          .put("run_id", failure.runId())
          .put("attempt", failure.attempt())
          .put("head_sha", failure.headSha())
          .put("conclusion", failure.conclusion())
          .put("url", failure.url())
          .put("failed_at", failure.failedAt().toString())
          .put("seen_at", failure.seenAt().toString());
    }
    ArrayNode events = node.putArray("timeline");
    for (AuditLog.Entry entry : timeline) {
      events
          .addObject()
          .put("at", entry.at())
          .put("event", entry.event())
          .<ObjectNode>set("detail", AuditDetail.of(entry))
          .put("actor", entry.actor());
    }
    ArrayNode sentences = node.putArray("story");
    for (Narrative.Event event : Narrative.of(failures, timeline, channels)) {
      sentences
          .addObject()
          .put("at", event.at().toString())
          .put("text", event.text())
          .put("url", event.url().orElse(null));
    }
    node.put("open", open);
    node.put("muted_until", mute.map(found -> found.until().toString()).orElse(null));
    return node;
  }

  /** For a terminal; every line of it is escaped. */
  public String text(Depth depth) {
    return page(depth).text();
  }

  public String markdown(Depth depth) {
    return page(depth).markdown();
  }

  public String html(Depth depth) {
    return page(depth).html();
  }

  private Page page(Depth depth) {
    Incident incident = view.incident();
    List<PageSection> sections = new ArrayList<>();
    sections.add(IncidentSections.about(view, waitsFor, mute.map(Mutes.Mute::until)));
    view.diagnosis()
        .ifPresentOrElse(
            diagnosis -> sections.add(IncidentSections.diagnosis(diagnosis)),
            () -> sections.add(PageSection.of("")
                .plain("Not diagnosed yet: the next 'cicd-monitor analyze' does.")
                .build()));
    view.decision()
        .ifPresent(decision -> sections.add(IncidentSections.decision(incident, decision)));
    sections.add(events());
    if (depth == Depth.RAW) {
      sections.add(trail());
    }
    return new Page(
        "Incident %d: %s".formatted(incident.id(), incident.repository()),
        "%s, %s, %s"
            .formatted(
                open ? "Open" : "Over",
                HumanText.plain(incident.state().word()),
                HumanText.count(incident.occurrences(), "failure")),
        sections);
  }

  private PageSection events() {
    PageSection.Builder section = PageSection.of("What happened");
    String day = "";
    for (Narrative.Event event : Narrative.of(failures, timeline, channels)) {
      if (!HumanText.day(event.at()).equals(day)) {
        day = HumanText.day(event.at());
        section.add(PageSection.Kind.DAY, "", day, Optional.empty());
      }
      section.add(
          PageSection.Kind.EVENT, HumanText.timeOfDay(event.at()), event.text(), event.url());
    }
    return (section.isEmpty() ? section.plain("Nothing is known of it.") : section).build();
  }

  private PageSection trail() {
    PageSection.Builder section = PageSection.of("Audit trail");
    timeline.forEach(entry -> section.code(Long.toString(entry.seq()), AuditTrail.line(entry)));
    return (section.isEmpty() ? section.plain("Nothing.") : section).build();
  }
}
