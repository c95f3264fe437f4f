package io.github.cicdmonitor.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What the model is told before any data: the resource {@code prompt.txt}, whose first line is its
 * version. Whoever changes the text counts the version up, so that answers to the old one are not
 * taken for answers to the new one.
 *
 * @param core what is always said
 * @param examples said where there is room
 */
record PromptText(int version, String core, String examples) {
  private static final String FILE = "prompt.txt";
  private static final String EXAMPLES = "=== examples\n";
  /** Below so many tokens a question does without the examples. */
  private static final int TOKENS_FOR_EXAMPLES = 4_000;

  static final PromptText SHIPPED = read();

  private static PromptText read() {
    try (InputStream in = PromptText.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int head = text.indexOf('\n');
      int examples = text.indexOf(EXAMPLES);
      return new PromptText(
          Integer.parseInt(text.substring("version ".length(), head)),
          text.substring(head + 1, examples),
          text.substring(examples + EXAMPLES.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @param maxTokens that the whole question may have */
  String system(int maxTokens) {
    return maxTokens < TOKENS_FOR_EXAMPLES ? core : core + examples;
  }
}
