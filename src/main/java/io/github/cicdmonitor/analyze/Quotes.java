package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the lines of an excerpt that a model quotes. White space may differ; nothing else, and each
 * line of a quote must be there. The number that the prompt puts before a line may be copied along.
 */
final class Quotes {
  private static final int SHORTEST = 4;
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,9})\\s*\\| ?(.*)");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final List<LogLine> lines;

  Quotes(Excerpt excerpt) {
    // Of several lines with the same words, the one that the cutter holds to be the reason.
    this.lines = excerpt.lines().stream()
        .sorted(Comparator.comparing(line -> !excerpt.errorLines().contains(line.number())))
        .toList();
  }

  /** The first line that is quoted; empty when a line of the quote is not in the log. */
  Optional<Evidence> find(String quote) {
    Optional<LogLine> first = Optional.empty();
    for (String part :
        quote.lines().map(Quotes::folded).filter(p -> !p.isEmpty()).toList()) {
      Optional<LogLine> line = line(part);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      first = first.isPresent() ? first : line;
    }
    return first.map(line -> new Evidence(line.number(), line.text()));
  }

  private Optional<LogLine> line(String wanted) {
    Matcher numbered = NUMBERED.matcher(wanted);
    if (numbered.matches()) {
      int number = Integer.parseInt(numbered.group(1));
      String words = numbered.group(2).strip();
      Optional<LogLine> there = lines.stream()
          .filter(line -> line.number() == number && says(line, words))
          .findFirst();
      if (there.isPresent()) {
        return there;
      }
    }
    return lines.stream().filter(line -> says(line, wanted)).findFirst();
  }

  private static boolean says(LogLine line, String words) {
    String text = folded(line.text().value());
    return words.length() < SHORTEST
        ? text.equals(words) && !words.isEmpty()
        : text.contains(words);
  }

  private static String folded(String text) {
    return SPACE.matcher(text).replaceAll(" ").strip();
  }
}
