package io.github.cicdmonitor.redact;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A token of some format in some hostile form.
 *
 * @param text what is written somewhere
 * @param form how, for the report of a leak
 */
public record Planting(String text, String form, String format, List<String> traces) {
  private static final int TRACE = 12;

  /** Makes plantings, the same ones for a seed. */
  public static final class Source {
    private final Random random;
    private final TokenSamples samples;
    private final List<Map.Entry<String, UnaryOperator<String>>> forms;

    public Source(long seed) {
      random = new Random(seed);
      samples = new TokenSamples(seed);
      forms = List.copyOf(new HostileForms(random).all().entrySet());
    }

    /** In any form, perhaps of several lines. */
    public Planting next() {
      Map.Entry<String, UnaryOperator<String>> form = forms.get(random.nextInt(forms.size()));
      TokenSamples.Sample sample = sample();
      String text = form.getValue().apply(sample.text());
      return new Planting(
          text, form.getKey(), sample.toString(), traces(form.getKey(), sample, text));
    }

    /** As it is, in one line: for the name of something. */
    public Planting plain() {
      TokenSamples.Sample sample = sample();
      return new Planting(
          sample.text(), "plain", sample.toString(), traces("plain", sample, sample.text()));
    }

    /** For a branch: no character that git refuses. */
    public Planting word() {
      Planting planting = plain();
      while (!planting.text().matches("[A-Za-z0-9_-]+")) {
        planting = plain();
      }
      return planting;
    }

    private TokenSamples.Sample sample() {
      return samples.of(TokenFormats.ALL.get(random.nextInt(TokenFormats.ALL.size())));
    }

    private static List<String> traces(String form, TokenSamples.Sample sample, String text) {
      if (form.startsWith("base64") || form.equals("hex")) {
        int middle = text.length() / 2;
        return List.of(text.substring(middle, Math.min(text.length(), middle + TRACE)));
      }
      return HostileForms.readable(sample.secret(), sample.secret()).stream()
          .filter(piece -> !isPublic(sample, piece))
          .toList();
    }

    /** A stretch of a literal stands in every token of the format: it gives nothing away. */
    private static boolean isPublic(TokenSamples.Sample sample, String piece) {
      StringBuilder literals = new StringBuilder();
      for (TokenShape.Part part : sample.format().shape().parts()) {
        literals.append(part.isLiteral() ? part.literal() : "\n");
      }
      return literals.indexOf(piece) >= 0;
    }
  }

  /** Whether a stretch of the secret can be read in the text. */
  public boolean isIn(String text) {
    return traces.stream().anyMatch(text::contains);
  }
}
