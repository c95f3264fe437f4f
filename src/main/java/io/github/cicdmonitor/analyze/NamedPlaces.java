package io.github.cicdmonitor.analyze;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Excerpt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files that the decisive lines of a log name with a line number. */
final class NamedPlaces {
  private static final int MOST_FILES = 3;
  private static final int MOST_LINES_READ = 12;
  private static final int LONGEST_LINE = 2_000;
  private static final int MOST_DIGITS = 6;
  private static final Pattern PLACE = Pattern.compile(
      "([A-Za-z0-9_.@/\\\\-]{1,200}\\.[A-Za-z0-9]{1,10})(?:\", line |:line |:|\\()(\\d{1,6})\\b");
  private static final Pattern WORKSPACE =
      Pattern.compile("^(?:/home/runner/work/|/Users/runner/work/|[A-Za-z]:/a/|/__w/)[^/]+/[^/]+/");

  private NamedPlaces() {}

  /** Ascending line numbers by path relative to the repository's root, the most decisive file first. */
  static Map<String, Set<Integer>> in(Excerpt excerpt) {
    Map<String, Set<Integer>> places = new LinkedHashMap<>();
    List<Integer> decisive =
        excerpt.errorLines().stream().limit(MOST_LINES_READ).toList();
    for (int number : decisive) {
      String line = excerpt.line(number).map(found -> found.text().value()).orElse("");
      Matcher place = PLACE.matcher(line.substring(0, Math.min(LONGEST_LINE, line.length())));
      while (place.find()) {
        String path = relative(place.group(1));
        boolean isPath = !path.startsWith("/") && !path.contains("..") && !path.contains("://");
        if (isPath
            && (places.containsKey(path) || places.size() < MOST_FILES)
            && place.group(2).length() <= MOST_DIGITS) {
          places.computeIfAbsent(path, p -> new TreeSet<>()).add(Integer.parseInt(place.group(2)));
        }
      }
    }
    return places;
  }

  private static String relative(String path) {
    String plain = path.replace('\\', '/');
    return WORKSPACE.matcher(plain).replaceFirst("").replaceFirst("^\\./", "");
  }
}
