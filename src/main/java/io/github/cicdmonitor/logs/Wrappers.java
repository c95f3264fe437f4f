package io.github.cicdmonitor.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What runners, task runners and log collectors put before a program's own message: workflow
 * commands ({@code ##[error]}), BuildKit and compose, {@code pkg task:} of pnpm and turbo, brackets
 * ({@code [server]}), clocks, levels ({@code ERROR:}), {@code npm ERR!}, boxes and check marks.
 *
 * <p>None is certain to be one ({@code web:build: x} is turbo's, {@code a.c:main: x} is not), so
 * nothing is thrown away: a line is a stack of layers, and whoever looks for a message looks at each.
 */
public final class Wrappers {
  private static final int MOST_LAYERS = 10;

  /** Who carried the line. Each takes at most one blank behind it: what is indented below stays so. */
  private static final List<Pattern> CARRIERS = List.of(
      Pattern.compile("##\\[[a-z]{1,10}\\] ?|::(?:error|warning|notice)(?: [^:]{0,200})?:: ?"),
      Pattern.compile("#\\d{1,4} (?:\\d{1,5}\\.\\d{1,3} ?)?|\\d{1,5}\\.\\d{2,3} "),
      Pattern.compile("[\\w@./-]{0,60}[A-Za-z][\\w@./-]{0,60} {1,40}[|│┃](?: |$)"),
      Pattern.compile("(?:[\\w@.-]{0,60}/[\\w@./-]{1,80}|\\.) [\\w:.-]{1,40}(?:: |\\$ )"),
      Pattern.compile("[\\w@./#-]{1,80}:[A-Za-z][\\w:.-]{0,40}: ?"),
      Pattern.compile(
          "\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z| ?[+-]\\d\\d:?\\d\\d)?:? ?|\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?:? "));

  /** What the line's own program may have put first. */
  private static final List<Pattern> FRONTS = List.of(
      Pattern.compile("\\[[\\w@./# :,+-]{1,80}\\]:? ?"),
      Pattern.compile(
          "(?i:fatal error|error|fatal|failure|critical|severe|panic|exception|uncaught|unhandled)(?: [A-Z]{1,6}\\d{1,6})?(?:\\[[\\w-]{1,40}\\])?(?: ?[:|!]| -) ?|(?:ERROR|FATAL|CRITICAL|SEVERE) "),
      Pattern.compile("(?:npm|NPM) (?:ERR!|error)(?: code)? |ERR! |error "),
      Pattern.compile("(?:remote|stderr|stdout|stderr \\w{1,20}|local): ?"),
      Pattern.compile("[|│┃╷╵╰╭─>»→•*✖✗✘×⨯❌⚠️●❯!'\"-]{1,4} |['\"]"));

  private Wrappers() {}

  /**
   * The line as it stands, then without one front after another. Where a layer is indented, the same
   * without its indent follows.
   */
  public static List<String> layers(String line) {
    List<String> layers = new ArrayList<>(3);
    String text = line;
    while (layers.size() < MOST_LAYERS && !text.isBlank()) {
      layers.add(text);
      String unindented = text.strip();
      if (unindented.length() != text.length()) {
        layers.add(unindented);
      }
      int end = frontOf(unindented);
      if (end == 0) {
        break;
      }
      text = unindented.substring(end);
    }
    return layers;
  }

  /** The message without anything that may have been put before it. */
  public static String bare(String line) {
    List<String> layers = layers(line);
    return layers.isEmpty() ? "" : layers.get(layers.size() - 1);
  }

  /** The line as its program printed it: without what runners and task runners put before it. */
  public static String uncarried(String line) {
    String text = line;
    for (int layer = 0; layer < MOST_LAYERS; layer++) {
      int end = end(CARRIERS, text);
      if (end == 0) {
        break;
      }
      text = text.substring(end);
    }
    return text;
  }

  private static int frontOf(String text) {
    int end = end(CARRIERS, text);
    return end == 0 ? end(FRONTS, text) : end;
  }

  private static int end(List<Pattern> fronts, String text) {
    for (Pattern front : fronts) {
      Matcher matcher = front.matcher(text);
      if (matcher.lookingAt()) {
        return matcher.end();
      }
    }
    return 0;
  }
}
