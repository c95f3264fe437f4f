package io.github.cicdmonitor.logs;

import io.github.cicdmonitor.redact.ControlText;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final int TAIL = BEFORE_FAILURE + 10;

  private static final int BLOCK = 1 << 18;
  private static final int LOOK_BACK = 1 << 15;
  private static final int SHOWN_SCRIPT = 14;
  private static final int LONGEST_JUDGED = 2_000;

  /** Literals of the format itself, before the marks and the rules' own. */
  private static final List<String> FORMAT =
      List.of("##[", "post job cleanup", "-----begin ", "-----end ", LogBlock.ECHO);

  private final LiteralScan literals;
  private final LineWeigher weigher;
  private final StepLines failedStep;

  private final LogBlock block = new LogBlock(LOOK_BACK + BLOCK);
  private int lineNumber;
  private final KeptLines kept = new KeptLines();
  private final StepTracker steps = new StepTracker();
  private Optional<Instant> began = Optional.empty();
  private int wantUntil = 60;
  private final PrivateKeyLines keys = new PrivateKeyLines();
  private final Worthless worthless = new Worthless();
  private boolean anyFailure;

  static LiteralScan scanFor(LineInterest interest) {
    List<String> all = new ArrayList<>(FORMAT);
    all.addAll(LineWeight.LITERALS);
    all.addAll(interest.literals());
    return new LiteralScan(all);
  }

  LogScan(LiteralScan literals, LineInterest interest, StepLines failedStep) {
    this.literals = literals;
    this.failedStep = failedStep;
    this.weigher = new LineWeigher(interest, FORMAT.size() + LineWeight.LITERALS.size());
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
    byte[] buffer = block.bytes();
    int start = 0;
    int end = 0;
    boolean skipping = false;
    while (true) {
      int n = in.read(buffer, end, buffer.length - end);
      int from = start;
      if (n < 0) {
        if (end > start && !skipping) {
          scan(from, end, true);
        } else {
          keepBefore(start, lineNumber + 1, TAIL);
        }
        return;
      }
      end += n;
      int last = block.lastLineFeed(from, end);
      if (skipping) {
        int stop = block.firstLineFeed(from, end);
        if (stop < 0) {
          end = start;
          continue;
        }
        from = stop + 1;
        start = from;
        skipping = false;
        last = block.lastLineFeed(from, end);
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

  /** Whole lines, or (at the end, or of a line longer than the block) one without its line feed. */
  private void scan(int from, int to, boolean unfinished) {
    byte[] buffer = block.bytes();
    LiteralScan.Cursor cursor = literals.new Cursor();
    int lineStart = from;
    FoundLiterals found = new FoundLiterals();
    int i = cursor.seek(buffer, block.afterTime(from, to), to);
    while (i < to) {
      int goOn = i + 1;
      if (cursor.atLineEnd()) {
        lineNumber++;
        if (!found.isEmpty() || lineNumber <= wantUntil || keys.isOpenAt(lineNumber)) {
          lineEnds(lineStart, i, found);
          found.clear();
        }
        lineStart = goOn;
        goOn = block.afterTime(lineStart, to);
      } else {
        cursor.found(buffer, i, to, found);
      }
      i = cursor.seek(buffer, goOn, to);
    }
    if (unfinished && lineStart < to) {
      lineNumber++;
      lineEnds(lineStart, to, found);
      keep(lineNumber, lineStart, to, keys.holds(lineNumber));
      keepBefore(lineStart, lineNumber, TAIL);
    }
  }

  private void lineEnds(int from, int to, FoundLiterals found) {
    boolean inKey = keys.isOpenAt(lineNumber);
    if (found.holds(2)) {
      String text = block.decode(from, to);
      if (text.contains("PRIVATE KEY") && !text.contains("-----END")) {
        keys.begin(lineNumber);
      }
    } else if (inKey && found.holds(3)) {
      keys.end(lineNumber);
    }
    if (lineNumber == 1) {
      began = block.timeAt(from);
    }
    if (lineNumber <= wantUntil) {
      keep(lineNumber, from, to, inKey);
    }
    if (inKey) {
      return;
    }
    if (found.isEmpty()) {
      if (steps.echoes(lineNumber)) {
        steps.echo(block.textOf(from, to));
      }
      return;
    }
    boolean plain = found.lowest() >= FORMAT.size();
    long shape = plain ? Worthless.shape(block.bytes(), from, to) : 0;
    if (plain && worthless.holds(shape) && !steps.echoes(lineNumber)) {
      return;
    }
    LineFormat.Parsed line = LineFormat.parse(block.decode(from, to));
    follow(line, found, from, to);
    if (steps.echoes(lineNumber)) {
      steps.echo(line.text());
      return;
    }
    if (found.holds(4) && block.isEcho(from, to)) {
      return;
    }
    if (!judge(line.text(), found, from, to) && plain) {
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
          time(from, to)
              .ifPresent(at -> failedStep.header(lineNumber, at, !block.isAnnounced(from)));
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
    if (LogStep.isStop(text)) {
      step.stoppedAt(block.stop(from, lineNumber, began));
    } else {
      step.failedAt(lineNumber, text.contains("exit code") || text.contains("failed with exit"));
    }
    anyFailure = true;
  }

  private Optional<Instant> time(int from, int to) {
    return failedStep.areWanted() ? block.time(from, to) : Optional.empty();
  }

  /** Whether the line says anything at all. */
  private boolean judge(String text, FoundLiterals found, int from, int to) {
    String head = text.length() > LONGEST_JUDGED ? text.substring(0, LONGEST_JUDGED) : text;
    int shape = LineWeight.shape(head);
    LogStep current = steps.current();
    int weight = current.knownWeight(shape);
    if (weight == LogStep.UNKNOWN) {
      weight =
          weigher.weigh(head, block.containsEscape(from, to) ? literals.in(head) : found.toBits());
      current.learn(shape, weight);
    }
    if (weight > 0 && current.offer(lineNumber, weight, shape)) {
      keepBefore(from, lineNumber, BEFORE);
      keep(lineNumber, from, to, false);
      wantUntil = Math.max(wantUntil, lineNumber + AFTER);
    }
    return weight >= LogStep.LIGHTEST;
  }

  private void keep(int number, int from, int to, boolean inKey) {
    if (!kept.holds(number)) {
      if (inKey) {
        keep(number, "[key material left out]", false);
      } else {
        ControlText.Cleaned line = block.examined(from, to);
        keep(number, LineFormat.parse(LogBlock.withoutColour(line.text())).text(), line.hidden());
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
      int start = block.lastLineFeed(0, end) + 1;
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
