package io.github.cicdmonitor.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.redact.TokenSamples.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Plants tokens of every format in every hostile form. {@code -Dplanted.runs=20000} asks for more
 * runs than the suite has time for.
 */
final class PlantedFormatsTest {
  private static final int RUNS = Integer.getInteger("planted.runs", 3_000);
  private static final Redactor REDACTOR = new Redactor(List.of(), new byte[] {1, 2});
  private static final String ESCAPE_OR_JOINT =
      "\u001b\\[1;31m|\\\\u001b\\[31m|\\\\x1b\\[0m|\u200b|\" \\+ \"";

  @Test
  void there_are_at_least_180_formats_each_with_a_sample() {
    List<String> shapes = new ArrayList<>();
    TokenSamples samples = new TokenSamples(1);
    for (TokenFormat format : TokenFormats.ALL) {
      shapes.add(format.shape().parts() + " " + format.near());
      assertThat(samples.of(format).secret()).hasSizeGreaterThanOrEqualTo(9);
    }

    assertThat(shapes).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(180);
  }

  @Test
  void each_format_goes_from_a_sentence_and_the_sentence_stays() {
    TokenSamples samples = new TokenSamples(2);
    for (TokenFormat format : TokenFormats.ALL) {
      Sample sample = samples.of(format);

      assertThat(REDACTOR.scrub("see " + sample.text() + ", then fail"))
          .as(sample.toString())
          .doesNotContain(sample.secret())
          .contains("[redacted:")
          .startsWith("see ")
          .endsWith(", then fail");
    }
  }

  /** The seed is fixed: what the suite plants is the same each time. */
  @Test
  void no_twelve_characters_of_a_planted_token_can_be_read_in_any_form() {
    Random random = new Random(17);
    TokenSamples samples = new TokenSamples(18);
    List<Map.Entry<String, UnaryOperator<String>>> forms =
        List.copyOf(new HostileForms(random).all().entrySet());
    List<String> leaks = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      TokenFormat format = TokenFormats.ALL.get(run % TokenFormats.ALL.size());
      Map.Entry<String, UnaryOperator<String>> form = forms.get(random.nextInt(forms.size()));
      Sample sample = samples.of(format);
      String shown = form.getValue().apply(sample.text());
      String left = REDACTOR.scrub(shown);
      if (isReadable(form.getKey(), sample, shown, left)) {
        leaks.add(sample + " in " + form.getKey() + ": " + left);
      }
    }

    assertThat(forms).hasSizeGreaterThanOrEqualTo(12);
    assertThat(leaks.stream().limit(20).collect(Collectors.joining("\n"))).isEmpty();
  }

  private static boolean isReadable(String form, Sample sample, String shown, String left) {
    if (form.startsWith("base64") || form.equals("hex")) {
      int middle = shown.length() / 2;
      return left.contains(shown.substring(middle, Math.min(shown.length(), middle + 12)));
    }
    return !HostileForms.readable(sample.secret(), undone(left)).isEmpty();
  }

  /** As a reader undoes the escapes that the forms put in. */
  private static String undone(String text) {
    String plain = text.replaceAll(ESCAPE_OR_JOINT, "").replace("%25", "%");
    for (char c : "_-./+:=~!$@".toCharArray()) {
      String hex = Integer.toHexString(c);
      plain = plain
          .replace("%" + hex.toUpperCase(java.util.Locale.ROOT), String.valueOf(c))
          .replace("&#" + (int) c + ";", String.valueOf(c))
          .replace("\\u00" + hex, String.valueOf(c))
          .replace("\\x" + hex, String.valueOf(c));
    }
    return plain;
  }
}
