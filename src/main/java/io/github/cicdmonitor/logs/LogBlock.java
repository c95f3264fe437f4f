package io.github.cicdmonitor.logs;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.redact.ControlText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The bytes of the log that were read last, and the lines in them as text. Offsets are into the bytes. */
final class LogBlock {
  private static final int LONGEST_KEPT = 4_000;
  private static final int LONGEST_TIME = 64;
  private static final int SHORTEST_TIME = 20;
  private static final int LONGEST_FRONT = 400;

  /** Colours as a terminal shows them that does not know them. */
  private static final Pattern CARET_COLOUR = Pattern.compile("\\^\\[\\[[0-9;]{0,20}[A-Za-z]");

  static final String ECHO = "\u001b[36;1m";

  private final byte[] bytes;

  LogBlock(int size) {
    bytes = new byte[size];
  }

  byte[] bytes() {
    return bytes;
  }

  int lastLineFeed(int from, int to) {
    int i = to - 1;
    while (i >= from && bytes[i] != '\n') {
      i--;
    }
    return i;
  }

  int firstLineFeed(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Where the text begins behind the time that the runner puts before each line: a third of a log. */
  int afterTime(int from, int to) {
    int at = from;
    int most = Math.min(to, from + LONGEST_TIME);
    while (at < most && isOfTime(bytes[at])) {
      at++;
    }
    boolean time = at - from >= SHORTEST_TIME && at < most && bytes[at - 1] == 'Z';
    return time && bytes[at] == ' ' ? at + 1 : from;
  }

  private static boolean isOfTime(byte b) {
    return (b >= '0' && b <= ':') || b == '-' || b == '.' || b == 'T' || b == 'Z';
  }

  /** The time of the line that starts at {@code at}. */
  Optional<Instant> timeAt(int at) {
    return LineFormat.time(decode(at, Math.min(bytes.length, at + LONGEST_FRONT)));
  }

  /** For a step that was stopped on the line that starts at {@code from}, in a log begun then. */
  ExcerptStep.Stop stop(int from, int line, Optional<Instant> began) {
    Optional<Instant> now = timeAt(from);
    Optional<Instant> before = timeAt(lastLineFeed(0, Math.max(0, from - 1)) + 1);
    return new ExcerptStep.Stop(line, seconds(before, now), seconds(began, now));
  }

  private static long seconds(Optional<Instant> from, Optional<Instant> to) {
    return from.isPresent() && to.isPresent()
        ? Duration.between(from.get(), to.get()).toSeconds()
        : -1;
  }

  /** The time of this line alone. */
  Optional<Instant> time(int from, int to) {
    return LineFormat.time(decode(from, Math.min(to, from + LONGEST_TIME)));
  }

  /**
   * Whether the line before may belong to the same step: the runner warns of inputs, and says what it
   * does when debugging is on, before a step's header (actions/runner, {@code ActionRunner}).
   */
  boolean isAnnounced(int at) {
    int end = Math.max(0, at - 1);
    String before = LineFormat.parse(decode(lastLineFeed(0, end) + 1, end)).text();
    return before.startsWith("##[debug]") || before.startsWith("##[warning]");
  }

  /** A line in the one colour of echoed scripts from its beginning to its end. */
  boolean isEcho(int from, int to) {
    String raw = new String(bytes, from, Math.min(to - from, LONGEST_KEPT), StandardCharsets.UTF_8);
    String text = LineFormat.parse(raw).text();
    return text.startsWith(ECHO)
        && text.indexOf('\u001b', ECHO.length()) == text.lastIndexOf('\u001b');
  }

  boolean containsEscape(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == 0x1b) {
        return true;
      }
    }
    return false;
  }

  String textOf(int from, int to) {
    return LineFormat.parse(decode(from, to)).text();
  }

  String decode(int from, int to) {
    return cleaned(bytes, from, to);
  }

  /** The text of a line as people see it, without colours and control characters. */
  static String cleaned(byte[] bytes, int from, int to) {
    return withoutColour(examined(bytes, from, to).text());
  }

  ControlText.Cleaned examined(int from, int to) {
    return examined(bytes, from, to);
  }

  private static ControlText.Cleaned examined(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + LONGEST_KEPT);
    return ControlText.examine(new String(bytes, from, end - from, StandardCharsets.UTF_8));
  }

  static String withoutColour(String text) {
    return text.contains("^[[") ? CARET_COLOUR.matcher(text).replaceAll("") : text;
  }
}
