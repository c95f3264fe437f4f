package io.github.cicdmonitor.evaluate;

import io.github.cicdmonitor.evaluate.Result.OfFix;
import io.github.cicdmonitor.evaluate.Result.OfLog;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.report.Proportion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The numbers of one model. Shares of logs are of all of them: no usable answer is a wrong one.
 *
 * @param results of logs and pairs
 * @param otherPrompts cases whose recorded answers were to other prompts than today's
 */
record Score(String name, List<Result> results, List<String> otherPrompts) {
  private static final double SURE = 0.7;
  private static final int BINS = 10;

  Score {
    results = List.copyOf(results);
    otherPrompts = List.copyOf(otherPrompts);
  }

  /** Answers of one band of confidence, and how many of them were right. */
  record Bin(double from, double meanConfidence, Proportion categoryRight, Proportion classRight) {}

  long logs() {
    return results.stream().filter(r -> r.fix().isEmpty()).count();
  }

  long pairs() {
    return results.stream().filter(r -> r.fix().isPresent()).count();
  }

  private List<OfLog> ofLogs() {
    return results.stream().flatMap(r -> r.log().stream()).toList();
  }

  /** Only who answers can be sure or unsure. */
  private List<OfLog> answers() {
    return results.stream()
        .filter(Result::answered)
        .flatMap(r -> r.log().stream())
        .toList();
  }

  private Proportion share(Predicate<OfLog> which) {
    return new Proportion(ofLogs().stream().filter(which).count(), logs());
  }

  Proportion answered() {
    return new Proportion(results.stream().filter(Result::answered).count(), results.size());
  }

  Proportion classRight() {
    return share(OfLog::classRight);
  }

  Proportion categoryRight() {
    return share(OfLog::categoryRight);
  }

  /** A wrong class that it was sure of. */
  Proportion surelyWrong() {
    return share(log -> !log.classRight() && log.confidence() >= SURE);
  }

  Proportion transientRight() {
    return known(OfLog::transientRight);
  }

  Proportion evidence() {
    return known(OfLog::evidence);
  }

  Proportion named() {
    return known(OfLog::named);
  }

  private Proportion known(Function<OfLog, Optional<Boolean>> value) {
    List<Boolean> known =
        ofLogs().stream().flatMap(log -> value.apply(log).stream()).toList();
    return new Proportion(known.stream().filter(right -> right).count(), known.size());
  }

  Proportion otherClass() {
    return share(OfLog::otherClass);
  }

  Proportion otherCategory() {
    return share(OfLog::otherCategory);
  }

  /** Where it contradicts the rules, how often it is right. */
  Proportion rightAgainstRules() {
    List<OfLog> other = ofLogs().stream().filter(OfLog::otherCategory).toList();
    return new Proportion(other.stream().filter(OfLog::categoryRight).count(), other.size());
  }

  /** Where it contradicts the rules, how often they are right. */
  Proportion rulesRightAgainstIt() {
    List<OfLog> other = ofLogs().stream().filter(OfLog::otherCategory).toList();
    return new Proportion(other.stream().filter(OfLog::rulesRight).count(), other.size());
  }

  /** Mean square of what confidence and truth differ by; 0 is perfect, a coin gets 0.25. */
  OptionalDouble brier(Predicate<OfLog> right) {
    return answers().stream()
        .mapToDouble(log -> {
          double off = log.confidence() - (right.test(log) ? 1 : 0);
          return off * off;
        })
        .average();
  }

  /** How far confidence and share lie apart, over the bands; 0 is perfect. */
  OptionalDouble calibrationError() {
    List<Bin> bins = bins();
    long all = bins.stream().mapToLong(bin -> bin.categoryRight().of()).sum();
    double sum = bins.stream()
        .mapToDouble(bin -> bin.categoryRight().of()
            * Math.abs(bin.meanConfidence() - bin.categoryRight().share()))
        .sum();
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / all);
  }

  /** Ten bands of confidence; without those that hold nothing. */
  List<Bin> bins() {
    Map<Integer, List<OfLog>> bands = new TreeMap<>();
    for (OfLog log : answers()) {
      int band = Math.min(BINS - 1, (int) (log.confidence() * BINS + 1e-9));
      bands.computeIfAbsent(band, key -> new ArrayList<>()).add(log);
    }
    List<Bin> bins = new ArrayList<>();
    bands.forEach((band, logs) -> bins.add(new Bin(
        band / (double) BINS,
        logs.stream().mapToDouble(OfLog::confidence).average().orElse(0),
        new Proportion(logs.stream().filter(OfLog::categoryRight).count(), logs.size()),
        new Proportion(logs.stream().filter(OfLog::classRight).count(), logs.size()))));
    return bins;
  }

  Map<FixEffect, Long> effects() {
    Map<FixEffect, Long> counts = new EnumMap<>(FixEffect.class);
    for (FixEffect effect : FixEffect.values()) {
      counts.put(effect, count(fix -> fix.effect() == effect));
    }
    return counts;
  }

  Proportion sameFix() {
    return new Proportion(count(fix -> fix.effect() == FixEffect.SAME), pairs());
  }

  Map<GateDecision.Outcome, Long> gate() {
    Map<GateDecision.Outcome, Long> counts = new EnumMap<>(GateDecision.Outcome.class);
    for (GateDecision.Outcome outcome : GateDecision.Outcome.values()) {
      counts.put(outcome, count(fix -> fix.gate().filter(g -> g == outcome).isPresent()));
    }
    return counts;
  }

  private long count(Predicate<OfFix> which) {
    return results.stream().flatMap(r -> r.fix().stream()).filter(which).count();
  }

  double costUsd() {
    return results.stream().flatMapToDouble(r -> r.costUsd().stream()).sum();
  }

  long costUnknown() {
    return results.stream().filter(r -> r.costUsd().isEmpty()).count();
  }

  /** Nearest rank, in milliseconds. */
  OptionalLong milliseconds(int percent) {
    long[] all = results.stream().mapToLong(Result::milliseconds).sorted().toArray();
    return all.length == 0
        ? OptionalLong.empty()
        : OptionalLong.of(all[Math.max(0, (all.length * percent + 99) / 100 - 1)]);
  }
}
