package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.model.TrackRecord;
import io.github.cicdmonitor.store.FixRecords.FixRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was predicted of our fixes against what became of them, for each model, recipe, rule, and
 * band of risk and confidence. A fix whose fate is open, or that was withdrawn because nobody needed
 * it any more, is counted and left out of the shares.
 */
public record Trust(List<Row> rows) {

  public Trust {
    rows = List.copyOf(rows);
  }

  /** By what the fixes are put together. */
  public enum By {
    MODEL,
    RECIPE,
    RULE,
    RISK,
    CONFIDENCE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can lose the right to act by itself. */
    boolean isTrusted() {
      return this == MODEL || this == RECIPE;
    }
  }

  /**
   * The fixes of one model, recipe, rule or band.
   *
   * @param fates how many came to each end
   * @param confidence mean of the diagnoses', 0 to 1; of the settled ones, as is the risk
   * @param risk mean, 0 to 10
   * @param asks whether its record makes every further fix of it wait for a person
   */
  public record Row(
      By by,
      String name,
      Map<FixFate, Long> fates,
      OptionalDouble confidence,
      OptionalDouble risk,
      boolean asks) {
    public Row {
      fates = Map.copyOf(fates);
    }

    long count(FixFate fate) {
      return fates.getOrDefault(fate, 0L);
    }

    /** Of those whose fate is settled, the ones merged as they were proposed. */
    public Proportion merged() {
      long settled = fates.entrySet().stream()
          .filter(entry -> entry.getKey().isSettled())
          .mapToLong(Map.Entry::getValue)
          .sum();
      return new Proportion(count(FixFate.MERGED), settled);
    }
  }

  /**
   * Of the fixes opened since then.
   *
   * @param records newest first; those before {@code since} too, on which the right to act rests
   */
  public static Trust of(List<FixRecord> records, Instant since) {
    List<Row> rows = new ArrayList<>();
    for (By by : By.values()) {
      Map<String, List<FixRecord>> groups = new TreeMap<>();
      for (FixRecord record : records) {
        name(by, record)
            .ifPresent(
                name -> groups.computeIfAbsent(name, key -> new ArrayList<>()).add(record));
      }
      groups.forEach((name, group) -> {
        List<FixRecord> shown =
            group.stream().filter(record -> !record.openedAt().isBefore(since)).toList();
        if (!shown.isEmpty()) {
          rows.add(row(by, name, shown, by.isTrusted() && isPoor(name, group)));
        }
      });
    }
    return new Trust(rows);
  }

  private static boolean isPoor(String name, List<FixRecord> newestFirst) {
    return new TrackRecord(name, newestFirst.stream().map(FixRecord::fate).toList()).isPoor();
  }

  private static Row row(By by, String name, List<FixRecord> group, boolean asks) {
    Map<FixFate, Long> fates = new EnumMap<>(FixFate.class);
    group.forEach(record -> fates.merge(record.fate(), 1L, Long::sum));
    return new Row(
        by,
        name,
        fates,
        mean(group, FixRecord::confidence),
        mean(
            group,
            record -> record.risk().isPresent()
                ? OptionalDouble.of(record.risk().getAsInt())
                : OptionalDouble.empty()),
        asks);
  }

  private static OptionalDouble mean(
      List<FixRecord> group, Function<FixRecord, OptionalDouble> value) {
    return group.stream()
        .filter(record -> record.fate().isSettled())
        .flatMapToDouble(record -> value.apply(record).stream())
        .average();
  }

  private static Optional<String> name(By by, FixRecord record) {
    return switch (by) {
      case MODEL -> record.model();
      case RECIPE -> record.recipe();
      case RULE -> record.rule();
      case RISK ->
        record.risk().isEmpty()
            ? Optional.empty()
            : Optional.of(riskBand(record.risk().getAsInt()));
      case CONFIDENCE ->
        record.confidence().isEmpty()
            ? Optional.empty()
            : Optional.of(confidenceBand(record.confidence().getAsDouble()));
    };
  }

  private static String riskBand(int risk) {
    return risk <= 2 ? "0 to 2" : risk <= 4 ? "3 and 4" : risk <= 6 ? "5 and 6" : "7 to 10";
  }

  private static String confidenceBand(double confidence) {
    if (confidence < 0.5) {
      return "below 0.5";
    }
    int tenths = (int) Math.min(9, Math.floor(confidence * 10 + 1e-9));
    return "0." + tenths + " to " + (tenths == 9 ? "1.0" : "0." + (tenths + 1));
  }

  /** Those of one kind, the most cases first. */
  List<Row> of(By by) {
    Comparator<Row> order = by.isTrusted() || by == By.RULE
        ? Comparator.<Row>comparingLong(row -> row.merged().of()).reversed()
        : Comparator.comparing(row -> order(row.name()));
    return rows.stream()
        .filter(row -> row.by() == by)
        .sorted(order.thenComparing(Row::name))
        .toList();
  }

  /** Bands ascend; "below" stands before all digits. */
  private static String order(String band) {
    return band.startsWith("below") ? "" : band;
  }
}
