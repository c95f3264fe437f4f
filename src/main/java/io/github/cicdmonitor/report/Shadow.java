package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.gate.GatePolicy;
import io.github.cicdmonitor.gate.OperatorsWish;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.StoredDecisions.StoredDecision;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What would have been done by itself, had nothing been protected, no dry run been only a dry run,
 * and the threshold been one that lets something through. Computed from stored decisions alone.
 */
public record Shadow(Instant since, int threshold, List<Case> cases) {
  private static final int DEFAULT_THRESHOLD = 5;
  private static final int LISTED = 50;

  public Shadow {
    cases = List.copyOf(cases);
  }

  /** A decision, and what it would have been. */
  public record Case(StoredDecision decision, Action would, int risk) {
    /** Whether the program would have done more by itself than it did. */
    public boolean isMore() {
      boolean acts = would == Action.PULL_REQUEST || would == Action.RERUN;
      return acts && (decision.action() != would || decision.incident().isEmpty());
    }

    /** Whether a person has let it through or refused it. */
    boolean isJudged() {
      return decision.word().filter(word -> word == Approvals.State.APPROVED).isPresent()
          || isRefused();
    }

    boolean isRefused() {
      return decision.word().filter(word -> word == Approvals.State.REJECTED).isPresent();
    }
  }

  /** @param threshold of the configuration; one that lets nothing through is taken for the default */
  public static Shadow of(List<StoredDecision> decisions, Instant since, int threshold) {
    int used = threshold == 0 ? DEFAULT_THRESHOLD : threshold;
    return new Shadow(
        since, used, decisions.stream().map(decision -> imagine(decision, used)).toList());
  }

  private static Case imagine(StoredDecision decision, int threshold) {
    boolean offered =
        decision.action() == Action.APPROVAL || decision.action() == Action.PULL_REQUEST;
    if (!offered || decision.gate().isEmpty()) {
      int risk = decision.gate().map(gate -> gate.risk().value()).orElse(0);
      return new Case(decision, decision.action(), risk);
    }
    GateDecision gate = OperatorsWish.without(decision.gate().get(), new GatePolicy(threshold));
    // what was opened after all, because it was open already, stays opened
    boolean opens =
        gate.outcome() == GateDecision.Outcome.AUTO || decision.action() == Action.PULL_REQUEST;
    return new Case(
        decision, opens ? Action.PULL_REQUEST : Action.APPROVAL, gate.risk().value());
  }

  private List<Case> more() {
    return cases.stream().filter(Case::isMore).toList();
  }

  /** How many of those that people have decided on they let through. */
  Proportion approved() {
    List<Case> judged = more().stream().filter(Case::isJudged).toList();
    return new Proportion(judged.stream().filter(c -> !c.isRefused()).count(), judged.size());
  }

  private Map<Action, Long> counts() {
    Map<Action, Long> counts = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      counts.put(action, cases.stream().filter(c -> c.would() == action).count());
    }
    return counts;
  }

  public String text() {
    return page().text();
  }

  public String markdown() {
    return page().markdown();
  }

  public String html() {
    return page().html();
  }

  private Page page() {
    PageSection.Builder numbers = PageSection.of("Would have been done");
    counts()
        .forEach((action, count) ->
            numbers.fact(HumanText.plain(action.word()), HumanText.number(count)));
    PageSection.Builder more =
        PageSection.of("By itself, where a person was asked or nothing was done");
    List<Case> all = more();
    all.stream().limit(LISTED).forEach(c -> more.plain(line(c)));
    if (all.isEmpty()) {
      more.plain("Nothing.");
    } else if (all.size() > LISTED) {
      more.plain("and " + HumanText.number(all.size() - LISTED) + " more");
    }
    Proportion approved = approved();
    if (approved.of() > 0) {
      more.plain("People let through %s of the %s they decided on (95 %% interval: %d to %d %%)."
          .formatted(
              HumanText.number(approved.hits()),
              HumanText.number(approved.of()),
              Math.round(100 * approved.low()),
              Math.round(100 * approved.high())));
    }
    return new Page(
        "Had it acted by itself",
        "Since " + HumanText.moment(since) + ", with nothing protected and a threshold of "
            + threshold + ".",
        List.of(numbers.build(), more.build()));
  }

  private static String line(Case c) {
    StoredDecision decision = c.decision();
    String place = decision.job().isEmpty()
        ? decision.workflow()
        : decision.workflow() + " / " + decision.job();
    String who = decision.incident().map(id -> "#" + id).orElse("dry run");
    String what = c.would() == Action.RERUN
        ? "re-run of the failed jobs"
        : "pull request: " + decision.title() + " (risk " + c.risk() + ")";
    String then = decision.incident().isEmpty()
        ? ""
        : decision.word().map(word -> "; " + word.word()).orElse("")
            + decision
                .fate()
                .map(fate -> ", then " + HumanText.plain(fate.word()))
                .orElse("");
    return "%s  %s  %s: %s%s".formatted(who, decision.repository(), place, what, then);
  }

  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("since", since.toString()).put("threshold", threshold);
    ObjectNode would = root.putObject("would");
    counts().forEach((action, count) -> would.put(action.word(), count));
    Proportion approved = approved();
    root.putObject("approved")
        .put("hits", approved.hits())
        .put("of", approved.of())
        .put("low", approved.low())
        .put("high", approved.high());
    ArrayNode decisions = root.putArray("decisions");
    for (Case c : cases) {
      StoredDecision decision = c.decision();
      ObjectNode node = decisions.addObject();
      node.put("incident", decision.incident().orElse(null))
          .put("repository", decision.repository())
          .put("workflow", decision.workflow())
          .put("job", decision.job())
          .put("at", decision.at().toString())
          .put("dry_run", decision.incident().isEmpty())
          .put("title", decision.title().isEmpty() ? null : decision.title())
          .put("decision", decision.action().word())
          .put("would", c.would().word())
          .put("more", c.isMore())
          .put("word", decision.word().map(Approvals.State::word).orElse(null))
          .put("fate", decision.fate().map(fate -> fate.word()).orElse(null));
      if (decision.gate().isPresent()) {
        node.put("risk", c.risk());
      } else {
        node.putNull("risk");
      }
    }
    return root;
  }
}
