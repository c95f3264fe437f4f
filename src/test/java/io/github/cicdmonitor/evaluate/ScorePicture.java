package io.github.cicdmonitor.evaluate;

import io.github.cicdmonitor.report.Proportion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Scores as one SVG file without scripts: shares with their intervals, calibration, fixes, cost. */
final class ScorePicture {
  private static final List<String> COLOURS =
      List.of("#1f6feb", "#d9730d", "#2da44e", "#8250df", "#bf3989", "#57606a");
  private static final int WIDTH = 1080;
  private static final int LEFT = 210;
  private static final int BAR = 14;

  private final List<Score> scores;
  private final StringBuilder out = new StringBuilder();

  private ScorePicture(List<Score> scores) {
    this.scores = scores;
  }

  static String of(List<Score> scores) {
    return new ScorePicture(scores).draw();
  }

  private String draw() {
    int legend = 70;
    int bars = barsHeight();
    int lower = legend + bars + 60;
    int height = lower + 400 + 26 * scores.size();
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            .formatted(WIDTH, height))
        .append(
            " viewBox=\"0 0 %d %d\" font-family=\"system-ui, sans-serif\"".formatted(WIDTH, height))
        .append(" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    text(24, 34, "start", "600", "Models on %d logs and %d fix pairs".formatted(logs(), pairs()));
    legend(legend - 14);
    bars(legend + 20);
    calibration(24, lower);
    fixes(480, lower);
    table(lower + 370);
    return out.append("</svg>\n").toString();
  }

  private long logs() {
    return scores.stream().mapToLong(Score::logs).max().orElse(0);
  }

  private long pairs() {
    return scores.stream().mapToLong(Score::pairs).max().orElse(0);
  }

  private void legend(int y) {
    int x = 24;
    for (int i = 0; i < scores.size(); i++) {
      String name = shown(i);
      rectangle(x, y - 10, 12, 12, colour(i));
      text(x + 18, y, "start", "400", name);
      x += 40 + 8 * name.length();
    }
  }

  private String shown(int i) {
    String name = scores.get(i).name();
    return name.length() > 34 ? name.substring(0, 33) + "…" : name;
  }

  private static final Map<String, Function<Score, Proportion>> SHARES = shares();

  private static Map<String, Function<Score, Proportion>> shares() {
    Map<String, Function<Score, Proportion>> shares = new java.util.LinkedHashMap<>();
    shares.put("class right", Score::classRight);
    shares.put("category right", Score::categoryRight);
    shares.put("transient right", Score::transientRight);
    shares.put("key line in evidence", Score::evidence);
    shares.put("file or test named", Score::named);
    shares.put("sure and wrong class", Score::surelyWrong);
    shares.put("category other than rules'", Score::otherCategory);
    shares.put("fix means the same", Score::sameFix);
    return shares;
  }

  private int group() {
    return scores.size() * (BAR + 3) + 14;
  }

  private int barsHeight() {
    return SHARES.size() * group() + 20;
  }

  private void bars(int top) {
    double scale = (WIDTH - LEFT - 170) / 100.0;
    for (int percent = 0; percent <= 100; percent += 20) {
      double x = LEFT + percent * scale;
      line(x, top - 6, x, top + barsHeight() - 24, "#e5e7eb", 1);
      text(x, top + barsHeight() - 8, "middle", "400", percent + " %");
    }
    int y = top;
    for (Map.Entry<String, Function<Score, Proportion>> share : SHARES.entrySet()) {
      text(LEFT - 10, y + group() / 2.0 - 6, "end", "400", share.getKey());
      for (int i = 0; i < scores.size(); i++) {
        Proportion value = share.getValue().apply(scores.get(i));
        double at = y + i * (BAR + 3);
        if (value.of() == 0) {
          text(LEFT + 6, at + 11, "start", "400", "–");
          continue;
        }
        rectangle(LEFT, at, 100 * value.share() * scale, BAR, colour(i));
        double middle = at + BAR / 2.0;
        double low = LEFT + 100 * value.low() * scale;
        double high = LEFT + 100 * value.high() * scale;
        line(low, middle, high, middle, "#24292f", 1.5);
        line(low, middle - 4, low, middle + 4, "#24292f", 1.5);
        line(high, middle - 4, high, middle + 4, "#24292f", 1.5);
        text(high + 8, at + 11, "start", "400", ScoreTexts.percent(value) + " of " + value.of());
      }
      y += group();
    }
  }

  private void calibration(int left, int top) {
    int size = 280;
    int x0 = left + 60;
    int y0 = top + 20 + size;
    text(x0, top, "start", "600", "Calibration: category right against confidence");
    for (int percent = 0; percent <= 100; percent += 20) {
      double part = percent / 100.0 * size;
      line(x0 + part, y0, x0 + part, y0 - size, "#e5e7eb", 1);
      line(x0, y0 - part, x0 + size, y0 - part, "#e5e7eb", 1);
      text(x0 + part, y0 + 18, "middle", "400", "" + percent);
      text(x0 - 8, y0 - part + 4, "end", "400", "" + percent);
    }
    text(x0 + size / 2.0, y0 + 36, "middle", "400", "said, %");
    line(x0, y0, x0 + size, y0 - size, "#8c959f", 1);
    for (int i = 0; i < scores.size(); i++) {
      double lastX = -1;
      double lastY = -1;
      for (Score.Bin bin : scores.get(i).bins()) {
        double x = x0 + bin.meanConfidence() * size;
        double y = y0 - bin.categoryRight().share() * size;
        double shift = x + 1.5 * i; // bars of one place stand side by side
        line(
            shift,
            y0 - bin.categoryRight().low() * size,
            shift,
            y0 - bin.categoryRight().high() * size,
            colour(i),
            1);
        if (lastX >= 0) {
          line(lastX, lastY, shift, y, colour(i), 2);
        }
        double radius = 2.5 + Math.min(6, Math.sqrt((double) bin.categoryRight().of()) / 2);
        out.append("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>\n"
            .formatted(n(shift), n(y), n(radius), colour(i)));
        lastX = shift;
        lastY = y;
      }
    }
  }

  private void fixes(int left, int top) {
    int room = WIDTH - left - 40;
    text(left, top, "start", "600", "Fixes beside the person's, and what the gate says to them");
    int x = left;
    for (FixEffect effect : FixEffect.values()) {
      String word = effect.name().toLowerCase(Locale.ROOT);
      rectangle(x, top + 14, 11, 11, shade(effect));
      text(x + 16, top + 24, "start", "400", word);
      x += 34 + 8 * word.length();
    }
    int y = top + 44;
    for (int i = 0; i < scores.size(); i++) {
      Score score = scores.get(i);
      text(left, y + 12, "start", "400", shown(i));
      double at = left;
      for (FixEffect effect : FixEffect.values()) {
        long count = score.effects().getOrDefault(effect, 0L);
        double width = score.pairs() == 0 ? 0 : (double) room * count / score.pairs();
        if (width > 0) {
          rectangle(at, y + 18, width, 18, shade(effect));
          out.append("<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" fill=\"%s\">%d</text>\n"
              .formatted(
                  n(at + width / 2),
                  n(y + 31),
                  effect == FixEffect.NONE ? "#24292f" : "#ffffff",
                  count));
        }
        at += width;
      }
      text(left, y + 52, "start", "400", "gate: " + gate(score));
      y += 68;
    }
  }

  private static String shade(FixEffect effect) {
    return switch (effect) {
      case SAME -> "#1a7f37";
      case PARTLY -> "#4ac26b";
      case PLACE -> "#bf8700";
      case OTHER -> "#cf222e";
      case COMMAND -> "#6e7781";
      case MISFIT -> "#a40e26";
      case NONE -> "#d0d7de";
    };
  }

  private static String gate(Score score) {
    StringBuilder words = new StringBuilder();
    score
        .gate()
        .forEach((outcome, count) -> words
            .append(words.isEmpty() ? "" : ", ")
            .append(count)
            .append(' ')
            .append(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    return words.toString();
  }

  private void table(int top) {
    int[] columns = {24, 300, 420, 560, 680, 860};
    String[] header = {
      "", "usable", "Brier, category", "Brier, class", "cost, USD", "seconds, median / p90"
    };
    for (int i = 0; i < header.length; i++) {
      text(columns[i], top, "start", "600", header[i]);
    }
    int y = top + 22;
    for (int i = 0; i < scores.size(); i++) {
      Score score = scores.get(i);
      String[] cells = {
        shown(i),
        ScoreTexts.percent(score.answered()),
        two(score.brier(Result.OfLog::categoryRight).orElse(Double.NaN)),
        two(score.brier(Result.OfLog::classRight).orElse(Double.NaN)),
        ScoreTexts.cost(score),
        ScoreTexts.seconds(score, 50) + " / " + ScoreTexts.seconds(score, 90)
      };
      for (int c = 0; c < cells.length; c++) {
        text(columns[c], y, "start", "400", cells[c]);
      }
      y += 24;
    }
  }

  private static String two(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String colour(int i) {
    return COLOURS.get(i % COLOURS.size());
  }

  private void rectangle(double x, double y, double width, double height, String fill) {
    out.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
        .formatted(n(x), n(y), n(width), n(height), fill));
  }

  private void line(double x1, double y1, double x2, double y2, String colour, double width) {
    out.append("<path d=\"M%s %sL%s %s\" stroke=\"%s\" stroke-width=\"%s\"/>\n"
        .formatted(n(x1), n(y1), n(x2), n(y2), colour, n(width)));
  }

  private void text(double x, double y, String anchor, String weight, String words) {
    out.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-weight=\"%s\" fill=\"#24292f\">"
            .formatted(n(x), n(y), anchor, weight))
        .append(escaped(words))
        .append("</text>\n");
  }

  private static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("[^\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
  }

  private static String n(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
