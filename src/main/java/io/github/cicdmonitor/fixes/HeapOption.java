package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Expressions;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most memory for the heap, in the options of a runtime.
 *
 * @param before what stands in front of the number
 * @param number as written
 * @param unit of the number: nothing (MiB), {@code m} or {@code g}
 * @param after the options behind it
 */
record HeapOption(String before, int number, String unit, String after) {
  static final String NODE = "NODE_OPTIONS";

  private static final Pattern NODE_FLAG =
      Pattern.compile("(?<![^ ])(--max[-_]old[-_]space[-_]size[= ])([1-9][0-9]{2,5})()(?![^ ])");
  private static final Pattern JAVA_FLAG =
      Pattern.compile("(?<![^ ])(-Xmx)([1-9][0-9]{0,5})([mMgG])(?![^ ])");
  private static final Pattern ANY = Pattern.compile("-Xmx|max[-_]old[-_]space");
  private static final Map<String, Pattern> FLAGS = Map.of(
      NODE,
      NODE_FLAG,
      "JAVA_TOOL_OPTIONS",
      JAVA_FLAG,
      "GRADLE_OPTS",
      JAVA_FLAG,
      "MAVEN_OPTS",
      JAVA_FLAG,
      "SBT_OPTS",
      JAVA_FLAG);

  static boolean isVariable(String name) {
    return FLAGS.containsKey(name);
  }

  /** Empty where the option does not stand there exactly once, or an expression does. */
  static Optional<HeapOption> in(String variable, String value) {
    Pattern flag = FLAGS.get(variable);
    if (flag == null || Expressions.any(value)) {
      return Optional.empty();
    }
    Matcher matcher = flag.matcher(value);
    if (!matcher.find() || ANY.matcher(value).results().count() != 1) {
      return Optional.empty();
    }
    return Optional.of(new HeapOption(
        value.substring(0, matcher.end(1)),
        Integer.parseInt(matcher.group(2)),
        matcher.group(3),
        value.substring(matcher.end(3))));
  }

  int mebibytes() {
    return unit.equalsIgnoreCase("g") ? number * 1024 : number;
  }

  boolean sameElse(HeapOption other) {
    return before.equals(other.before) && after.equals(other.after);
  }

  /** The whole value with another number of MiB, in the unit that it has where that goes. */
  String with(int mebibytes) {
    boolean whole = unit.equalsIgnoreCase("g") && mebibytes % 1024 == 0;
    String size =
        whole ? mebibytes / 1024 + unit : mebibytes + (unit.equalsIgnoreCase("g") ? "m" : unit);
    return before + size + after;
  }
}
