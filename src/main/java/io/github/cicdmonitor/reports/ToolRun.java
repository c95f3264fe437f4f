package io.github.cicdmonitor.reports;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is known of one run of a tool while its lines are read. */
final class ToolRun {
  private static final Pattern WORKSPACE =
      Pattern.compile("^(?:file://)?(?:(?:/home/runner/work|/Users/runner/work|/__w|[A-Z]:[\\\\/]a)"
          + "(?:[\\\\/][^\\\\/]+){2}|/github/workspace)[\\\\/]");
  private static final int NEAR = 12;
  private static final int NEXT = 4;
  private static final int MOST_ITEMS = 200;

  private final Format format;
  private final List<Report.Item> items = new ArrayList<>();
  private final List<Report.Item> tentative = new ArrayList<>();
  private final List<Report.Item> fallbacks = new ArrayList<>();
  private OptionalInt failed = OptionalInt.empty();
  private OptionalInt passed = OptionalInt.empty();
  private OptionalInt total = OptionalInt.empty();
  private OptionalInt partFailed = OptionalInt.empty();
  private OptionalInt counted = OptionalInt.empty();
  private int countLine;
  private int summaryShape = -1;
  private int summaryLine;
  private int partLine;
  private int first;
  private int last;
  private boolean failing;
  private Optional<Report.Item> ahead = Optional.empty();

  ToolRun(Format format) {
    this.format = format;
  }

  boolean hasSummary() {
    return summaryShape >= 0;
  }

  boolean hasSummary(int shape) {
    return summaryShape == shape;
  }

  void add(int number, Formats.Match match, String file) {
    Groups groups = match.groups();
    switch (match.role()) {
      case SUMMARY -> {
        summaryShape = match.shape();
        summaryLine = number;
        failed = groups.failed().isPresent() ? groups.failed() : failed;
        failing |= failed.isEmpty();
        passed = groups.passed().isPresent() ? groups.passed() : passed;
        total = groups.total().isPresent() ? groups.total() : total;
      }
      case COUNT -> {
        if (groups.text("failed").isPresent()) {
          counted = groups.failed();
          countLine = number;
        }
        passed = groups.passed().isPresent() ? groups.passed() : passed;
        total = groups.total().isPresent() ? groups.total() : total;
        return;
      }
      case PART -> {
        if (partLine == 0 && !groups.isSuccess()) {
          partLine = number;
          partFailed = groups.failed();
          failing = true;
        }
      }
      case ITEM -> add(items, placed(item(number, groups, file)));
      case TENTATIVE -> {
        tentative.removeIf(item -> item.file().isEmpty());
        tentative.add(placed(item(number, groups, "")));
        return;
      }
      case WITHIN, FALLBACK -> add(fallbacks, placed(item(number, groups, file)));
      case AHEAD -> ahead = Optional.of(item(number, groups, file));
      case AT -> place(number, groups);
      case TITLE -> failing = true;
      default -> {}
    }
    first = first == 0 ? number : Math.min(first, number);
    last = Math.max(last, number);
  }

  private static Report.Item item(int number, Groups groups, String file) {
    Optional<String> own = groups.text("file");
    return new Report.Item(
        groups.text("name").orElse("").replaceAll("\\s{2,}", " "),
        (own.isPresent() || file.isEmpty() ? own : Optional.of(file)).map(ToolRun::inWorkspace),
        groups.number("line"),
        groups.text("msg").orElse(""),
        number);
  }

  /** The path inside the repository, where a runner's workspace stands in front of it. */
  private static String inWorkspace(String file) {
    Matcher workspace = WORKSPACE.matcher(file);
    return workspace.find() ? file.substring(workspace.end()) : file;
  }

  /** With the place that was told ahead of it. */
  private Report.Item placed(Report.Item item) {
    Optional<Report.Item> place = ahead.filter(a -> item.logLine() - a.logLine() <= NEAR);
    ahead = Optional.empty();
    return item.file().isPresent() || place.isEmpty()
        ? item
        : new Report.Item(
            item.name(), place.get().file(), place.get().line(), item.message(), item.logLine());
  }

  /** Each once; what one line lacks another one of the same item may have. */
  private static void add(List<Report.Item> items, Report.Item item) {
    for (int i = 0; i < items.size(); i++) {
      Report.Item known = items.get(i);
      if (isSame(known, item)) {
        items.set(i, merged(known, item));
        return;
      }
      if (known.file().isEmpty() && item.name().startsWith(known.name() + "/")) {
        items.set(i, item); // a test fails with its sub-test
        return;
      }
    }
    if (items.size() < MOST_ITEMS) {
      items.add(item);
    }
  }

  private static boolean isSame(Report.Item known, Report.Item item) {
    if (known.line().isPresent() && item.line().isPresent() && !known.line().equals(item.line())) {
      return false;
    }
    if (known.name().isEmpty() || item.name().isEmpty()) {
      return known.name().isEmpty()
          && item.name().isEmpty()
          && known.file().equals(item.file())
          && known.line().equals(item.line())
          && known.message().equals(item.message());
    }
    boolean sameFile =
        known.file().isEmpty() || item.file().isEmpty() || known.file().equals(item.file());
    return sameFile
        && (endsWith(known.name(), item.name()) || endsWith(item.name(), known.name()))
        && (known.message().isEmpty()
            || item.message().isEmpty()
            || known.message().equals(item.message())
            || known.line().isPresent() != item.line().isPresent());
  }

  /** Whether {@code end} is the last whole words of {@code whole}. */
  private static boolean endsWith(String whole, String end) {
    if (!whole.endsWith(end)) {
      return false;
    }
    int before = whole.length() - end.length() - 1;
    return before < 0
        || (!Character.isLetterOrDigit(whole.charAt(before)) && whole.charAt(before) != '_');
  }

  private static Report.Item merged(Report.Item known, Report.Item item) {
    boolean longer = item.name().length() > known.name().length();
    return new Report.Item(
        longer ? item.name() : known.name(),
        known.file().isPresent() ? known.file() : item.file(),
        known.line().isPresent() ? known.line() : item.line(),
        known.message().isEmpty() ? item.message() : known.message(),
        known.logLine());
  }

  private void place(int number, Groups groups) {
    Optional<String> name = groups.text("name");
    List<Report.Item> list = items.isEmpty() ? fallbacks : items;
    int reach = NEAR;
    if (isLater(tentative, items)) {
      list = tentative;
      reach = NEXT;
    }
    for (int i = list.size() - 1; i >= 0; i--) {
      Report.Item item = list.get(i);
      boolean meant = name.isPresent()
          ? endsWith(item.name(), name.get()) || endsWith(name.get(), item.name())
          : i == list.size() - 1 && number - item.logLine() <= reach;
      if (meant) {
        if (item.line().isEmpty() && (item.file().isEmpty() || sameFile(item, groups))) {
          list.set(
              i,
              new Report.Item(
                  item.name(),
                  groups.text("file").map(ToolRun::inWorkspace).or(item::file),
                  groups.number("line"),
                  item.message(),
                  item.logLine()));
        }
        return;
      }
    }
  }

  private static boolean isLater(List<Report.Item> one, List<Report.Item> other) {
    return !one.isEmpty()
        && (other.isEmpty()
            || one.get(one.size() - 1).logLine() > other.get(other.size() - 1).logLine());
  }

  private static boolean sameFile(Report.Item item, Groups groups) {
    String file = groups.text("file").map(ToolRun::inWorkspace).orElse("");
    String known = item.file().orElse("");
    return file.endsWith(known) || known.endsWith(file);
  }

  /** Takes over what stood after the counts of the same run. */
  void take(ToolRun tail) {
    tail.items.forEach(item -> add(items, item));
    tentative.addAll(tail.tentative);
    if (countLine == 0) {
      countLine = tail.countLine;
      counted = tail.counted;
    }
    tail.fallbacks.forEach(item -> add(fallbacks, item));
    ahead = ahead.or(() -> tail.ahead);
    passed = passed.isPresent() ? passed : tail.passed;
    total = total.isPresent() ? total : tail.total;
    if (partLine == 0) {
      partLine = tail.partLine;
      partFailed = tail.partFailed;
    }
    failing |= tail.failing;
    if (tail.first > 0) {
      first = first == 0 ? tail.first : Math.min(first, tail.first);
      last = Math.max(last, tail.last);
    }
  }

  /** Empty where nothing failed, or nothing says that something did. */
  Optional<Report> report() {
    List<Report.Item> named = named();
    OptionalInt count = failed;
    int line = summaryLine;
    if (!hasSummary()) {
      count = partFailed.isPresent() ? partFailed : named.isEmpty() ? count : counted;
      line = partLine > 0 ? partLine : count.equals(counted) ? countLine : 0;
    }
    boolean isNothing = named.isEmpty() && count.isEmpty() && !failing;
    if (isNothing || (count.isPresent() && count.getAsInt() == 0)) {
      return Optional.empty();
    }
    OptionalInt all = hasSummary() ? total : OptionalInt.empty();
    if (hasSummary() && all.isEmpty() && passed.isPresent()) {
      all = Groups.plus(passed, count);
    }
    int begin =
        Math.min(first, named.stream().mapToInt(Report.Item::logLine).min().orElse(first));
    return Optional.of(
        new Report(format.tool(), format.kind(), count, all, named, begin, last, line));
  }

  /** The best list there is, in the order of the log. */
  private List<Report.Item> named() {
    List<Report.Item> named = new ArrayList<>(items);
    tentative.stream().filter(item -> item.file().isPresent()).forEach(item -> add(named, item));
    named.sort(Comparator.comparingInt(Report.Item::logLine));
    if (!named.isEmpty()) {
      return named;
    }
    return fallbacks.isEmpty() ? ahead.stream().toList() : fallbacks;
  }
}
