package io.github.cicdmonitor.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.report.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Scores as a table for people, and as JSON. */
final class ScoreTexts {
  private ScoreTexts() {}

  static String text(List<Score> scores) {
    List<List<String>> rows = new ArrayList<>();
    add(rows, scores, "", Score::name);
    add(rows, scores, "logs", s -> "" + s.logs());
    add(rows, scores, "fix pairs", s -> "" + s.pairs());
    add(rows, scores, "usable answers", s -> percent(s.answered()));
    add(rows, scores, "class right", s -> interval(s.classRight()));
    add(rows, scores, "category right", s -> interval(s.categoryRight()));
    add(rows, scores, "transient right", s -> interval(s.transientRight()));
    add(rows, scores, "key line in evidence", s -> interval(s.evidence()));
    add(rows, scores, "file or test named", s -> interval(s.named()));
    add(rows, scores, "sure and wrong class", s -> interval(s.surelyWrong()));
    add(rows, scores, "Brier, category", s -> number(s.brier(Result.OfLog::categoryRight)));
    add(rows, scores, "Brier, class", s -> number(s.brier(Result.OfLog::classRight)));
    add(rows, scores, "calibration error", s -> number(s.calibrationError()));
    add(rows, scores, "other class than rules", s -> interval(s.otherClass()));
    add(rows, scores, "other category than rules", s -> interval(s.otherCategory()));
    add(rows, scores, "  right there", s -> interval(s.rightAgainstRules()));
    add(rows, scores, "  rules right there", s -> interval(s.rulesRightAgainstIt()));
    for (FixEffect effect : FixEffect.values()) {
      String label = "fix " + effect.name().toLowerCase(Locale.ROOT);
      add(rows, scores, label, s -> "" + s.effects().get(effect));
    }
    add(rows, scores, "gate: auto, asks, report, block", s -> s.gate().values().toString());
    add(rows, scores, "cost, USD", ScoreTexts::cost);
    add(rows, scores, "seconds, median and p90", s -> seconds(s, 50) + " / " + seconds(s, 90));
    add(rows, scores, "answers to other prompts", s -> "" + s.otherPrompts().size());
    return table(rows) + "\n" + reliability(scores);
  }

  private static void add(
      List<List<String>> rows, List<Score> scores, String label, Function<Score, String> cell) {
    List<String> row = new ArrayList<>(List.of(label));
    scores.forEach(score -> row.add(cell.apply(score)));
    rows.add(row);
  }

  private static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] width = new int[columns];
    rows.forEach(row -> {
      for (int i = 0; i < columns; i++) {
        width[i] = Math.max(width[i], row.get(i).length());
      }
    });
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(width[i] - row.get(i).length() + 2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private static String reliability(List<Score> scores) {
    StringBuilder out = new StringBuilder("Confidence, and how many of these were right\n");
    for (Score score : scores) {
      out.append("  ").append(score.name()).append('\n');
      for (Score.Bin bin : score.bins()) {
        out.append(String.format(
            Locale.ROOT,
            "    %.1f to %.1f  said %3.0f %%  category %s  class %s%n",
            bin.from(),
            bin.from() + 0.1,
            100 * bin.meanConfidence(),
            interval(bin.categoryRight()),
            interval(bin.classRight())));
      }
    }
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  static String interval(Proportion share) {
    return share.of() == 0
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.0f %% (%.0f-%.0f) of %d",
            100 * share.share(),
            100 * share.low(),
            100 * share.high(),
            share.of());
  }

  static String percent(Proportion share) {
    return share.of() == 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * share.share());
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
  }

  static String cost(Score score) {
    String known = String.format(Locale.ROOT, "%.4f", score.costUsd());
    return score.costUnknown() == 0 ? known : known + ", " + score.costUnknown() + " not known";
  }

  static String seconds(Score score, int percent) {
    return score.milliseconds(percent).isPresent()
        ? String.format(Locale.ROOT, "%.2f", score.milliseconds(percent).getAsLong() / 1000.0)
        : "-";
  }

  static ObjectNode json(List<Score> scores) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode models = root.putArray("models");
    for (Score score : scores) {
      ObjectNode node = models.addObject().put("model", score.name());
      node.put("logs", score.logs()).put("pairs", score.pairs());
      node.set("answered", json(score.answered()));
      node.set("class", json(score.classRight()));
      node.set("category", json(score.categoryRight()));
      node.set("transient", json(score.transientRight()));
      node.set("evidence", json(score.evidence()));
      node.set("named", json(score.named()));
      node.set("sure_and_wrong", json(score.surelyWrong()));
      ObjectNode calibration = node.putObject("calibration");
      put(calibration, "brier_category", score.brier(Result.OfLog::categoryRight));
      put(calibration, "brier_class", score.brier(Result.OfLog::classRight));
      put(calibration, "error", score.calibrationError());
      ArrayNode bins = calibration.putArray("bins");
      for (Score.Bin bin : score.bins()) {
        ObjectNode one = bins.addObject()
            .put("from", bin.from())
            .put("confidence", rounded(bin.meanConfidence()));
        one.set("category", json(bin.categoryRight()));
        one.set("class", json(bin.classRight()));
      }
      ObjectNode rules = node.putObject("against_rules");
      rules.set("other_class", json(score.otherClass()));
      rules.set("other_category", json(score.otherCategory()));
      rules.set("right", json(score.rightAgainstRules()));
      rules.set("rules_right", json(score.rulesRightAgainstIt()));
      ObjectNode fixes = node.putObject("fixes");
      score.effects().forEach((effect, n) -> fixes.put(effect.name().toLowerCase(Locale.ROOT), n));
      ObjectNode gate = node.putObject("gate");
      score.gate().forEach((outcome, n) -> gate.put(outcome.name().toLowerCase(Locale.ROOT), n));
      node.put("cost_usd", score.costUsd()).put("cost_unknown", score.costUnknown());
      ObjectNode took = node.putObject("milliseconds");
      took.put("median", score.milliseconds(50).orElse(0));
      took.put("p90", score.milliseconds(90).orElse(0));
      score.otherPrompts().forEach(node.putArray("other_prompts")::add);
      node.set("cases", cases(score));
    }
    return root;
  }

  private static ArrayNode cases(Score score) {
    ArrayNode cases = JsonNodeFactory.instance.arrayNode();
    for (Result result : score.results()) {
      ObjectNode node = cases.addObject().put("id", result.id());
      if (!result.answered()) {
        node.put("unanswered", result.why());
      }
      result.log().filter(log -> result.answered()).ifPresent(log -> {
        node.put("class_right", log.classRight())
            .put("category_right", log.categoryRight())
            .put("confidence", log.confidence());
        log.evidence().ifPresent(found -> node.put("evidence", found));
        log.named().ifPresent(found -> node.put("named", found));
      });
      result.fix().ifPresent(fix -> {
        node.put("effect", fix.effect().name().toLowerCase(Locale.ROOT));
        fix.gate().ifPresent(gate -> node.put("gate", gate.name().toLowerCase(Locale.ROOT)));
      });
    }
    return cases;
  }

  private static ObjectNode json(Proportion share) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("hits", share.hits())
        .put("of", share.of())
        .put("share", rounded(share.share()))
        .put("low", rounded(share.low()))
        .put("high", rounded(share.high()));
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, rounded(value.getAsDouble()));
    } else {
      node.putNull(name);
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
