package io.github.cicdmonitor.logs;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.redact.ControlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The pass over the bytes: finds lines that hold a literal, judges them, and keeps them with their
 * neighbours. Bytes of other lines are looked at once and never decoded.
 */
final class LogScan {
  static final int BEFORE = 8;
  static final int AFTER = 14;
  static final int BEFORE_FAILURE = 30;

  private static final int BLOCK = 1 << 18;
  private static final int LOOK_BACK = 1 << 15;
  private static final int LONGEST_KEPT = 4_000;
  private static final int SHOWN_SCRIPT = 14;
  private static final int MOST_WEIGHED = 100_000;
  private static final int GUESSED = 31;
  private static final int LONGEST_JUDGED = 2_000;
  private static final int LONGEST_TIME = 64;
  private static final int SHORTEST_TIME = 20;
  private static final int LONGEST_FRONT = 400;

  private static final Pattern STOPPED = Pattern.compile(
      "(?i)operation was cancel|has timed out after|exceeded the maximum|shutdown signal|lost communication|job was cancel");
  /** Colours as a terminal shows them that does not know them. */
  private static final Pattern CARET_COLOUR = Pattern.compile("\\^\\[\\[[0-9;]{0,20}[A-Za-z]");

  static final String ECHO = "\u001b[36;1m";

  /** Literals of the format itself, before the marks and the rules' own. */
  private static final List<String> FORMAT =
      List.of("##[", "post job cleanup", "-----begin ", "-----end ", ECHO);

  private final LiteralScan literals;
  private final LineInterest interest;
  private final int firstOfInterest;
  private final StepLines failedStep;

  private byte[] buffer = new byte[LOOK_BACK + BLOCK];
  private int lineNumber;
  private final KeptLines kept = new KeptLines();
  private final StepTracker steps = new StepTracker();
  private Optional<Instant> began = Optional.empty();
  private int wantUntil = 60;
  private final PrivateKeyLines keys = new PrivateKeyLines();
  private final Worthless worthless = new Worthless();
  private int weighed;
  private boolean anyFailure;

  static LiteralScan scanFor(LineInterest interest) {
    List<String> all = new ArrayList<>(FORMAT);
    all.addAll(LineWeight.LITERALS);
    all.addAll(interest.literals());
    return new LiteralScan(all);
  }

  LogScan(LiteralScan literals, LineInterest interest, StepLines failedStep) {
    this.literals = literals;
    this.interest = interest;
    this.failedStep = failedStep;
    this.firstOfInterest = FORMAT.size() + LineWeight.LITERALS.size();
  }

  int lines() {
    return lineNumber;
  }

  StepLines failedStep() {
    return failedStep;
  }

  NavigableMap<Integer, RawLine> kept() {
    return kept.lines();
  }

  List<LogStep> steps() {
    return steps.steps();
  }

  void read(InputStream in) throws IOException {
    int start = 0;
    int end = 0;
    boolean skipping = false;
    while (true) {
      int n = in.read(buffer, end, buffer.length - end);
      int from = start;
      if (n < 0) {
        if (end > start && !skipping) {
          scan(from, end, true);
        } else if (end == start || skipping) {
          keepTail(start, lineNumber + 1);
        }
        return;
      }
      end += n;
      int last = lastLineFeed(from, end);
      if (skipping) {
        int stop = firstLineFeed(from, end);
        if (stop < 0) {
          end = start;
          continue;
        }
        from = stop + 1;
        start = from;
        skipping = false;
        last = lastLineFeed(from, end);
      }
      if (last >= from) {
        scan(from, last + 1, false);
        start = last + 1;
      }
      if (end - start >= BLOCK - 1) {
        // Longer than a line may be, and perhaps begun in the block that was just read.
        scan(start, end, true);
        start = end;
        skipping = true;
      }
      int keepFrom = Math.max(0, start - LOOK_BACK);
      if (keepFrom > 0 && (buffer.length - end < BLOCK / 2 || start == end)) {
        System.arraycopy(buffer, keepFrom, buffer, 0, end - keepFrom);
        start -= keepFrom;
        end -= keepFrom;
      }
      if (end == buffer.length) {
        throw new IllegalStateException("the block is full");
      }
    }
  }

  private int lastLineFeed(int from, int to) {
    int i = to - 1;
    while (i >= from && buffer[i] != '\n') {
      i--;
    }
    return i;
  }

  private int firstLineFeed(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Whole lines, or (at the end, or of a line longer than the block) one without its line feed. */
  private void scan(int from, int to, boolean unfinished) {
    LiteralScan.Cursor cursor = literals.new Cursor();
    int lineStart = from;
    FoundLiterals found = new FoundLiterals();
    int i = cursor.seek(buffer, afterTime(from, to), to);
    while (i < to) {
      int goOn = i + 1;
      if (cursor.atLineEnd()) {
        lineNumber++;
        if (!found.isEmpty() || lineNumber <= wantUntil || keys.isOpenAt(lineNumber)) {
          lineEnds(lineStart, i, found);
          found.clear();
        }
        lineStart = goOn;
        goOn = afterTime(lineStart, to);
      } else {
        cursor.found(buffer, i, to, found);
      }
      i = cursor.seek(buffer, goOn, to);
    }
    if (unfinished && lineStart < to) {
      lineNumber++;
      lineEnds(lineStart, to, found);
      keep(lineNumber, lineStart, to, keys.holds(lineNumber));
      keepTail(lineStart, lineNumber);
    }
  }

  /** Where the text begins behind the time that the runner puts before each line: a third of a log. */
  private int afterTime(int from, int to) {
    int at = from;
    int most = Math.min(to, from + LONGEST_TIME);
    while (at < most && isOfTime(buffer[at])) {
      at++;
    }
    boolean time = at - from >= SHORTEST_TIME && at < most && buffer[at - 1] == 'Z';
    return time && buffer[at] == ' ' ? at + 1 : from;
  }

  private static boolean isOfTime(byte b) {
    return (b >= '0' && b <= ':') || b == '-' || b == '.' || b == 'T' || b == 'Z';
  }

  /** The last lines before the one that starts at {@code at}. */
  private void keepTail(int at, int number) {
    keepBefore(at, number, BEFORE_FAILURE + 10);
  }

  private void lineEnds(int from, int to, FoundLiterals found) {
    boolean inKey = keys.isOpenAt(lineNumber);
    if (found.holds(2)) {
      String text = decode(from, to);
      if (text.contains("PRIVATE KEY") && !text.contains("-----END")) {
        keys.begin(lineNumber);
      }
    } else if (inKey && found.holds(3)) {
      keys.end(lineNumber);
    }
    if (lineNumber == 1) {
      began = timeAt(from);
    }
    if (lineNumber <= wantUntil) {
      keep(lineNumber, from, to, inKey);
    }
    if (inKey) {
      return;
    }
    if (found.isEmpty()) {
      if (steps.echoes(lineNumber)) {
        steps.echo(textOf(from, to));
      }
      return;
    }
    boolean plain = found.lowest() >= FORMAT.size();
    long shape = plain ? Worthless.shape(buffer, from, to) : 0;
    if (plain && worthless.holds(shape) && !steps.echoes(lineNumber)) {
      return;
    }
    LineFormat.Parsed line = LineFormat.parse(decode(from, to));
    follow(line, found, from, to);
    if (steps.echoes(lineNumber)) {
      steps.echo(line.text());
      return;
    }
    if (found.holds(4) && isEcho(from, to)) {
      return;
    }
    boolean worth = judge(line.text(), found, from, to);
    if (plain && !worth) {
      worthless.add(shape);
    }
  }

  /** Steps begin and end, fail, and echo their scripts. */
  private void follow(LineFormat.Parsed line, FoundLiterals found, int from, int to) {
    String text = line.text();
    steps.owner(line.owner(), lineNumber);
    if (text.startsWith("##[group]")) {
      steps.endEcho();
      if (text.startsWith("##[group]Run ")) {
        wantUntil = Math.max(wantUntil, lineNumber + SHOWN_SCRIPT);
        if (steps.header(text.substring(13).strip(), lineNumber)) {
          time(from, to).ifPresent(at -> failedStep.header(lineNumber, at, !isAnnounced(from)));
        }
      }
    } else if (text.startsWith("##[endgroup]")) {
      steps.endEcho();
    } else if (found.holds(1) && text.startsWith("Post job cleanup")) {
      if (steps.cleanup(lineNumber)) {
        time(from, to).ifPresent(at -> failedStep.header(lineNumber, at, true));
      }
    } else if (text.startsWith("##[error]")) {
      steps.endEcho();
      fail(text, from);
      keepBefore(from, lineNumber, BEFORE_FAILURE);
      wantUntil = Math.max(wantUntil, lineNumber + 3);
      keep(lineNumber, from, to, false);
    }
  }

  private void fail(String text, int from) {
    LogStep step = steps.current();
    if (STOPPED.matcher(text).find()) {
      step.stoppedAt(stop(from));
    } else {
      step.failedAt(lineNumber, text.contains("exit code") || text.contains("failed with exit"));
    }
    anyFailure = true;
  }

  private ExcerptStep.Stop stop(int from) {
    Optional<Instant> now = timeAt(from);
    Optional<Instant> before = timeAt(lastLineFeed(0, Math.max(0, from - 1)) + 1);
    return new ExcerptStep.Stop(lineNumber, seconds(before, now), seconds(began, now));
  }

  private static long seconds(Optional<Instant> from, Optional<Instant> to) {
    return from.isPresent() && to.isPresent()
        ? Duration.between(from.get(), to.get()).toSeconds()
        : -1;
  }

  /** The time of the line that starts at {@code at}. */
  private Optional<Instant> timeAt(int at) {
    return LineFormat.time(decode(at, Math.min(buffer.length, at + LONGEST_FRONT)));
  }

  private Optional<Instant> time(int from, int to) {
    return failedStep.areWanted()
        ? LineFormat.time(decode(from, Math.min(to, from + LONGEST_TIME)))
        : Optional.empty();
  }

  /**
   * Whether the line before may belong to the same step: the runner warns of inputs, and says what it
   * does when debugging is on, before a step's header (actions/runner, {@code ActionRunner}).
   */
  private boolean isAnnounced(int at) {
    int end = Math.max(0, at - 1);
    String before = LineFormat.parse(decode(lastLineFeed(0, end) + 1, end)).text();
    return before.startsWith("##[debug]") || before.startsWith("##[warning]");
  }

  /** Whether the line says anything at all. */
  private boolean judge(String text, FoundLiterals found, int from, int to) {
    String head = text.length() > LONGEST_JUDGED ? text.substring(0, LONGEST_JUDGED) : text;
    int shape = LineWeight.shape(head);
    LogStep current = steps.current();
    int weight = current.knownWeight(shape);
    if (weight == LogStep.UNKNOWN) {
      weight = weigh(head, containsEscape(from, to) ? literals.in(head) : found.toBits());
      current.learn(shape, weight);
    }
    if (weight > 0 && current.offer(lineNumber, weight, shape)) {
      keepBefore(from, lineNumber, BEFORE);
      keep(lineNumber, from, to, false);
      wantUntil = Math.max(wantUntil, lineNumber + AFTER);
    }
    return weight >= LogStep.LIGHTEST;
  }

  /** The dear part; after very many lines only a guess, so that a flood of errors stays cheap. */
  private int weigh(String head, BitSet words) {
    if (++weighed > MOST_WEIGHED) {
      return GUESSED;
    }
    int weight = LineWeight.weigh(head);
    BitSet theirs = words.get(firstOfInterest, Math.max(firstOfInterest, words.length()));
    if (!theirs.isEmpty()) {
      weight = Math.max(weight, interest.judge().weigh(head, theirs));
    }
    return weight - LineWeight.doubt(head);
  }

  /** A line in the one colour of echoed scripts from its beginning to its end. */
  private boolean isEcho(int from, int to) {
    String raw =
        new String(buffer, from, Math.min(to - from, LONGEST_KEPT), StandardCharsets.UTF_8);
    String text = LineFormat.parse(raw).text();
    return text.startsWith(ECHO)
        && text.indexOf('\u001b', ECHO.length()) == text.lastIndexOf('\u001b');
  }

  private boolean containsEscape(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == 0x1b) {
        return true;
      }
    }
    return false;
  }

  private String textOf(int from, int to) {
    return LineFormat.parse(decode(from, to)).text();
  }

  private String decode(int from, int to) {
    return cleaned(buffer, from, to);
  }

  /** The text of a line as people see it, without colours and control characters. */
  static String cleaned(byte[] bytes, int from, int to) {
    return withoutColour(examined(bytes, from, to).text());
  }

  private static ControlText.Cleaned examined(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + LONGEST_KEPT);
    return ControlText.examine(new String(bytes, from, end - from, StandardCharsets.UTF_8));
  }

  private static String withoutColour(String text) {
    return text.contains("^[[") ? CARET_COLOUR.matcher(text).replaceAll("") : text;
  }

  private void keep(int number, int from, int to, boolean inKey) {
    if (!kept.holds(number)) {
      if (inKey) {
        keep(number, "[key material left out]", false);
      } else {
        ControlText.Cleaned line = examined(buffer, from, to);
        keep(number, LineFormat.parse(withoutColour(line.text())).text(), line.hidden());
      }
    }
  }

  private void keep(int number, String text, boolean hidden) {
    if (kept.add(number, text, hidden)) {
      kept.forget(steps.steps(), lineNumber);
      if (kept.isCrowded()) {
        steps.steps().forEach(s -> s.trim(s == steps.current() ? 40 : 10));
      }
    }
  }

  /** Lines before the one that starts at {@code at}, as far as the buffer still holds them. */
  private void keepBefore(int at, int number, int count) {
    int end = at - 1;
    for (int n = number - 1; n >= Math.max(1, number - count) && end >= 0; n--) {
      int start = lastLineFeed(0, end) + 1;
      if (start == 0 && n > 1) {
        return;
      }
      keep(n, start, end, keys.holds(n));
      end = start - 1;
    }
  }

  boolean anyFailure() {
    return anyFailure;
  }
}
