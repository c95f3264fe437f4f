package io.github.cicdmonitor.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/**
 * Masks in a line what differs from run to run of one fault: times, ids, temporary and checkout
 * paths, addresses, ports, durations, counters, hashes. Error codes, HTTP statuses, names and the
 * versions of packages stay: they tell faults apart.
 */
final class Noise {
  private record Mask(Pattern pattern, String by) {
    String apply(String text) {
      return pattern.matcher(text).replaceAll(by);
    }

    static Mask of(String pattern, String by) {
      return new Mask(Pattern.compile(pattern), by);
    }
  }

  private static final List<Mask> MASKS = List.of(
      Mask.of("\\[redacted:([\\w-]+):[0-9a-f]{4}\\]", "[redacted:$1]"),
      Mask.of("\\[blob \\d+ [0-9a-f]{8}\\]", "[blob]"),
      Mask.of("^#\\d+ (?:\\d+\\.\\d+ )?", ""),
      Mask.of("^##\\[error\\] ?", ""),
      Mask.of("\\\\+", "/"),
      Mask.of(
          "(?:/home/runner/_?work|/Users/runner/work|/__w|[A-Za-z]:/a|[A-Za-z]:/actions-runner/_work|/opt/actions-runner/_work)/_temp/[^\\s:'\"]+",
          "<tmp>"),
      Mask.of(
          "(?:/home/[\\w.-]+(?:/actions-runner)?/_?work|/Users/[\\w.-]+/work|/__w|\\b[A-Za-z]:/a|\\b[A-Za-z]:/actions-runner/_work|/opt/actions-runner/_work)/[\\w.-]+/[\\w.-]+/?",
          ""),
      Mask.of("/github/workspace/|/builds/[\\w.-]+/[\\w.-]+/|/workspace/(?:[\\w.-]+/)?", ""),
      Mask.of(
          "(?:/private)?(?:/tmp|/var/tmp|/var/folders|/dev/shm|[A-Za-z]:/(?:Windows|Users/[^/\\s]+/AppData/Local)/Temp|/run/user/\\d+)/[^\\s:'\"()]+",
          "<tmp>"),
      Mask.of("(?:/home|/Users|[A-Za-z]:/Users)/[\\w.~-]+/", "~/"),
      Mask.of(
          "\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?:Z| ?[+-]\\d\\d:?\\d\\d)?)?",
          "<time>"),
      Mask.of(
          "\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \\d{1,2} \\w{3} \\d{4}|\\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\\d{1,2}\\b(?:,? \\d{4})?",
          "<time>"),
      Mask.of(
          "\\b\\d{1,2}/\\d{1,2}/\\d{4}\\b|\\b\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?(?: ?[AP]M)?\\b",
          "<time>"),
      Mask.of(
          "\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b",
          "<id>"),
      Mask.of("\\b(?:sha(?:1|256|512)[:-])?[0-9a-fA-F]{16,}\\b", "<id>"),
      Mask.of("\\bsha(?:256|384|512)-[A-Za-z0-9+/=]{20,}", "<id>"),
      Mask.of("\\b0x[0-9a-fA-F]+\\b", "<id>"),
      Mask.of("@[0-9a-f]{5,16}\\b", "@<id>"),
      Mask.of("-[0-9a-f]{7,10}-[a-z0-9]{5}\\b", "-<id>"),
      Mask.of("\\[?(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}\\]?|\\[::1?\\]", "<address>"),
      Mask.of("\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?:[: ]\\d{1,5})?\\b", "<address>"),
      Mask.of("\\b(localhost|[\\w-]+(?:\\.[\\w-]+)+):\\d{2,5}\\b", "$1:<n>"),
      Mask.of(
          "(?i)\\b\\d+(?:[.,]\\d+)? ?(?:ns|µs|us|ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?|[kmgt]i?b(?:/s)?|bytes?|b/s|%)(?:\\b|$)",
          "<n>"),
      Mask.of("(?:<n> ?){2,}", "<n>"));

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.+~-]*\\d[A-Za-z0-9_.+~-]*");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)?");
  private static final Pattern SHORT_HASH = Pattern.compile("[0-9a-f]{7,15}");
  private static final Pattern CODE_BEFORE = Pattern.compile(
      "(?i)(?:status(?: code)?|http(?:/[\\d.]+)?|error(?: code)?|errno|code|returned(?: error)?|exit(?:ed)?(?: with)?|signal|port|version|python|node(?:\\.js)?|java|jdk|go|ruby|php|rust|cmake|gradle)[:= '\"\\[(]*$");
  private static final Pattern TAIL_NUMBERS = Pattern.compile("(?:\\d+[-_.]?)+$");
  /** {@code worker-17}, but not {@code CVE-2024-1} or {@code utf-8}. */
  private static final Pattern COUNTED = Pattern.compile("(\\w[\\w.+~-]*[-_~#])\\d+");

  private static final Pattern NOT_COUNTED = Pattern.compile(
      "[A-Z]+[-_]?|(?i)(?:.*[-_])?(?:utf|sha|iso|md|rc|beta|alpha|python|java|jdk|node|go|php|ruby|x86|clang|gcc|v)[-_]|(?:CVE|GHSA)-.*");
  private static final int LOOK_BACK = 24;

  private Noise() {}

  static String mask(String line) {
    String text = line;
    for (Mask mask : MASKS) {
      text = mask.apply(text);
    }
    return maskWords(text)
        .replaceAll("(?:[:,(]<n>)+\\)?(?=[:)\\s]|$)", ":<n>")
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** Words that hold a digit, one by one. */
  private static String maskWords(String text) {
    Matcher matcher = WORD.matcher(text);
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (matcher.find()) {
      String before = text.substring(Math.max(0, matcher.start() - LOOK_BACK), matcher.start());
      out.append(text, done, matcher.start()).append(maskWord(matcher.group(), before));
      done = matcher.end();
    }
    return out.append(text, done, text.length()).toString();
  }

  private static String maskWord(String word, String before) {
    String core = word.replaceAll("[.]+$", "");
    String end = word.substring(core.length());
    if (NUMBER.matcher(core).matches()) {
      boolean code = core.length() <= 6
          && (CODE_BEFORE.matcher(before).find() || before.matches(".*(?:==|>=|<=|~=|@|\\^)"));
      return (code ? core : "<n>") + end;
    }
    if (SHORT_HASH.matcher(core).matches() && core.matches(".*[a-f].*")) {
      return "<id>" + end;
    }
    if (isRandom(core)) {
      return "<id>" + end;
    }
    Matcher counted = COUNTED.matcher(core);
    if (counted.matches() && !NOT_COUNTED.matcher(counted.group(1)).matches()) {
      return counted.group(1) + "<n>" + end;
    }
    int digits = (int) core.chars().filter(Character::isDigit).count();
    if (digits >= 5 && Character.isLetter(core.charAt(0))) {
      return TAIL_NUMBERS.matcher(core).replaceAll("<n>") + end;
    }
    return word;
  }

  /** Letters and digits in turns, as people do not write. */
  private static boolean isRandom(String word) {
    if (word.length() < 8 || word.indexOf('.') >= 0) {
      return false;
    }
    int turns = 0;
    int digits = 0;
    for (int i = 0; i < word.length(); i++) {
      boolean digit = Character.isDigit(word.charAt(i));
      digits += digit ? 1 : 0;
      if (i > 0
          && Character.isLetterOrDigit(word.charAt(i - 1))
          && Character.isLetterOrDigit(word.charAt(i))
          && digit != Character.isDigit(word.charAt(i - 1))) {
        turns++;
      }
    }
    return turns >= 4 && digits >= 3 && turns * 5 >= word.length();
  }
}
