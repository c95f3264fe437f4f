package io.github.cicdmonitor.reports;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a test runner, linter, compiler or package manager says of its own failed run.
 *
 * @param tool as its makers write it, lower case: {@code pytest}, {@code eslint}
 * @param failed failed tests, findings or errors by the tool's own count; never 0
 * @param total tests that ran, without skipped ones
 * @param items failed tests, findings, diagnostics in the order of the log, each once; those of the
 *     lines at hand, so there may be fewer than {@code failed}
 * @param firstLine number of the first line that belongs to the report
 * @param lastLine number of the last one
 * @param summaryLine number of the line with the counts, 0 if there is none
 */
public record Report(
    String tool,
    Kind kind,
    OptionalInt failed,
    OptionalInt total,
    List<Item> items,
    int firstLine,
    int lastLine,
    int summaryLine) {

  /** What the tool judges. */
  public enum Kind {
    TEST,
    /** Style, types, policies; formatters and audits, too. */
    LINT,
    COMPILATION,
    /** Which versions of which packages go together. */
    RESOLUTION
  }

  /**
   * One failed test, finding or diagnostic.
   *
   * @param name of the test, rule, error code or package; may be empty
   * @param line in the file, not in the log
   * @param message what is wrong; may be empty
   * @param logLine number of the line of the log
   */
  public record Item(
      String name, Optional<String> file, OptionalInt line, String message, int logLine) {
    private static final int LONGEST_NAME = 160;
    private static final int LONGEST_MESSAGE = 120;

    /** File and line, as far as they are known: {@code src/a.ts:12}. */
    public String place() {
      return file.map(f -> line.isPresent() ? f + ":" + line.getAsInt() : f).orElse("");
    }

    private String label(Kind kind) {
      String where = place();
      String what = name.isEmpty() || (kind == Kind.RESOLUTION && !message.isEmpty())
          ? cut(message, LONGEST_MESSAGE)
          : cut(name, LONGEST_NAME);
      boolean isBare = kind == Kind.LINT && file.isEmpty();
      if ((kind == Kind.COMPILATION || isBare) && !name.isEmpty() && !message.isEmpty()) {
        what = cut(name + ": " + message, LONGEST_MESSAGE);
      }
      if (where.isEmpty() || (file.isPresent() && what.contains(file.get()))) {
        return what;
      }
      return what.isEmpty() ? where : where + " " + what;
    }

    private static String cut(String text, int longest) {
      if (text.length() <= longest) {
        return text;
      }
      int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
      return text.substring(0, end) + "…";
    }
  }

  public Report {
    items = List.copyOf(items);
  }

  /** One line for people: how much failed, and the first item: "2 of 9 tests failed, first …". */
  public String headline() {
    String first = items.isEmpty() ? "" : items.get(0).label(kind);
    if (kind == Kind.RESOLUTION) {
      return tool + " could not resolve the dependencies" + (first.isEmpty() ? "" : ": " + first);
    }
    int count = failed.orElse(items.size());
    String counted = counted(count);
    if (first.isEmpty()) {
      return counted;
    }
    return counted + (count == 1 ? ": " : ", first ") + first;
  }

  private String counted(int count) {
    String atLeast = failed.isEmpty() && count > 1 ? "at least " : "";
    return switch (kind) {
      case TEST -> countedTests(count, atLeast);
      case LINT ->
        count == 0 ? tool + " failed" : atLeast + plural(count, "finding") + " of " + tool;
      default ->
        count == 0
            ? tool + " reported errors"
            : atLeast + plural(count, "error") + " of " + tool;
    };
  }

  private String countedTests(int count, String atLeast) {
    if (count == 0) {
      return "tests failed in " + tool;
    }
    return total.isPresent() && total.getAsInt() >= count
        ? count + " of " + plural(total.getAsInt(), "test") + " failed"
        : atLeast + plural(count, "test") + " failed";
  }

  private static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
