package io.github.cicdmonitor.reports;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the named groups of a shape caught in one line. */
final class Groups {
  private static final Pattern NUMBER_FIRST = Pattern.compile("(\\d[\\d,]*) +([A-Za-z]+)");
  private static final Pattern WORD_FIRST =
      Pattern.compile("([A-Za-z]+)\\s*[:=]?\\s*(\\d[\\d,]*)(?:[^\\d]|$)");

  private static final Set<String> FAILED = Set.of(
      "failed", "failure", "failures", "fail", "fails", "failing", "error", "errors", "errored",
      "broken", "undefined", "crashing", "timedout", "offense", "offenses");
  private static final Set<String> PASSED =
      Set.of("passed", "pass", "passes", "passing", "succeeded", "success", "successes", "ok");
  private static final Set<String> TOTAL = Set.of(
      "total", "test", "tests", "examples", "example", "runs", "run", "specs", "scenarios",
      "completed", "count", "cases");

  private final Map<String, String> caught;

  private Groups(Map<String, String> caught) {
    this.caught = caught;
  }

  static Groups of(Pattern pattern, Matcher matcher) {
    Map<String, String> caught = new HashMap<>();
    for (String name : pattern.namedGroups().keySet()) {
      String text = matcher.group(name);
      if (text != null && !text.isBlank()) {
        caught.put(name, text.strip());
      }
    }
    return new Groups(caught);
  }

  /** The group itself, or the one of the same name in another branch. */
  Optional<String> text(String name) {
    String own = caught.get(name);
    return Optional.ofNullable(own == null ? caught.get(name + "2") : own);
  }

  OptionalInt number(String name) {
    Optional<String> text = text(name);
    return text.isPresent() ? parsed(text.get()) : OptionalInt.empty();
  }

  /** How many failed; 0 where only those that passed are told of. */
  OptionalInt failed() {
    OptionalInt failed = plus(count("failed"), count("failed2"));
    if (failed.isEmpty()) {
      failed = fromPairs(FAILED, true);
    }
    boolean isTold = failed.isPresent() || (passed().isEmpty() && total().isEmpty());
    return isTold ? failed : OptionalInt.of(0);
  }

  /** Whether the line reports that nothing failed. */
  boolean isSuccess() {
    OptionalInt failed = failed();
    return failed.isPresent() && failed.getAsInt() == 0;
  }

  OptionalInt passed() {
    OptionalInt passed = count("passed");
    return passed.isPresent() ? passed : fromPairs(PASSED, false);
  }

  OptionalInt total() {
    OptionalInt total = count("total");
    return total.isPresent() ? total : fromPairs(TOTAL, false);
  }

  private OptionalInt count(String group) {
    String text = caught.get(group);
    return text == null ? OptionalInt.empty() : parsed(text);
  }

  private OptionalInt fromPairs(Set<String> words, boolean all) {
    OptionalInt sum = OptionalInt.empty();
    for (boolean numberFirst : new boolean[] {true, false}) {
      String text = caught.get(numberFirst ? "counts" : "named");
      if (text == null) {
        continue;
      }
      Matcher pairs = (numberFirst ? NUMBER_FIRST : WORD_FIRST).matcher(text);
      while (pairs.find() && (all || sum.isEmpty())) {
        String word = pairs.group(numberFirst ? 2 : 1).toLowerCase(Locale.ROOT);
        if (words.contains(word)) {
          sum = plus(sum, parsed(pairs.group(numberFirst ? 1 : 2)));
        }
      }
    }
    return sum;
  }

  static OptionalInt plus(OptionalInt one, OptionalInt other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, (long) one.getAsInt() + other.getAsInt()));
  }

  /** Digits, with commas between thousands; empty where there are too many to be a count. */
  private static OptionalInt parsed(String text) {
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
      } else if (c != ',') {
        return OptionalInt.empty();
      }
      if (value > Integer.MAX_VALUE) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of((int) value);
  }
}
