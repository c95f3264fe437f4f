package io.github.cicdmonitor.workflow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as people write it: {@code v4}, {@code 1.2.3}, {@code 20.11.0-alpine}. A suffix is kept
 * as it stands and must be the same for two versions to be of one line.
 */
public record Version(List<BigInteger> parts, String suffix) {
  private static final Pattern FORM =
      Pattern.compile("[vV]?([0-9]{1,12}(?:\\.[0-9]{1,12}){0,4})((?:[-+.][A-Za-z0-9.+_-]{1,40})?)");

  private static final int LONGEST_MAJOR = 5;

  public enum Step {
    SAME,
    PATCH,
    MINOR,
    MAJOR,
    DOWN,
    /** Another suffix, or not comparable. */
    OTHER
  }

  public static Optional<Version> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    List<BigInteger> parts = new ArrayList<>();
    for (String part : form.group(1).split("\\.", -1)) {
      parts.add(new BigInteger(part));
    }
    return Optional.of(new Version(parts, form.group(2)));
  }

  /** Numbers and nothing else, and not a shortened commit that happens to hold digits only. */
  public static boolean isPlain(String text) {
    return parse(text)
        .map(v -> v.suffix().isEmpty() && (v.parts().size() > 1 || text.length() <= LONGEST_MAJOR))
        .orElse(false);
  }

  /** How many major versions lie between; 0 when they are not comparable. */
  public static int majorsBetween(String before, String after) {
    return parse(before)
        .flatMap(old -> parse(after).map(now -> now.part(0).subtract(old.part(0))))
        .map(distance -> distance.bitLength() > 30 ? Integer.MAX_VALUE : distance.intValue())
        .orElse(0);
  }

  public static Step step(String before, String after) {
    Optional<Version> old = parse(before);
    Optional<Version> now = parse(after);
    return old.isPresent() && now.isPresent() ? old.get().stepTo(now.get()) : Step.OTHER;
  }

  public Step stepTo(Version other) {
    if (!suffix.equals(other.suffix)) {
      return Step.OTHER;
    }
    int length = Math.max(parts.size(), other.parts.size());
    for (int i = 0; i < length; i++) {
      int sign = other.part(i).compareTo(part(i));
      if (sign < 0) {
        return Step.DOWN;
      }
      if (sign > 0) {
        // before 1.0 the second number is the major one
        int rank = i > 0 && part(0).signum() == 0 ? i - 1 : i;
        return rank == 0 ? Step.MAJOR : rank == 1 ? Step.MINOR : Step.PATCH;
      }
    }
    return Step.SAME;
  }

  private BigInteger part(int index) {
    return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
  }
}
