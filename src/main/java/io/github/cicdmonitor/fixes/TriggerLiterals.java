package io.github.cicdmonitor.fixes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Words of which a line must hold one for a pattern to be found in it, in lower case. Most lines of a
 * log hold none of them, which is told much faster than by the pattern. No words where the pattern
 * does not tell any: then every line may fit.
 */
final class TriggerLiterals {
  private static final int SHORTEST = 3;

  private final String pattern;
  private int at;

  private TriggerLiterals(String pattern) {
    this.pattern = pattern;
  }

  static Set<String> of(String pattern) {
    TriggerLiterals reader = new TriggerLiterals(pattern);
    Set<String> words = reader.alternatives();
    return reader.at == pattern.length() ? words : Set.of();
  }

  /** Up to the end, or the parenthesis that closes the group; empty where one alternative has no word. */
  private Set<String> alternatives() {
    Set<String> all = new LinkedHashSet<>();
    boolean known = true;
    do {
      Set<String> words = sequence();
      known &= !words.isEmpty();
      all.addAll(words);
    } while (at < pattern.length() && pattern.charAt(at) == '|' && at++ >= 0);
    return known ? all : Set.of();
  }

  /** Of everything that has to be there one behind the other, what says most. */
  private Set<String> sequence() {
    List<Set<String>> found = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      char c = pattern.charAt(at++);
      Set<String> group = Set.of();
      boolean literal = false;
      if (c == '(') {
        keep(run, found);
        group = group();
      } else if (c == '[') {
        keep(run, found);
        skipClass();
      } else if (c == '\\') {
        c = pattern.charAt(at++);
        literal = !Character.isLetterOrDigit(c);
      } else {
        literal = "^$.".indexOf(c) < 0;
      }
      boolean optional = at < pattern.length() && "?*{".indexOf(pattern.charAt(at)) >= 0;
      boolean repeated = optional || (at < pattern.length() && pattern.charAt(at) == '+');
      skipQuantifier();
      if (literal && !optional) {
        run.append(Character.toLowerCase(c));
      }
      if (!literal || repeated) {
        keep(run, found);
      }
      if (!group.isEmpty() && !optional) {
        found.add(group);
      }
    }
    keep(run, found);
    return found.stream()
        .max((a, b) -> Integer.compare(shortest(a), shortest(b)))
        .orElse(Set.of());
  }

  private static int shortest(Set<String> words) {
    return words.stream().mapToInt(String::length).min().orElse(0);
  }

  private static void keep(StringBuilder run, List<Set<String>> found) {
    if (run.length() >= SHORTEST) {
      found.add(Set.of(run.toString().toLowerCase(Locale.ROOT)));
    }
    run.setLength(0);
  }

  private Set<String> group() {
    if (pattern.startsWith("?", at)) {
      // (?: and (?i: begin a group, (?i) stands for itself
      while ("?imsU-".indexOf(pattern.charAt(at)) >= 0) {
        at++;
      }
      if (pattern.charAt(at) == ')') {
        at++;
        return Set.of();
      }
      at++;
    }
    Set<String> words = alternatives();
    at++;
    return words;
  }

  private void skipClass() {
    at += pattern.startsWith("^", at) ? 1 : 0;
    at += pattern.startsWith("]", at) ? 1 : 0;
    while (pattern.charAt(at) != ']') {
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipQuantifier() {
    if (at < pattern.length() && pattern.charAt(at) == '{') {
      at = pattern.indexOf('}', at) + 1;
    } else if (at < pattern.length() && "?*+".indexOf(pattern.charAt(at)) >= 0) {
      at++;
    }
    at += pattern.startsWith("?", at) ? 1 : 0;
  }
}
