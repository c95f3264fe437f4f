package io.github.cicdmonitor.injection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The attempts of {@code attempts.txt}. */
public final class Attempts {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:\\\\|u([0-9a-f]{4}))");

  private Attempts() {}

  /** @param place log, job, workflow, branch, step, file, commit or answer */
  public record Attempt(String place, String text) {}

  public static List<Attempt> all() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(Attempts.class.getResourceAsStream("attempts.txt")),
        StandardCharsets.UTF_8))) {
      return in.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .map(parts -> new Attempt(parts[0], unescaped(parts[1])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(match -> match.group(1) == null
            ? "\\\\"
            : java.util.regex.Matcher.quoteReplacement(
                String.valueOf((char) Integer.parseInt(match.group(1), 16))));
  }
}
