package io.github.cicdmonitor.report;

import static io.github.cicdmonitor.report.Count.Group.APPROVALS;
import static io.github.cicdmonitor.report.Count.Group.EFFECTS;
import static io.github.cicdmonitor.report.Count.Group.MODEL;
import static io.github.cicdmonitor.report.Count.Group.PULL_REQUESTS;
import static io.github.cicdmonitor.report.Count.Group.RERUNS;

import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.MetricRows.EffectCell;
import io.github.cicdmonitor.store.MetricRows.IncidentCell;
import io.github.cicdmonitor.store.MetricRows.PullRequestCell;
import io.github.cicdmonitor.store.MetricRows.Tally;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What was counted in a span, each declared once: how it is counted, and its name and words in every
 * format. The writers walk over these; JSON and Prometheus in this order, people's formats by the place
 * that is said here.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing that changes
enum Count {
  PULL_REQUESTS_OPENED(
      PULL_REQUESTS, "opened", pulls(cell -> true), shown("Pull requests opened.")),
  PULL_REQUESTS_MERGED(
      PULL_REQUESTS, "merged", shown("Pull requests merged.").line(1, "merged").markdown()),
  PULL_REQUESTS_CLOSED(
      PULL_REQUESTS,
      "closed",
      shown("Pull requests closed without merge.").line(4, "closed").markdown()),
  /** Whose own checks failed, or after whose merge the branch still did. */
  PULL_REQUESTS_FIX_FAILED(
      PULL_REQUESTS,
      "fix_failed",
      pulls(Count::hasFailed),
      shown("Pull requests whose fix failed.")
          .line(5, "failed to fix")
          .markdown()
          .page(4, "Pull requests whose fix failed")),
  /** Merged, and the branch was green after it. */
  PULL_REQUESTS_VERIFIED(
      PULL_REQUESTS,
      "verified",
      pulls(in("merged").and(cell -> cell.incidentState().equals(IncidentState.RESOLVED.word()))),
      shown("Pull requests merged and green after.").line(2, "verified").markdown()),
  PULL_REQUESTS_OPEN(PULL_REQUESTS, "open", shown("").line(3, "open")),
  PULL_REQUESTS_HANDED_OVER(PULL_REQUESTS, "handed_over", shown("").line(6, "handed over")),
  PULL_REQUESTS_WITHDRAWN(PULL_REQUESTS, "withdrawn", shown("").line(7, "withdrawn")),

  RERUNS_REQUESTED(RERUNS, "requested", tallies(MetricRows::reruns), shown("Re-runs requested.")),
  RERUNS_RECOVERED(
      RERUNS, "recovered", shown("Re-runs that passed.").line(1, "recovered").markdown()),
  RERUNS_FAILED(RERUNS, "failed", shown("").line(2, "failed again")),
  RERUNS_GONE(RERUNS, "gone", shown("").line(4, "gone")),
  RERUNS_PENDING(RERUNS, "pending", shown("").line(3, "pending")),

  APPROVALS_REQUESTED(
      APPROVALS,
      "requested",
      tallies(MetricRows::approvals),
      shown("Approval requests.").page(1, "Approvals requested")),
  APPROVALS_GRANTED(
      APPROVALS,
      "granted",
      tallies(MetricRows::approvals, "approved"),
      shown("Approval requests granted.").line(1, "granted").markdown().page(2, "… granted")),
  APPROVALS_REJECTED(
      APPROVALS,
      "rejected",
      shown("Approval requests rejected.").line(2, "rejected").markdown()),
  APPROVALS_EXPIRED(
      APPROVALS,
      "expired",
      shown("Approval requests expired.").line(4, "expired").markdown()),
  APPROVALS_STALE(APPROVALS, "stale", shown("").line(5, "stale")),
  APPROVALS_BLOCKED(APPROVALS, "blocked", shown("").line(6, "blocked")),
  APPROVALS_WAITING(APPROVALS, "waiting", shown("Approval requests that wait.").line(3, "waiting")),
  APPROVALS_NOT_GRANTED(
      APPROVALS,
      "",
      tallies(MetricRows::approvals, "rejected", "expired"),
      shown("").page(3, "… rejected or expired")),

  EFFECTS_DONE(
      EFFECTS,
      "done",
      effects("DONE"),
      shown("Changes and messages known to be done.").page(6, "Changes and messages done")),
  EFFECTS_REFUSED(
      EFFECTS,
      "refused",
      effects("REFUSED"),
      shown("Changes and messages refused.").page(7, "… refused")),
  /** They may have happened or not: they count as neither done nor refused. */
  EFFECTS_UNKNOWN(
      EFFECTS,
      "unknown",
      effects("UNKNOWN"),
      shown("Changes and messages of unknown fate.").page(8, "… of unknown fate")),
  EFFECTS_OPEN(
      EFFECTS,
      "open",
      effects("PLANNED", "SENDING"),
      shown("Changes and messages still to be sent.")),

  MODEL_CALLS(
      MODEL, "calls", rows -> rows.modelCalls().calls(), shown("Calls of the language model.")),
  MODEL_TOKENS(
      MODEL, "tokens", rows -> rows.modelCalls().tokens(), shown("Tokens of those calls.")),
  /** Diagnosed by rules alone. */
  INCIDENTS_WITHOUT_MODEL(
      MODEL,
      "incidents_without",
      rows -> sum(
          rows.incidents(),
          cell -> cell.analyzer().filter("RULES"::equals).isPresent(),
          IncidentCell::count),
      shown("Incidents answered by rules alone.").page(5, "Incidents answered by rules alone")),
  MODEL_UNSETTLED(MODEL, "unsettled", rows -> rows.modelCalls().unsettled(), shown(""));

  /** What is counted together: an object of the JSON and a line of text, which begins with the first. */
  enum Group {
    PULL_REQUESTS("pull_requests", "Pull requests"),
    RERUNS("reruns", "Re-runs"),
    APPROVALS("approvals", "Approval requests"),
    EFFECTS("effects", ""),
    MODEL("llm", "Model calls");

    final String json;

    /** Of its line. */
    final String title;

    Group(String json, String title) {
      this.json = json;
      this.title = title;
    }

    List<Count> counts() {
      return Arrays.stream(Count.values()).filter(count -> count.group == this).toList();
    }

    /** Those of the state or outcome that has this name. */
    private ToLongFunction<MetricRows> named(String word) {
      return switch (this) {
        case PULL_REQUESTS -> pulls(in(word));
        case RERUNS -> tallies(MetricRows::reruns, word);
        case APPROVALS -> tallies(MetricRows::approvals, word);
        case EFFECTS, MODEL -> throw new IllegalArgumentException(word);
      };
    }

    Count total() {
      return counts().get(0);
    }

    /** The parts that people read behind the total, in their places. */
    List<Count> parts() {
      return counts().stream()
          .filter(count -> count.shown.linePlace > 0)
          .sorted(Comparator.comparingInt(count -> count.shown.linePlace))
          .toList();
    }
  }

  /**
   * @param help of Prometheus; empty: not there
   * @param linePlace among the parts of its group's line; 0: not there
   * @param pagePlace in the page's table of what was done; 0: not there
   */
  record Appearance(
      String help, int linePlace, String words, boolean inMarkdown, int pagePlace, String label) {
    private Appearance line(int place, String text) {
      return new Appearance(help, place, text, inMarkdown, pagePlace, label);
    }

    private Appearance markdown() {
      return new Appearance(help, linePlace, words, true, pagePlace, label);
    }

    private Appearance page(int place, String text) {
      return new Appearance(help, linePlace, words, inMarkdown, place, text);
    }
  }

  final Group group;

  /** In JSON; empty: not there. */
  final String key;

  final ToLongFunction<MetricRows> of;
  final Appearance shown;

  Count(Group group, String key, Appearance shown) {
    this(group, key, group.named(key), shown);
  }

  Count(Group group, String key, ToLongFunction<MetricRows> of, Appearance shown) {
    this.group = group;
    this.key = key;
    this.of = of;
    this.shown = shown;
  }

  /** In Prometheus. */
  String metric() {
    return this == INCIDENTS_WITHOUT_MODEL ? "incidents_without_llm" : group.json + "_" + key;
  }

  /** Those of the page's table, in their places. */
  static List<Count> ofPage() {
    return Arrays.stream(values())
        .filter(count -> count.shown.pagePlace > 0)
        .sorted(Comparator.comparingInt(count -> count.shown.pagePlace))
        .toList();
  }

  private static Appearance shown(String help) {
    return new Appearance(help, 0, "", false, 0, "");
  }

  private static ToLongFunction<MetricRows> pulls(Predicate<PullRequestCell> which) {
    return rows -> sum(rows.pullRequests(), which, PullRequestCell::count);
  }

  private static Predicate<PullRequestCell> in(String state) {
    return cell -> cell.state().equals(state);
  }

  private static boolean hasFailed(PullRequestCell cell) {
    return (cell.state().equals("open") && cell.checks().equals("red"))
        || cell.incidentState().equals(IncidentState.FIX_FAILED.word());
  }

  /** Of these words; of none: all. */
  private static ToLongFunction<MetricRows> tallies(
      Function<MetricRows, List<Tally>> of, String... words) {
    List<String> wanted = List.of(words);
    return rows -> sum(
        of.apply(rows), tally -> wanted.isEmpty() || wanted.contains(tally.word()), Tally::count);
  }

  private static ToLongFunction<MetricRows> effects(String... states) {
    return rows ->
        sum(rows.effects(), cell -> List.of(states).contains(cell.state()), EffectCell::count);
  }

  static <T> long sum(List<T> cells, Predicate<T> which, ToLongFunction<T> count) {
    return cells.stream().filter(which).mapToLong(count).sum();
  }
}
