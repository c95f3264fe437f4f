package io.github.cicdmonitor.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An RE2 pattern that is compiled when first looked for. Most rules never meet a line with one of
 * their literals, and compiling them all takes longer than reading a log.
 */
public final class LinePattern {
  private final String regex;
  private volatile @Nullable Pattern compiled;

  private LinePattern(String regex) {
    this.regex = regex;
  }

  /** What a test has compiled before. */
  static LinePattern trusted(String regex) {
    return new LinePattern(regex);
  }

  /** @throws com.google.re2j.PatternSyntaxException where it is no RE2 pattern */
  static LinePattern checked(String regex) {
    LinePattern pattern = new LinePattern(regex);
    pattern.compiled();
    return pattern;
  }

  /** Whether it occurs in the text. */
  public boolean in(String text) {
    return matcher(text).find();
  }

  Matcher matcher(String text) {
    return compiled().matcher(text);
  }

  Pattern compiled() {
    Pattern pattern = compiled;
    if (pattern == null) {
      pattern = Pattern.compile(regex);
      compiled = pattern;
    }
    return pattern;
  }

  /** Whether some branch of it holds to the start of the text. */
  boolean isAnchored() {
    return regex.indexOf('^') >= 0;
  }

  /** As it was written. */
  @Override
  public String toString() {
    return regex;
  }
}
